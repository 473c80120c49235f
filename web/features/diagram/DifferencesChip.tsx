import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './DiagramPanel.module.css';
import { useDiagramStore } from './diagram-context.ts';
import type { SchemaDifference } from './schema-difference.ts';

const listed = 24;

/** In what the database is not what the models say; each leads to its table where that is shown. */
export function DifferencesChip({ differences }: { differences: readonly SchemaDifference[] }): ReactNode {
  const { source } = useMessages().diagram;
  const store = useDiagramStore();
  if (differences.length === 0) return <Chip tone="ok">{source.same}</Chip>;
  const label = ({ kind, table, column, models, database }: SchemaDifference): string => {
    const name = column === null ? table : `${table}.${column}`;
    if (kind === 'changed') return source.changed(name, models, database);
    return kind === 'only-models' ? source.onlyModels(name) : source.onlyDatabase(name);
  };
  const go = (table: string): void => {
    const { graph, reveal, focusTable } = store.getState();
    const id = graph.tables.find(({ title }) => title === table)?.id;
    if (id === undefined) return;
    reveal(id);
    focusTable(id);
  };
  return (
    <Menu
      trigger={
        <button type="button" className={styles.difference}>
          <Chip tone="warn" dot>
            {source.differ(differences.length)}
            <Icon of={ChevronDown} size={14} />
          </Chip>
        </button>
      }
      entries={differences.slice(0, listed).map((difference, at) => ({
        id: String(at),
        label: label(difference),
        run: () => go(difference.table),
      }))}
    />
  );
}
