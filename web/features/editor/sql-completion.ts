import { skipSql } from '../../runtime/split-sql.ts';

/** A table of the project, as far as completion needs it. */
export interface CompletionTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface SqlSuggestion {
  readonly kind: 'table' | 'column' | 'keyword';
  readonly name: string;
  /** What is written: a name that is no plain word stands in quotes. */
  readonly text: string;
  /** A column's type and table. */
  readonly detail: string;
}

const keywords =
  'SELECT FROM WHERE JOIN LEFT INNER ON AND OR NOT IN IS NULL LIKE BETWEEN EXISTS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET DISTINCT AS UNION ALL CASE WHEN THEN ELSE END INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE INDEX UNIQUE VIEW DROP ALTER ADD COLUMN RENAME TO PRIMARY KEY FOREIGN REFERENCES CHECK DEFAULT WITH RECURSIVE RETURNING EXPLAIN QUERY PLAN PRAGMA count sum avg min max coalesce lower upper length round date datetime strftime substr'.split(
    ' ',
  );
const reserved = new Set(keywords.map((word) => word.toUpperCase()));

/** What may stand at an offset of a SQL text: the columns of a table behind its point, else tables, columns in reach and keywords. */
export function sqlSuggestions(sql: string, offset: number, tables: readonly CompletionTable[]): SqlSuggestion[] {
  const words = wordsOf(sql, offset);
  if (words === null) return [];
  const before = sql.slice(0, offset).replace(/[\w$]*$/, '');
  const owner = /(?:"([^"]+)"|([\w$]+))\.$/.exec(before);
  const named = namedTables(words, tables);
  if (owner) {
    const name = (owner[1] ?? owner[2])!.toLowerCase();
    const table = named.find((one) => one.as.toLowerCase() === name)?.table ?? tables.find((one) => one.name.toLowerCase() === name);
    return table ? table.columns.map((column) => columnSuggestion(column, table)) : [];
  }
  const ofTables = tables.map((table): SqlSuggestion => ({ kind: 'table', name: table.name, text: quoted(table.name), detail: 'table' }));
  if (/\b(?:from|join|into|update|table|references)\s+$/i.test(before)) return ofTables;
  const inReach = [...new Set(named.map(({ table }) => table))].flatMap((table) =>
    table.columns.map((column) => columnSuggestion(column, table)),
  );
  const ofKeywords = keywords.map((word): SqlSuggestion => ({ kind: 'keyword', name: word, text: word, detail: '' }));
  return [...inReach, ...ofTables, ...ofKeywords];
}

const columnSuggestion = ({ name, type }: CompletionTable['columns'][number], table: CompletionTable): SqlSuggestion => ({
  kind: 'column',
  name,
  text: quoted(name),
  detail: `${table.name} · ${type}`,
});

const quoted = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name.toUpperCase()) ? name : `"${name.replaceAll('"', '""')}"`;

/** The statement around the offset as words, without comments and texts; null where the offset lies inside of one. */
function wordsOf(sql: string, offset: number): string[] | null {
  let words: string[] = [];
  for (let at = 0; at < sql.length; ) {
    const next = skipSql(sql, at);
    const piece = sql.slice(at, next);
    const isInside = offset > at && offset < next;
    if (/^(?:--|\/\*|')/.test(piece)) {
      if (isInside || (offset === next && piece.startsWith('--'))) return null;
      words.push(' ');
    } else if (piece === ';') {
      if (offset <= at) return words;
      words = [];
    } else words.push(piece);
    at = next;
  }
  return words;
}

/** Tables that the statement names, by the name they have in it. */
function namedTables(
  words: readonly string[],
  tables: readonly CompletionTable[],
): { readonly as: string; readonly table: CompletionTable }[] {
  const text = words.join('');
  const pattern =
    /\b(?:from|join|into|update)\s+(?:"([^"]+)"|([\w$]+))(?:\s+(?:as\s+)?(?!on\b|where\b|set\b|values\b|join\b|left\b|inner\b|cross\b|order\b|group\b|limit\b|using\b|natural\b)([A-Za-z_]\w*))?/gi;
  return [...text.matchAll(pattern)].flatMap(([, inQuotes, plain, alias]) => {
    const name = (inQuotes ?? plain)!;
    const table = tables.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return table ? [{ as: alias ?? name, table }] : [];
  });
}
