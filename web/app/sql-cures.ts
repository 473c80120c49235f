import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { Cure } from '../features/editor/problem.ts';
import type { StoredFile } from '../features/project/stored-project.ts';
import { eagerEdits, eagerOption, type RepeatedStatements } from '../features/sqllog/repeated-statements.ts';
import type { Messages } from '../ui/messages/messages.ts';
import { findAttribute } from './locate-error.ts';

type Models = SchemaSnapshot['models'];

/** What writes the option that ends an N + 1 into the query that gave the objects; null where the query is not found. */
export function eagerCure(group: RepeatedStatements, models: Models, files: readonly StoredFile[], messages: Messages): Cure | null {
  const option = eagerOption(group, models);
  const { file, line } = group.source ?? { file: null, line: null };
  const text = files.find(({ path }) => path === file)?.text;
  if (!option || file === null || line === null || text === undefined) return null;
  const edits = eagerEdits(text, line, option);
  return edits && { label: messages.sqllog.addToLine(edits.at(-1)!.line), path: file, edits };
}

/** What gives a column its index, in the model of its table; null where the column is not written as `db.Column(…)` in one line. */
export function indexCure(table: string, column: string, models: Models, files: readonly StoredFile[], messages: Messages): Cure | null {
  const model = models.find((one) => one.table === table);
  const attribute = model?.attributes.find((one) => one.column === column)?.name;
  if (!model || attribute === undefined) return null;
  const place = findAttribute(files, model.name, attribute);
  const source = files.find(({ path }) => path === place?.path)?.text.split('\n')[(place?.line ?? 0) - 1];
  if (!place || source === undefined || !new RegExp(`^\\s*['"]?${attribute}['"]?\\s*:\\s*db\\.Column\\(`).test(source)) return null;
  const end = callEnd(source, source.indexOf('db.Column(') + 'db.Column'.length);
  if (end < 0) return null;
  const options = /,\s*\{\s*([^{}]*?)\s*(\})\s*$/.exec(source.slice(0, end));
  if (options?.[1] && /\bindex\s*:/.test(options[1])) return null;
  const brace = options ? options.index + options[0].lastIndexOf('}') : -1;
  const at = options ? source.slice(0, brace).trimEnd().length + 1 : end + 1;
  const text = options ? `${options[1] && !options[1].endsWith(',') ? ',' : ''} index: true${options[1] ? '' : ' '}` : ', { index: true }';
  return {
    label: messages.sqllog.addIndex,
    path: place.path,
    edits: [{ line: place.line, column: at, endLine: place.line, endColumn: at, text }],
  };
}

/** Where the parenthesis that opens at `start` closes; -1 where it does not in this line. */
function callEnd(source: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at++) {
    const char = source[at]!;
    if (quote) {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"' || char === '`') quote = char;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The table behind a name of a statement: `users` of `users AS users_1`. */
export function tableOfName(name: string, sql: string, tables: readonly string[]): string | null {
  if (tables.includes(name)) return name;
  const plain = name.replace(/[^\w$]/g, '');
  const real = new RegExp(`([\\w$]+)"?\\s+AS\\s+"?${plain.replaceAll('$', '\\$')}\\b`, 'i').exec(sql)?.[1];
  return real !== undefined && tables.includes(real) ? real : null;
}
