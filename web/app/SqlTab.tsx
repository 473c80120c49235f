import { type ReactNode, useCallback, useMemo } from 'react';
import { eagerOption, type RepeatedStatements } from '../features/sqllog/repeated-statements.ts';
import { type RepeatCure, type SqlCure, SqlLog } from '../features/sqllog/SqlLog.tsx';
import type { StatementEntry, TableCount, TransactionMark } from '../runtime/protocol.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useSchema } from './BenchContext.ts';
import { entryToRun } from './define-actions.ts';
import { runInSight } from './run-store.ts';
import { eagerCure, indexCure, tableOfName } from './sql-cures.ts';
import { usePicked } from './use-picked.ts';

const noStatements: readonly StatementEntry[] = [];
const noTransactions: readonly TransactionMark[] = [];
const noCounts: readonly TableCount[] = [];

/** The statements of the last run, with what the sources say about them. */
export function SqlTab(): ReactNode {
  const bench = useBench();
  const text = useMessages();
  const shown = useRun(runInSight);
  const liveAt = useRun((state) => state.liveAt);
  const counts = useRun((state) => state.counts);
  const schema = useSchema((state) => state.schema);
  const files = useProject((state) => state.project.files);
  const picked = usePicked();
  const cures = useMemo(() => {
    const models = schema?.models ?? [];
    const tables = schema?.tables.map((table) => table.name) ?? [];
    const act = (cure: ReturnType<typeof eagerCure>): SqlCure | null =>
      cure && { label: cure.label, run: () => void bench.editor.applyCure(cure) };
    return {
      repeated: (group: RepeatedStatements): RepeatCure | null => {
        const option = eagerOption(group, models);
        return option && { option: option.text, cure: act(eagerCure(group, models, files, text)) };
      },
      index: (name: string, column: string, sql: string): SqlCure | null => {
        const table = tableOfName(name, sql, tables);
        return table === null ? null : act(indexCure(table, column, models, files, text));
      },
    };
  }, [bench, schema, files, text]);
  const explain = useCallback((sql: string) => bench.control.explain(sql), [bench]);
  const dialects = useCallback((index: number) => bench.runtime.dialects(index), [bench]);
  return (
    <SqlLog
      run={shown?.at ?? 0}
      statements={shown?.log.statements ?? noStatements}
      transactions={shown?.log.transactions ?? noTransactions}
      total={shown?.log.statementCount ?? 0}
      entry={shown?.entry ?? entryToRun(bench)}
      counts={counts ?? noCounts}
      picked={picked}
      onPick={(indexes) => bench.view.setState({ pick: { kind: 'statements', indexes } })}
      onGo={(file, line) => bench.reveal(file, line)}
      repeatCure={cures.repeated}
      indexCure={cures.index}
      explain={explain}
      dialects={liveAt !== null && liveAt === shown?.at ? dialects : null}
    />
  );
}
