/** One statement of a SQL script, without the semicolon, with its lines from 1. */
export interface SqlStatement {
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
}

const quotes: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };
// What a semicolon does not end: the body of a trigger.
const trigger = /^\s*create\s+(?:temp(?:orary)?\s+)?trigger\b/i;
const ends = /\bend\s*$/i;

/** Where the piece at `at` ends: a comment, a quoted text or name, or one character. */
export function skipSql(sql: string, at: number): number {
  const two = sql.slice(at, at + 2);
  if (two === '--' || two === '/*') {
    const end = sql.indexOf(two === '--' ? '\n' : '*/', at + 2);
    if (end < 0) return sql.length;
    return two === '--' ? end : end + 2;
  }
  const close = quotes[sql[at]!];
  if (close === undefined) return at + 1;
  for (let next = at + 1; next < sql.length; next++) {
    if (sql[next] !== close) continue;
    // A doubled quote is one inside.
    if (close !== ']' && sql[next + 1] === close) next++;
    else return next + 1;
  }
  return sql.length;
}

/** The statements of a SQL script, in order. Comments before a statement are not part of it. */
export function splitSql(sql: string): SqlStatement[] {
  const found: SqlStatement[] = [];
  let from = -1;
  let line = 1;
  let startLine = 1;
  const push = (to: number): void => {
    const text = from < 0 ? '' : sql.slice(from, to).trimEnd();
    if (text !== '') found.push({ text, line: startLine, endLine: startLine + text.split('\n').length - 1 });
    from = -1;
  };
  for (let at = 0; at < sql.length; ) {
    const next = skipSql(sql, at);
    const piece = sql.slice(at, next);
    const isComment = piece.startsWith('--') || piece.startsWith('/*');
    if (piece === ';' && (from < 0 || !trigger.test(sql.slice(from, at)) || ends.test(sql.slice(from, at)))) push(at);
    else if (from < 0 && !isComment && piece.trim() !== '') {
      from = at;
      startLine = line;
    }
    line += piece.split('\n').length - 1;
    at = next;
  }
  push(sql.length);
  return found;
}
