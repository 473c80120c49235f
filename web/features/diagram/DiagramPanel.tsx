import { ReactFlowProvider } from '@xyflow/react';
import { History, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { StoreApi } from 'zustand';
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { DiagramCanvas } from './DiagramCanvas.tsx';
import { DiagramFacts } from './DiagramFacts.tsx';
import { DiagramHeader } from './DiagramHeader.tsx';
import styles from './DiagramPanel.module.css';
import { DiagramSearch } from './DiagramSearch.tsx';
import { DiagramContext, useDiagram, useDiagramStore } from './diagram-context.ts';
import type { DiagramLayout } from './diagram-layout.ts';
import type { DiagramPlace, DiagramSource, DiagramStore } from './diagram-store.ts';
import { Legend } from './Legend.tsx';
import { relationText, tablesById } from './relation-text.ts';
import type { SchemaDifference } from './schema-difference.ts';
import { areFontsThere, createMeasureText, loadFonts, type MeasureText } from './table-size.ts';
import { useDiagramExports } from './use-diagram-exports.ts';

const DifferencesChip = lazy(() => import('./DifferencesChip.tsx').then((module) => ({ default: module.DifferencesChip })));

export interface DiagramPanelProps {
  store: StoreApi<DiagramStore>;
  /** Another project starts another picture. */
  project: string;
  /** Names what is exported. */
  title: string;
  schema: SchemaSnapshot | null;
  counts?: readonly { readonly table: string; readonly rows: number }[] | null;
  /** The picture is older than the text: of when, and before which error. */
  stale?: { readonly time: string; readonly place: string } | null;
  highlight?: DiagramPlace | null;
  layout?: DiagramLayout | null;
  onLayout?: (layout: DiagramLayout) => void;
  onOpenDefinition: (table: string, column: string | null) => void;
  /** A line was picked: the foreign key of these columns. */
  onPickRelation?: (table: string, columns: readonly string[]) => void;
  announce: (text: string) => void;
  emptyAction?: { readonly label: string; readonly run: () => void };
  /** Whose tables are shown, and which were asked for: those of the database take a moment. Without it there is no choice. */
  source?: SourceChoice;
  /** The picture alone, large: shown to a room. */
  isBare?: boolean;
}

export interface SourceChoice {
  readonly shown: DiagramSource;
  readonly wanted: DiagramSource;
  readonly onChoose: (source: DiagramSource) => void;
  /** Where the database's tables are shown: in what they are not those of the models. */
  readonly differences: readonly SchemaDifference[];
  /** The database could not be read: why. */
  readonly failure: string | null;
}

const noDifferences: readonly SchemaDifference[] = [];

/** Half-typed text makes a picture stale for a moment; only what lasts is said. */
const STALE_AFTER_MS = 600;

/** The diagram of a project: what its models say, as tables and lines. */
export function DiagramPanel(props: DiagramPanelProps): ReactNode {
  const { store, project, schema, counts = null, highlight = null, layout = null, onLayout } = props;
  const measure = useMeasure(store);
  const opened = useRef<string>(undefined);
  const state = store.getState();
  const source = props.source?.shown ?? 'models';
  const differences = props.source?.differences ?? noDifferences;
  useLayoutEffect(() => {
    if (opened.current !== project) {
      opened.current = project;
      state.openProject(layout, project);
    }
    state.showSchema(schema, source);
  }, [state, project, schema, source, layout]);
  useLayoutEffect(() => state.showDifferences(differences), [state, differences]);
  useLayoutEffect(() => state.showCounts(counts), [state, counts]);
  const { table, column } = highlight ?? { table: null, column: null };
  useLayoutEffect(() => state.highlight(table === null ? null : { table, column }), [state, table, column]);
  useLayoutEffect(() => {
    state.onLayout(onLayout ?? null);
    return () => state.onLayout(null);
  }, [state, onLayout]);
  return (
    <DiagramContext.Provider value={store}>
      <ReactFlowProvider>
        <Panel {...props} measure={measure} />
      </ReactFlowProvider>
    </DiagramContext.Provider>
  );
}

function Panel({
  title,
  stale = null,
  emptyAction,
  measure,
  onOpenDefinition,
  onPickRelation,
  announce,
  isBare = false,
  source,
}: DiagramPanelProps & { measure: MeasureText }): ReactNode {
  const messages = useMessages().diagram;
  const isEmpty = useDiagram((state) => state.schema !== null && state.full.tables.length === 0);
  const isSearching = useDiagram((state) => state.isSearching);
  const isLive = source?.shown === 'database';
  const shownStale = useLasting(isLive ? null : stale);
  const waits = useLasting(source && source.shown !== source.wanted && source.failure === null ? source.wanted : null);
  const body = useRef<HTMLDivElement>(null);
  const exports = useDiagramExports(title, announce);
  useSpokenChanges(announce);
  return (
    <section className={styles.panel} aria-label={messages.title} data-stale={shownStale !== null} data-bare={isBare || undefined}>
      {isBare ? null : <DiagramHeader exports={exports} source={source} />}
      <div className={styles.body} ref={body}>
        <DiagramCanvas
          measure={measure}
          onOpenDefinition={onOpenDefinition}
          onPickRelation={onPickRelation}
          announce={announce}
          isLarge={isBare}
        />
        {isEmpty ? (
          <div className={styles.empty}>
            <span>{isLive ? messages.source.none : messages.empty}</span>
            {emptyAction ? <Button onClick={emptyAction.run}>{emptyAction.label}</Button> : null}
          </div>
        ) : null}
        <div className={styles.chips}>
          {shownStale ? (
            <Chip tone="warn">
              <Icon of={History} />
              {messages.stale(shownStale.time, shownStale.place)}
            </Chip>
          ) : null}
          <OnlyChip />
          {source?.failure != null ? <Chip tone="bad">{messages.source.failed(source.failure)}</Chip> : null}
          {waits ? <Chip>{messages.source.reading}</Chip> : null}
          {isLive && !isEmpty && !isBare ? (
            <Suspense fallback={null}>
              <DifferencesChip differences={source.differences} />
            </Suspense>
          ) : null}
        </div>
        {isSearching ? <DiagramSearch onClose={() => body.current?.querySelector<HTMLElement>('.react-flow')?.focus()} /> : null}
        {shownStale || isEmpty || isBare ? null : <Legend />}
      </div>
      <DiagramFacts />
    </section>
  );
}

/** Says that a part of the diagram is shown, and gives the way back to the whole. */
function OnlyChip(): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const title = useDiagram((state) => state.full.tables.find((table) => table.id === state.only)?.title ?? null);
  if (title === null) return null;
  return (
    <Chip tone="accent" className={undefined}>
      {messages.onlyShown(title)}
      <IconButton label={messages.showAll} icon={X} className={styles.clear} onClick={() => store.getState().showOnly(null)} />
    </Chip>
  );
}

