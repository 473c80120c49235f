import type { StatementEntry } from '../../runtime/protocol.ts';

/** Fewer are no pattern: two objects were read, that is all. */
const atLeast = 3;

/** One statement sent again and again from one line, with other parameters: the N of N + 1. */
export interface RepeatedStatements {
  /** Indexes of the statements, in order. */
  readonly indexes: readonly number[];
  readonly sql: string;
  /** `User.role` where a relationship was loaded object by object. */
  readonly relationship: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly durationMs: number;
  /** The query that gave the objects, as far as the statements tell. */
  readonly source: StatementEntry | null;
}

/** What would load a relationship together with its owners. */
export interface EagerOption {
  readonly name: 'joinedload' | 'selectinload';
  /** `User` and `role` of `User.role`. */
  readonly owner: string;
  readonly attribute: string;
  /** As it is written: `db.joinedload(User.role)`. */
  readonly text: string;
}

/** What of a model decides which option serves. */
interface Model {
  readonly name: string;
  readonly table: string;
  readonly relationships: readonly { readonly name: string; readonly uselist: boolean; readonly lazy: string }[];
}

/** A replacement in a text; lines and columns from 1. */
export interface Edit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

const isRead = ({ phase, sql, error }: StatementEntry): boolean => phase === 'run' && error === null && /^\s*SELECT\b/i.test(sql);

/** Groups of statements that one statement would do, in the order in which they begin. */
export function repeatedStatements(statements: readonly StatementEntry[]): RepeatedStatements[] {
  const groups = new Map<string, StatementEntry[]>();
  for (const statement of statements) {
    if (!isRead(statement)) continue;
    const key = JSON.stringify([statement.sql, statement.file, statement.line, statement.relationship]);
    const known = groups.get(key);
    if (known) known.push(statement);
    else groups.set(key, [statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0]!;
    if (group.length < atLeast) return [];
    return [
      {
        indexes: group.map(({ index }) => index),
        sql: first.sql,
        relationship: first.relationship,
        file: first.file,
        line: first.line,
        durationMs: group.reduce((sum, { durationMs }) => sum + durationMs, 0),
        source: first.relationship === null ? null : findSource(statements, first),
      },
    ];
  });
}

/** The last query before the first load that gave more than one row; a load of the same relationship is none. */
function findSource(statements: readonly StatementEntry[], first: StatementEntry): StatementEntry | null {
  const before = statements.filter((one) => one.index < first.index && isRead(one) && one.relationship !== first.relationship);
  return before.findLast(({ rowCount, cause }) => rowCount > 1 && (cause === 'query' || cause === 'execute')) ?? null;
}

/** The option that ends a group, or null where no relationship caused it or none can be loaded ahead. */
export function eagerOption({ relationship }: RepeatedStatements, models: readonly Model[]): EagerOption | null {
  const [owner = '', attribute = ''] = relationship?.split('.') ?? [];
  const found = models.find((model) => model.name === owner)?.relationships.find(({ name }) => name === attribute);
  if (!found || found.lazy === 'dynamic' || found.lazy === 'writeOnly') return null;
  // One row for each owner joins without growing; a collection would repeat its owner in every row.
  const name = found.uselist ? 'selectinload' : 'joinedload';
  return { name, owner, attribute, text: `db.${name}(${owner}.${attribute})` };
}

/** A call chain rarely begins further above the line that sends it. */
const linesAbove = 12;

/**
 * The edits that give the query its option; null where the query is not written as `User.query`, `db.select(User)` or
 * `db.session.query(User)` near the line.
 *
 * @param line - where the query is sent
 */
export function eagerEdits(text: string, line: number, option: EagerOption): Edit[] | null {
  const lines = text.split('\n');
  const { owner } = option;
  const start = new RegExp(
    `(?<![\\w.])(?:${owner}\\.query\\b|db\\.select\\(\\s*${owner}\\s*\\)|db\\.session\\.query\\(\\s*${owner}\\s*\\))`,
    'g',
  );
  for (let at = line; at > 0 && at > line - linesAbove; at--) {
    const found = [...(lines[at - 1] ?? '').matchAll(start)].at(-1);
    if (!found) continue;
    const column = found.index + found[0].length + 1;
    const insert = { line: at, column, endLine: at, endColumn: column, text: `.options(${option.text})` };
    const importsDb = /^\s*import\s*\{[^}]*\bdb\b[^}]*\}/m.test(text);
    return importsDb ? [insert] : [{ line: 1, column: 1, endLine: 1, endColumn: 1, text: "import { db } from './db';\n" }, insert];
  }
  return null;
}
