import type { ReactNode } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './DiagramPanel.module.css';
import { useDiagram } from './diagram-context.ts';
import { endName, faultText, relationText, rowFacts, tablesById } from './relation-text.ts';

/** What the picture says, as two tables, for those who do not see it. */
export function DiagramFacts(): ReactNode {
  const messages = useMessages().diagram;
  const graph = useDiagram((state) => state.graph);
  const counts = useDiagram((state) => state.counts);
  const tables = tablesById(graph);
  return (
    <div className={styles.facts}>
      <table>
        <caption>{messages.facts.tables}</caption>
        <thead>
          <tr>
            <th scope="col">{messages.facts.table}</th>
            <th scope="col">{messages.facts.rowCount}</th>
            <th scope="col">{messages.facts.columns}</th>
          </tr>
        </thead>
        <tbody>
          {graph.tables.map((table) => (
            <tr key={table.id}>
              <th scope="row">{table.title}</th>
              <td>{counts.get(table.id) ?? ''}</td>
              <td>{table.rows.map((row) => rowFacts(messages, row).join(', ')).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>{messages.facts.relations}</caption>
        <thead>
          <tr>
            <th scope="col">{messages.facts.relation}</th>
            <th scope="col">{messages.facts.ends}</th>
            <th scope="col">{messages.facts.fault}</th>
          </tr>
        </thead>
        <tbody>
          {graph.relations.map((relation) => (
            <tr key={relation.id}>
              <th scope="row">{relationText(messages, relation, tables)}</th>
              <td>{`${endName(messages, relation, 'to', tables)}; ${endName(messages, relation, 'from', tables)}`}</td>
              <td>{relation.fault ? faultText(messages, relation, relation.fault, tables) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
