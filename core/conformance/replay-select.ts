import { Query } from '../orm/query.ts';
import type { Session } from '../orm/session.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { compile } from '../sql/compile.ts';
import { openCase } from './database-of-case.ts';
import { describe } from './host/describe.ts';
import { CaseHost } from './host/host.ts';
import type { Case, Tree } from './load-cases.ts';
import { failed, type Outcome, verdict } from './outcome.ts';
import { difference, encode, normalSql, statementsDiffer } from './replay/compare.ts';
import { Replay } from './replay/python-replay.ts';
import { errorFault } from './replay-steps.ts';
import { compileText, sqlDialects, withoutParameterStyle } from './sql-text.ts';

/** Compiles the statement a case ends in for every dialect, compares texts and parameters, and runs it on SQLite. */
export function replaySelect(recorded: Case, tree: Tree): Outcome {
  const opened = openCase(recorded);
  try {
    let error: unknown;
    try {
      const host = new CaseHost(opened.db, opened.models);
      const replay = new Replay(host);
      host.attach(replay);
      const last = replay.run(tree.python);
      if (!recorded.error || recorded.sql || recorded.compile_error) {
        const element = last instanceof Query ? last.statement : (last as ClauseElement);
        if (!(element instanceof ClauseElement)) return { kind: 'lacking', why: `no statement: ${String(last)}` };
        const fault = textsFault(recorded, element) ?? literalFault(recorded, element);
        if (fault) return failed(fault);
        if (!recorded.emitted && !recorded.error) return verdict(undefined);
        opened.log.length = 0;
        const fault2 = runFault(recorded, opened, last, element);
        if (fault2) return failed(fault2);
      }
    } catch (thrown) {
      error = thrown;
    }
    return errorFault(recorded, error) ?? verdict(undefined);
  } finally {
    opened.close();
  }
}

function textsFault(recorded: Case, element: ClauseElement): string | undefined {
  for (const [name, dialect] of sqlDialects) {
    const expected = recorded.sql?.[name];
    if (expected === undefined) continue;
    if (typeof expected !== 'string') {
      const { error } = expected as { error?: { class: string } };
      const got = attempt(() => compileText(element, name));
      if (got.error === undefined) return `${name}: no error; recorded ${error?.class}`;
      continue;
    }
    const compiled = compile(element as never, dialect);
    const form = name === 'default' ? normalSql : (text: string): string => normalSql(withoutParameterStyle(expandedMarks(text)));
    const [a, b] = [form(expected), form(compiled.sql)];
    if (a !== b) return `${name}\n  recorded ${a}\n  got      ${b}`;
    const params = recorded.params?.[name] ?? (name === 'mysql' ? recorded.params?.['sqlite'] : undefined);
    if (Array.isArray(params) && !/POSTCOMPILE/.test(expected)) {
      const fault = difference(
        params,
        encode(
          compiled.slots.map((slot) => compiled.params[slot.name]),
          describe,
        ),
        {},
        `${name} parameters`,
      );
      if (fault) return fault;
    }
  }
  return undefined;
}

/** `[POSTCOMPILE_x]` and `(__[POSTCOMPILE_x])` stand for an IN list whatever its name. */
const expandedMarks = (sql: string): string =>
  sql.replace(/\(?__\[POSTCOMPILE_\w+?(?:~~[^\]]*)?\]\)?/g, '(POSTCOMPILE)').replace(/\(?\[POSTCOMPILE_\w+\]\)?/g, '(POSTCOMPILE)');

/** `2.00` in a text is `2`: a decimal keeps no zeros at its end here. */
const withoutEndingZeros = (sql: string): string =>
  sql.replace(/\b(\d+)\.(\d*?)0+\b/g, (_, whole: string, rest: string) => (rest ? `${whole}.${rest}` : whole));

function literalFault(recorded: Case, element: ClauseElement): string | undefined {
  if (recorded.literal === undefined) return undefined;
  const got = withoutEndingZeros(normalSql(compileText(element, 'sqlite', { literal: true })));
  const expected = withoutEndingZeros(normalSql(recorded.literal));
  return got === expected ? undefined : `literal\n  recorded ${expected}\n  got      ${got}`;
}

function runFault(recorded: Case, opened: ReturnType<typeof openCase>, last: unknown, element: ClauseElement): string | undefined {
  const value = execute(opened.db.session, last, element, recorded);
  const rows = Array.isArray(value) && recorded.result_truncated_to !== undefined ? value.slice(0, recorded.result_truncated_to) : value;
  const unordered = !/ORDER BY/.test(String(recorded.sql?.['sqlite'] ?? ''));
  return (
    (recorded.result === undefined ? undefined : difference(recorded.result, encode(rows, describe), { unordered })) ??
    statementsDiffer(recorded.emitted ?? [], opened.log, { transactions: false })
  );
}

function execute(session: Session, last: unknown, element: ClauseElement, recorded: Case): unknown {
  if (last instanceof Query) return last.all();
  const isRowcount = recorded.result !== null && typeof recorded.result === 'object' && 'rowcount' in (recorded.result as object);
  const result = session.execute(element);
  return isRowcount ? { rowcount: result.rowcount } : result.all();
}

function attempt<T>(action: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: action() };
  } catch (error) {
    return { error };
  }
}
