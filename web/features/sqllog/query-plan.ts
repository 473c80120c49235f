import { escapePattern } from '../../lib/escape-pattern.ts';

/** One step as the database tells it. */
interface PlanStep {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** What a step does, in a word; the page has a sentence for each. */
export type PlanKind =
  /** Every row is read. */
  | 'scan'
  /** Every row is read, in the order of an index. */
  | 'scan-index'
  /** Every entry of an index is read, which holds all that is needed. */
  | 'scan-covering'
  /** Rows are found through an index. */
  | 'search'
  /** Rows are found by their primary key. */
  | 'search-key'
  /** An index is made for this one statement, and thrown away. */
  | 'search-temporary'
  | 'sort'
  | 'group'
  | 'distinct'
  | 'subquery'
  /** Runs once for every row around it. */
  | 'correlated'
  | 'materialise'
  | 'compound'
  | 'either'
  | 'other';

export interface PlanNode {
  readonly id: number;
  readonly kind: PlanKind;
  readonly table: string | null;
  readonly index: string | null;
  /** The columns the rows are found by: `role_id = ?`. */
  readonly by: string | null;
  /** An index over these columns would spare the reading of every row. */
  readonly wants: readonly string[] | null;
  /** SQLite's own words. */
  readonly detail: string;
  readonly children: readonly PlanNode[];
}

/** The plan as a tree. `sql` tells which columns a scan could have been spared by. */
export function planTree(steps: readonly PlanStep[], sql: string): PlanNode[] {
  const build = (parent: number): PlanNode[] =>
    steps
      .filter((step) => step.parent === parent && step.id !== parent)
      .map((step) => ({ ...readStep(step, sql), children: build(step.id) }));
  return build(0);
}

type Read = Omit<PlanNode, 'children'>;

function readStep({ id, detail }: PlanStep, sql: string): Read {
  const plain = (kind: PlanKind, part: Partial<Read> = {}): Read => ({
    id,
    kind,
    table: null,
    index: null,
    by: null,
    wants: null,
    detail,
    ...part,
  });
  const scan = /^SCAN (\S+)(?: USING (COVERING )?INDEX (\S+))?/.exec(detail);
  if (scan && scan[1] !== 'CONSTANT') {
    const [, table = '', covering, index] = scan;
    if (index === undefined) return plain('scan', { table, wants: wantedIndex(table, sql) });
    return plain(covering ? 'scan-covering' : 'scan-index', { table, index });
  }
  const search =
    /^SEARCH (\S+) USING (?:(AUTOMATIC )(?:PARTIAL )?(?:COVERING )?INDEX|(INTEGER PRIMARY KEY)|(?:COVERING )?INDEX (\S+))(?: \((.*)\))?/.exec(
      detail,
    );
  if (search) {
    const [, table = '', automatic, key, index = null, by = null] = search;
    if (automatic) return plain('search-temporary', { table, by: readable(by), wants: by ? columnsOf(by) : null });
    return key ? plain('search-key', { table, by: readable(by) }) : plain('search', { table, index, by: readable(by) });
  }
  const sort = /^USE TEMP B-TREE FOR (?:LAST (?:\d+ )?TERMS? OF )?(ORDER BY|GROUP BY|DISTINCT|\S+)/.exec(detail)?.[1];
  if (sort) return plain(sort === 'GROUP BY' ? 'group' : sort === 'DISTINCT' ? 'distinct' : sort === 'ORDER BY' ? 'sort' : 'other');
  const listed = /^USING (?:ROWID SEARCH|INDEX (\S+)) ON TABLE (\S+) FOR IN-OPERATOR|^USING INDEX (\S+) FOR IN-OPERATOR/.exec(detail);
  if (listed) return plain(listed[2] ? 'search-key' : 'search', { table: listed[2] ?? null, index: listed[1] ?? listed[3] ?? null });
  if (/^CORRELATED/.test(detail)) return plain('correlated');
  const made = /^(?:MATERIALIZE|CO-ROUTINE) (\S+)/.exec(detail)?.[1];
  if (made) return plain('materialise', { table: made });
  if (/SUBQUERY/.test(detail) && !/^(?:LEFT-MOST|COMPOUND)/.test(detail)) return plain('subquery');
  if (/^(?:COMPOUND QUERY|LEFT-MOST SUBQUERY|UNION|EXCEPT|INTERSECT|MERGE)/.test(detail)) return plain('compound');
  if (/^MULTI-INDEX OR/.test(detail)) return plain('either');
  return plain('other');
}

/** `role_id=?` as it is read: `role_id = ?`. */
const readable = (by: string | null): string | null => by?.replace(/\s*([<>]=?|=)\s*/g, ' $1 ') ?? null;

const columnsOf = (by: string): string[] => [...by.matchAll(/(\w+)\s*[=<>]/g)].map((match) => match[1]!);

/**
 * Columns of a table that the statement compares with something, written as the core writes them (`users.role_id = ?`). A function over the
 * column, `LIKE` and `<>` find nothing through an index.
 */
function wantedIndex(table: string, sql: string): string[] | null {
  const where = sql.slice(Math.max(0, sql.search(/\b(?:WHERE|JOIN)\b/i)));
  if (!/\b(?:WHERE|JOIN)\b/i.test(sql)) return null;
  const name = escapePattern(table);
  const column = `"?${name}"?\\."?(\\w+)"?`;
  const compared = new RegExp(
    `(?<![\\w(])${column}\\s*(?:=|<(?!>)|>|IN\\b|IS\\b(?!\\s+NOT)|BETWEEN\\b)|=\\s*${column}(?!\\s*[(+*/-])`,
    'gi',
  );
  const columns = [...where.matchAll(compared)].map((match) => (match[1] ?? match[2])!);
  return columns.length > 0 ? [...new Set(columns)] : null;
}
