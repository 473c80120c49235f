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
  const { facts } = messages;
  return (
    <div className={styles.facts}>
      <FactsTable
        caption={facts.tables}
        heads={[facts.table, facts.rowCount, facts.columns]}
        rows={graph.tables.map(({ id, title, rows }) => ({
          id,
          cells: [title, counts.get(id) ?? '', rows.map((row) => rowFacts(messages, row).join(', ')).join('; ')],
        }))}
      />
      <FactsTable
        caption={facts.relations}
        heads={[facts.relation, facts.ends, facts.fault]}
        rows={graph.relations.map((relation) => ({
          id: relation.id,
          cells: [
            relationText(messages, relation, tables),
            `${endName(messages, relation, 'to', tables)}; ${endName(messages, relation, 'from', tables)}`,
            relation.fault ? faultText(messages, relation, relation.fault, tables) : '',
          ],
        }))}
      />
    </div>
  );
}

interface FactsTableProps {
  caption: string;
  heads: readonly string[];
  /** The first cell names the row. */
  rows: readonly { id: string; cells: readonly (string | number)[] }[];
}

function FactsTable({ caption, heads, rows }: FactsTableProps): ReactNode {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells: [name, ...others] }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {others.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
              <td key={at}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
