const quotedName = '"(?:[^"]|"")*"|`(?:[^`]|``)*`';
const qualified = (name: string): string => `(?:${name})(?:\\.(?:${name}|\\*))*`;
/** A piece of SQL: a literal, a name with what stands before its dots, a word, a parenthesis, a comma or whatever else stands together. */
const pieces = new RegExp(
  `'(?:[^']|'')*'|${qualified(`${quotedName}|[A-Za-z_][\\w$]*`)}|--[^\\n]*|\\/\\*[\\s\\S]*?\\*\\/|[(),;]|[^\\s'"\`(),;A-Za-z_]+`,
  'g',
);
const tableOf = new RegExp(`\\b(?:FROM|INTO|UPDATE|TABLE|INDEX)\\s+(?:IF (?:NOT )?EXISTS\\s+)?(${qualified(`${quotedName}|\\w+`)})`, 'i');

/** Words that begin a line at their own depth. Two-word clauses are joined before they are looked up. */
const clauses = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP BY',
  'HAVING',
  'WINDOW',
  'ORDER BY',
  'LIMIT',
  'UNION',
  'UNION ALL',
  'INTERSECT',
  'EXCEPT',
  'JOIN',
  'LEFT OUTER JOIN',
  'LEFT JOIN',
  'RIGHT OUTER JOIN',
  'FULL OUTER JOIN',
  'INNER JOIN',
  'CROSS JOIN',
  'VALUES',
  'SET',
  'RETURNING',
  'ON CONFLICT',
]);
const starters = new Set(['GROUP', 'ORDER', 'UNION', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'CROSS', 'ON']);
const followers = new Set(['BY', 'ALL', 'OUTER', 'JOIN', 'CONFLICT']);

/** Longest line before a list is broken at a comma. */
const width = 76;

/**
 * Lays a statement out for reading: one clause a line, subqueries indented, long lists broken at commas.
 * Only white space changes.
 */
export function formatStatement(sql: string): string {
  // DDL comes laid out by its compiler, one column a line.
  if (/^\s*(CREATE|ALTER)\b/i.test(sql) && sql.includes('\n')) return sql.trim();
  const words = joined(sql.match(pieces) ?? []);
  const lines: string[] = [];
  /** For each open parenthesis, whether it holds a subquery. */
  const open: boolean[] = [];
  let depth = 0;
  let line = '';
  const flush = (): void => {
    if (line.trim()) lines.push(line.trimEnd());
    line = '  '.repeat(depth);
  };
  words.forEach((word, at) => {
    const inList = open.length > 0 && !open.at(-1);
    if (!inList && clauses.has(word.toUpperCase()) && !(word.toUpperCase() === 'SET' && line.trim() === '')) flush();
    if (word === '(') {
      const isQuery = /^(SELECT|WITH)$/i.test(words[at + 1] ?? '');
      open.push(isQuery);
      line += spaceBefore(line, word, words[at - 1]) + word;
      if (isQuery) {
        depth += 1;
        flush();
      }
      return;
    }
    if (word === ')') {
      if (open.pop()) {
        const rest = line;
        depth -= 1;
        line = rest;
        flush();
      }
      line += word;
      return;
    }
    if (line.length + word.length > width && line.endsWith(',') && line.trim()) {
      lines.push(line.trimEnd());
      line = `${'  '.repeat(depth)}  `;
    }
    line += spaceBefore(line, word, words[at - 1]) + word;
  });
  flush();
  return lines.join('\n');
}

/** Joins `ORDER` and `BY`, `LEFT` and `OUTER` and `JOIN`, so that a clause is one word. */
function joined(words: readonly string[]): string[] {
  const out: string[] = [];
  for (const word of words) {
    const last = out.at(-1);
    const head = last?.split(' ')[0]?.toUpperCase();
    if (last && head && starters.has(head) && followers.has(word.toUpperCase()) && clauseGrows(last, word))
      out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out;
}

const clauseGrows = (last: string, word: string): boolean => {
  const grown = `${last} ${word}`.toUpperCase();
  return clauses.has(grown) || [...clauses].some((clause) => clause.startsWith(`${grown} `));
};

function spaceBefore(line: string, word: string, previous: string | undefined): string {
  if (line.trim() === '' || word === ',' || word === ';' || word === ')' || previous === '(') return '';
  // `count(` is a call; `users (` after INSERT INTO, `IN (` and `AND (` are not.
  if (word === '(' && previous && /^[a-z_]+$/.test(previous) && !/\b(INTO|TABLE|INDEX|ON|REFERENCES)\s+\S+$/i.test(line)) return '';
  return ' ';
}

/** A statement in one line, cut in its middle: verb, table, …, last clause. Whole where it is short. */
export function shortStatement(sql: string, limit = 64): string {
  const whole = sql.replace(/\s+/g, ' ').trim();
  if (whole.length <= limit) return whole;
  const verb = /^\w+/.exec(whole)?.[0] ?? '';
  const table = tableOf.exec(whole)?.[1] ?? '';
  const head = /^(insert|create|drop|alter|delete|update)$/i.test(verb)
    ? whole.slice(0, whole.indexOf(table) + table.length)
    : `${verb} ${table}`.trim();
  const lines = formatStatement(sql).split('\n');
  const last = (lines.at(-1) ?? '').trim();
  const tail = lines.length > 1 && !/^FROM\b/i.test(last) ? last : '';
  const room = Math.max(12, limit - head.length - 3);
  return tail ? `${head} … ${tail.length > room ? `${tail.slice(0, room)}…` : tail}` : `${head} …`;
}