/** Widths are measured with the page's fonts; if these came later than the first picture, once more. */
function useMeasure(store: StoreApi<DiagramStore>): MeasureText {
  const [{ measure, isFinal }, setMeasured] = useState(() => ({ measure: createMeasureText(), isFinal: areFontsThere() }));
  useLayoutEffect(() => store.getState().setMeasure(measure), [store, measure]);
  useEffect(() => {
    if (isFinal) return;
    let isGone = false;
    void loadFonts().then(() => {
      if (!isGone) setMeasured({ measure: createMeasureText(), isFinal: true });
    });
    return () => {
      isGone = true;
    };
  }, [isFinal]);
  return measure;
}

/** A value that has lasted; null at once. */
function useLasting<T>(value: T | null): T | null {
  const [lasting, setLasting] = useState<T | null>(null);
  const isNull = value === null;
  // The wait begins with the first error, not again with each one that follows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `value` may change while it lasts
  useEffect(() => {
    if (isNull) {
      setLasting(null);
      return;
    }
    const timer = setTimeout(() => setLasting(value), STALE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isNull]);
  return isNull ? null : lasting === null ? null : value;
}

/** Speaks the relationships whose ends an edit has changed. */
function useSpokenChanges(announce: (text: string) => void): void {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const last = useDiagram((state) => state.changes.at(-1)?.stamp ?? 0);
  useEffect(() => {
    if (last === 0) return;
    const { graph, changes } = store.getState();
    const tables = tablesById(graph);
    const changed = graph.relations.filter((relation) => changes.some((change) => change.relation === relation.id));
    announce(
      changed
        .slice(0, 3)
        .map((relation) => relationText(messages, relation, tables))
        .join('. '),
    );
  }, [store, last, messages, announce]);
}
