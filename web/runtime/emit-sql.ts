import type { EmittedFile } from './protocol.ts';
import { atName, type LineRange, showName } from './show-values.ts';
import { splitSql } from './split-sql.ts';

/**
 * A SQL file as a module: each statement goes through the project's session, what it gives is shown, and the whole is committed at the end.
 * Every statement's code stands on the line where the statement begins, so that the map is a line for a line.
 */
export function emitSql(path: string, text: string, range: LineRange | null = null): EmittedFile {
  const lines = text.split('\n').map(() => '');
  for (const statement of splitSql(text)) {
    if (range && (statement.endLine < range.from || statement.line > range.to)) continue;
    lines[statement.line - 1] += callOf(statement.text, statement.line, statement.endLine);
  }
  const head = `const { db } = require(${JSON.stringify(rootOf(path))});${helper}`;
  const js = `${head}${lines.join('\n')}\ndb.session.commit();\n`;
  return { path, js, map: JSON.stringify({ version: 3, sources: [path], names: [], mappings: lineForLine(lines.length) }) };
}

const helper =
  "const rowsOf = (result) => result.returnsRows ? result : result.rowcount < 0 ? 'done' : result.rowcount + (result.rowcount === 1 ? ' row changed' : ' rows changed');";

/** `db.ts` lies at the root, whatever folder the file is in. */
const rootOf = (path: string): string => `./${'../'.repeat(path.split('/').length - 1)}db`;

/** A session has its transaction already: the words that begin or end one are its own. */
const transactions: readonly (readonly [RegExp, string])[] = [
  [/^begin(\s+\w+)?(\s+transaction)?$/i, ''],
  [/^(commit|end)(\s+transaction)?$/i, 'db.session.commit();'],
  [/^rollback(\s+transaction)?$/i, 'db.session.rollback();'],
];

function callOf(sql: string, line: number, endLine: number): string {
  const at = `${atName}(${line});`;
  const own = transactions.find(([pattern]) => pattern.test(sql));
  if (own) return at + own[1];
  // A colon is no parameter here.
  const statement = `db.session.execute(db.text(${JSON.stringify(sql.replace(/:(?=\w)/g, '\\:'))}))`;
  return `${at}${showName}(${line},${endLine},${JSON.stringify(sql)},null,rowsOf(${statement}));`;
}

/** The beginning of each line stands for the beginning of the same line. */
const lineForLine = (count: number): string => Array.from({ length: count }, (_, at) => (at === 0 ? 'AAAA' : 'AACA')).join(';');
