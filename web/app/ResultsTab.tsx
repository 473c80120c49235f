import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Cure } from '../features/editor/problem.ts';
import type { BlockHint } from '../features/results/ResultBlock.tsx';
import { type Conflict, ResultsPane, type ShownError } from '../features/results/ResultsPane.tsx';
import { hashSources } from '../lib/hash-sources.ts';
import { RuntimeError } from '../runtime/client.ts';
import type { ResultBlock } from '../runtime/protocol.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { entryToRun } from './define-actions.ts';
import { useExplainedError } from './explain-error.ts';
import { RunNotes } from './RunNotes.tsx';
import { fallbackFile } from './run-control.ts';
import { runInSight, type ShownRun } from './run-store.ts';
import { usePicked } from './use-picked.ts';

/** What the last run gave, and what can be asked about it as long as its objects live. */
export function ResultsTab(): ReactNode {
  const bench = useBench();
  const shown = useRun(runInSight);
  const liveAt = useRun((state) => state.liveAt);
  const isRunning = useRun((state) => state.running !== null);
  const isPast = useRun((state) => state.past !== null);
  const picked = usePicked();
  const files = useProject((state) => state.project.files);
  const isOld = useMemo(() => shown !== null && shown.sourcesHash !== hashSources(files), [shown, files]);
  const wire = shown?.summary?.error ?? null;
  const explained = useExplainedError(wire, files, fallbackFile(shown?.entry ?? '', shown?.summary?.failedIn ?? null));
  const error: ShownError | null =
    wire && explained ? { name: wire.name, ...explained, ...(isPast ? { cure: null } : {}), frames: wire.frames } : null;
  const { results: text } = useMessages();
  const isLive = shown !== null && liveAt === shown.at && !isRunning;
  // A key that refers to nothing has no row in its way.
  const isDelete = /^\s*DELETE\b/i.test(wire?.facts['statement'] ?? '');
  const refusedBy = /(UNIQUE|FOREIGN KEY) constraint failed/.exec(wire?.message ?? '')?.[1];
  const canLook =
    isLive && !isPast && shown.summary?.failedIn === 'run' && (refusedBy === 'UNIQUE' || (refusedBy !== undefined && isDelete));
  const look = async (): Promise<Conflict> => {
    try {
      const { table, columns, value, isOwn } = await bench.runtime.conflict();
      const rows = value?.kind === 'rows' ? value.rows.length : 0;
      if (value && table) return { sentence: text.rowsInTheWay(table, columns, rows, isDelete), value };
      return { sentence: isOwn ? text.ownInTheWay : text.noneInTheWay, value: null };
    } catch (error) {
      return { sentence: error instanceof RuntimeError ? error.wire.message : String(error), value: null };
    }
  };
  const hint = useHints(isOld || isPast ? null : shown);
  const pages = useCallback((block: number) => bench.runtime.rows(block), [bench]);
  const expand = useExpand();
  return (
    <ResultsPane
      log={shown?.log ?? null}
      entry={shown?.entry ?? entryToRun(bench)}
      error={error}
      above={<RunNotes place="above" isOld={isOld} />}
      below={<RunNotes place="below" isOld={isOld} />}
      picked={picked}
      pages={isLive ? pages : undefined}
      expand={expand}
      hint={hint}
      onGo={(file, line) => bench.reveal(file, line)}
      onPickBlock={(block) =>
        bench.view.setState({ pick: block.statements.length ? { kind: 'statements', indexes: block.statements } : null })
      }
      onShowStatements={(block) =>
        bench.view.setState({ lowerTab: 'sql', pane: 'sql', pick: { kind: 'statements', indexes: block.statements.slice(0, 1) } })
      }
      onRun={() => bench.actions.run('run')}
      look={canLook ? look : undefined}
      onCure={() => void (explained?.cure && bench.editor.applyCure(explained.cure))}
    />
  );
}

/** Objects live until the next run, or the next load of the page: then a cell says how to have them again. */
function useExpand() {
  const bench = useBench();
  const { app } = useMessages();
  return useCallback(
    async (handle: number) => {
      const { shown, past, liveAt, running } = bench.run.getState();
      if (running || past !== null || shown === null || liveAt !== shown.at) throw new Error(app.objectsGone);
      try {
        return await bench.runtime.expand(handle);
      } catch (error) {
        throw error instanceof RuntimeError ? new Error(error.wire.message) : error;
      }
    },
    [bench, app],
  );
}

/** What is to be said beside values that are no errors: a query that was not sent, a promise nobody awaited. */
function useHints(shown: ShownRun | null): ((block: ResultBlock) => BlockHint | null) | undefined {
  const bench = useBench();
  const text = useMessages();
  const [find, setFind] = useState<((block: ResultBlock) => { sentence: string; cure: Cure } | null) | null>(null);
  const mayNeed = shown?.log.blocks.some(
    ({ value }) => value.kind === 'query' || (value.kind === 'object' && value.text.startsWith('Promise')),
  );
  useEffect(() => {
    setFind(null);
    if (!shown || !mayNeed) return;
    let isGone = false;
    const { entry } = shown;
    const source = bench.editor.textOf(entry) ?? '';
    void import('./mistakes/explain-mistake.ts')
      .then(async ({ hintFor, mistakeWords }) => {
        const words = await mistakeWords(text.lang);
        if (!isGone) setFind(() => (block: ResultBlock) => hintFor(block, entry, source, words));
      })
      // Without them the value stands as it is.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [bench, shown, mayNeed, text]);
  return useMemo(() => {
    if (!find) return undefined;
    return (block) => {
      const hint = find(block);
      return hint && { sentence: hint.sentence, label: hint.cure.label, cure: () => void bench.editor.applyCure(hint.cure) };
    };
  }, [find, bench]);
}
