import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { DiagramPanel, type SourceChoice } from '../features/diagram/DiagramPanel.tsx';
import type { DiagramSource } from '../features/diagram/diagram-store.ts';
import type { SchemaDifference } from '../features/diagram/schema-difference.ts';
import type { ProjectState } from '../features/project/project-store.ts';
import { announce } from '../ui/announce.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useSchema, useView } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { entryToRun } from './define-actions.ts';
import { FaultBoundary } from './FaultBoundary.tsx';
import styles from './Layout.module.css';
import { attributePlace, statementPlace, type TablePlace } from './relation-place.ts';
import { runInSight } from './run-store.ts';
import type { SchemaState } from './schema-store.ts';

const selectSchema = (state: SchemaState) => state.schema;
const selectStale = (state: SchemaState) => state.stale;
const selectEvaluatedAt = (state: SchemaState) => state.evaluatedAt;
const selectId = (state: ProjectState) => state.project.id;

/** The picture of the models, lit where the cursor stands or what is picked. */
export function DiagramPane(): ReactNode {
  const bench = useBench();
  const { project: text } = useMessages();
  const schema = useSchema(selectSchema);
  const staleAt = useSchema(selectStale);
  const evaluatedAt = useSchema(selectEvaluatedAt);
  const counts = useRun((state) => state.counts);
  const project = useProject(selectId);
  const title = useProject((state) => state.project.name);
  const highlight = useHighlight();
  const presents = useView((state) => state.screen === 'present');
  const source = useSource(schema);
  const isLive = source.shown === 'database';
  const { app } = useMessages();
  const entry = useProject(() => entryToRun(bench));
  const stale = useMemo(
    () => (staleAt ? { time: clockTime(evaluatedAt), place: `${staleAt.path}:${staleAt.line}` } : null),
    [staleAt, evaluatedAt],
  );
  return (
    <div className={styles.diagram}>
      <FaultBoundary>
        <DiagramPanel
          store={bench.diagram}
          project={project}
          title={title}
          schema={isLive ? source.live : schema}
          source={source}
          counts={counts}
          stale={stale}
          highlight={highlight}
          layout={bench.project.project.diagram}
          onLayout={(layout) => bench.project.setDiagram(layout)}
          onOpenDefinition={(table, column) => openDefinition(bench, table, column)}
          onPickRelation={(table, columns) => bench.view.setState({ pick: { kind: 'relation', table, column: columns[0] ?? '' } })}
          announce={announce}
          isBare={presents}
          emptyAction={
            isLive
              ? { label: app.runFile(entry), run: () => bench.actions.run('run') }
              : { label: text.openModels, run: () => bench.reveal('models.ts', 1) }
          }
        />
      </FaultBoundary>
    </div>
  );
}

const nothing: readonly SchemaDifference[] = [];

/** The choice between the tables of the models and those that are really there, read again whenever these may be others. */
function useSource(models: SchemaSnapshot | null): SourceChoice & { readonly live: SchemaSnapshot | null } {
  const bench = useBench();
  const { diagram } = useMessages();
  const wanted = useView((state) => state.diagramOf);
  const project = useProject(selectId);
  const counts = useRun((state) => state.counts);
  const isRunning = useRun((state) => state.running !== null);
  const [read, setRead] = useState<{
    readonly project: string;
    readonly live: SchemaSnapshot | null;
    readonly failure: string | null;
    readonly compare?: typeof import('../features/diagram/schema-difference.ts').schemaDifferences;
  }>();
  const mayAsk = wanted === 'database' && !isRunning;
  // Every run, rebuild and undo brings other counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!mayAsk) return;
    let isGone = false;
    Promise.all([bench.control.inspect(), import('../features/diagram/schema-difference.ts')]).then(
      ([live, { schemaDifferences }]) => isGone || setRead({ project, live, failure: null, compare: schemaDifferences }),
      (error: unknown) => isGone || setRead({ project, live: null, failure: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [bench, mayAsk, project, counts]);
  const { live = null, failure = null, compare } = wanted === 'database' && read?.project === project ? read : {};
  const differences = useMemo(() => (live && models && compare ? compare(models, live) : nothing), [live, models, compare]);
  const spoken = live ? diagram.source.spoken(live.tables.length, differences.length) : null;
  useEffect(() => {
    if (spoken !== null) announce(spoken);
  }, [spoken]);
  const onChoose = (source: DiagramSource): void => bench.view.setState({ diagramOf: source });
  return { shown: live ? 'database' : 'models', wanted, onChoose, differences, failure, live };
}

function openDefinition(bench: ReturnType<typeof useBench>, table: string, column: string | null): void {
  const place = bench.editor.modelLocation(table, column ?? undefined) ?? bench.editor.modelLocation(table);
  if (place) bench.reveal(place.path, place.line, place.column);
}

/** What is picked, else what the cursor is on. */
function useHighlight(): TablePlace | null {
  const { editor } = useBench();
  const schema = useSchema(selectSchema);
  const pick = useView((state) => state.pick);
  const log = useRun((state) => runInSight(state)?.log ?? null);
  const cursor = useStore(editor.store, (state) => state.cursor);
  const models = useStore(editor.store, (state) => state.models);
  const place = useMemo(() => {
    if (!schema) return null;
    if (pick?.kind === 'relation') return { table: pick.table, column: pick.column };
    if (pick) {
      const statement = log?.statements.find((one) => pick.indexes.includes(one.index) && statementPlace(schema, one));
      return statement ? statementPlace(schema, statement) : null;
    }
    const at = cursor && models.length ? editor.placeAt(cursor.path, cursor.line) : null;
    return at ? attributePlace(schema, at) : null;
  }, [schema, pick, log, cursor, models, editor]);
  // The diagram lights anew for each object: the same place has to stay the same one.
  return useSame(place);
}

function useSame(place: TablePlace | null): TablePlace | null {
  const key = place ? JSON.stringify([place.table, place.column]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the place
  return useMemo(() => place, [key]);
}
