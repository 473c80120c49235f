import { useStore } from '@xyflow/react';
import { Ellipsis, Maximize, Minus, Plus, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { Segments } from '../../ui/Segments.tsx';
import styles from './DiagramPanel.module.css';
import type { SourceChoice } from './DiagramPanel.tsx';
import { useDiagram, useDiagramStore } from './diagram-context.ts';

const percentOf = (state: { transform: readonly [number, number, number] }): number => Math.round(state.transform[2] * 100);

/** Name and size of the picture at the left, what can be done with it at the right. */
export function DiagramHeader({ exports, source }: { exports: readonly MenuEntry[]; source: SourceChoice | undefined }): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const count = useDiagram((state) => state.graph.tables.length);
  const folded = useDiagram((state) => state.graph.relations.filter((relation) => relation.through !== null).length);
  const links = useDiagram((state) => state.full.tables.filter((table) => table.association === 'pure').length);
  const legend = useDiagram((state) => state.legend);
  const canPutBack = useDiagram((state) => state.untidy !== null);
  const focused = useDiagram((state) => state.full.tables.find((table) => table.id === state.focus)?.title ?? null);
  const percent = useStore(percentOf);
  const { tidy, putBack, fit, zoomIn, zoomOut, zoomReset, openSearch, setLegend, setLinksOpen, showOnly } = store.getState();
  const entries: MenuEntry[] = [
    { id: 'legend', label: messages.showLegend, checked: legend, run: () => setLegend(!legend) },
    ...(links > 0
      ? [{ id: 'links', label: messages.foldLinks, checked: folded === links, run: () => setLinksOpen(folded === links) }]
      : []),
    ...(focused === null ? [] : [{ id: 'only', label: messages.only(focused), hint: 'N', run: () => showOnly(store.getState().focus) }]),
    ...(canPutBack ? [{ id: 'untidy', label: messages.untidy, run: putBack }] : []),
    ...(count > 0 ? (['rule', ...exports] as const) : []),
  ];
  return (
    <header className={styles.header}>
      <h2 className={styles.title}>{messages.title}</h2>
      {source ? (
        <Segments
          label={messages.source.label}
          value={source.wanted}
          options={(['models', 'database'] as const).map((id) => ({ id, label: messages.source[id] }))}
          onChange={source.onChoose}
        />
      ) : null}
      <span className={styles.count}>{[messages.tables(count), ...(folded > 0 ? [messages.folded(folded)] : [])].join(', ')}</span>
      <span className={styles.space} />
      <IconButton label={messages.find} icon={Search} shortcut="/" onClick={openSearch} />
      <Button kind="quiet" onClick={() => void tidy()} disabled={count === 0}>
        {messages.tidy}
      </Button>
      <span className={styles.zoom}>
        <IconButton label={messages.zoomOut} icon={Minus} onClick={zoomOut} />
        <Button kind="quiet" className={styles.percent} aria-label={messages.zoomReset(percent)} onClick={zoomReset}>
          {messages.percent(percent)}
        </Button>
        <IconButton label={messages.zoomIn} icon={Plus} onClick={zoomIn} />
      </span>
      <IconButton label={messages.fit} icon={Maximize} onClick={fit} />
      <Menu trigger={<IconButton label={messages.more} icon={Ellipsis} />} entries={entries} align="end" />
    </header>
  );
}
