import { escapePattern } from '../../lib/escape-pattern.ts';
import { cureHere, type Detector, type Mistake } from './mistake.ts';
import { nearestName } from './nearest-name.ts';
import { insertAt, replaceInLine, type SourceText } from './source-text.ts';

/** What SQLite says: of the first line only, the rest is the statement. */
const said = (message: string, pattern: RegExp): RegExpExecArray | null => pattern.exec(message.split('\n[')[0]!);

const attributeOf = (column: string): string => column.split('.').at(-1)!;

const noSuchTable: Detector = (evidence) => {
  const { error, files, source, place } = evidence;
  const table = said(error.message, /no such table: (?:main\.)?(\S+)/)?.[1];
  if (table === undefined) return null;
  const nearest = nearestName(table, files.tables);
  if (!nearest && files.tables.includes(table) && isModels(place.path)) return { code: 'no-such-table-yet', facts: { table } };
  const edit = nearest ? replaceInLine(source, place.line, table, nearest) : null;
  return { code: 'no-such-table', facts: { table, nearest: nearest ?? '' }, cure: cureHere(evidence, 'write', nearest ?? '', edit) };
};

const noSuchColumn: Detector = (evidence) => {
  const { error, files, source, place } = evidence;
  const column = said(error.message, /no such column: (\S+)/)?.[1] ?? said(error.message, /has no column named (\S+)/)?.[1];
  if (column === undefined) return null;
  const nearest = nearestName(attributeOf(column), files.attributes);
  const edit = nearest ? replaceInLine(source, place.line, attributeOf(column), nearest) : null;
  return { code: 'no-such-column', facts: { column, nearest: nearest ?? '' }, cure: cureHere(evidence, 'write', nearest ?? '', edit) };
};

const unique: Detector = ({ error }) => {
  const columns = said(error.message, /UNIQUE constraint failed: (.+)/)?.[1];
  if (columns === undefined) return null;
  const value = columns.includes(',') ? null : valueOf(error.message, attributeOf(columns));
  return { code: 'unique', facts: { columns, value: value ?? '' } };
};

const notNull: Detector = ({ error }) => {
  const column = said(error.message, /NOT NULL constraint failed: (\S+)/)?.[1];
  return column === undefined ? null : { code: 'not-null', facts: { column, attribute: attributeOf(column) } };
};

const foreignKey: Detector = ({ error, files }) => {
  if (!said(error.message, /FOREIGN KEY constraint failed/)) return null;
  const [, verb = '', table = ''] = /^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)/i.exec(error.facts['statement'] ?? '') ?? [];
  if (/^delete/i.test(verb)) return { code: 'foreign-key-delete', facts: { table } };
  const dangling = keysOf(files, table).flatMap((column) => {
    const value = valueOf(error.message, column);
    return value && value !== 'null' ? [`${column} = ${value}`] : [];
  });
  return { code: 'foreign-key', facts: { table, value: dangling.join(', ') } };
};

/** SQLite makes no table of no columns, and says no more than where it stopped reading. */
const noColumns: Detector = ({ error, files }) => {
  const written = /CREATE TABLE (?:IF NOT EXISTS )?("(?:[^"]|"")+"|\S+) \(\s*\)/i.exec(error.message)?.[1];
  if (written === undefined || !/near "\)": syntax error/.test(error.message)) return null;
  const table = written.replace(/^"|"$/g, '').replaceAll('""', '"');
  const mistake: Mistake = { code: 'no-columns', facts: { table } };
  for (const path of files.paths) {
    const at = files.text(path).search(new RegExp(`db\\.(?:Table|Model)\\(\\s*['"\`]${escapePattern(table)}['"\`]`));
    if (at >= 0) return { ...mistake, place: { path, line: files.text(path).slice(0, at).split('\n').length } };
  }
  return mistake;
};

const syntax: Detector = ({ error }) => {
  const near = said(error.message, /near (".*?"): syntax error/)?.[1] ?? (said(error.message, /incomplete input/) ? 'its end' : undefined);
  return near === undefined ? null : { code: 'sql-syntax', facts: { near } };
};

const pendingRollback: Detector = (evidence) => {
  const { error, place, source } = evidence;
  if (error.code !== 'pending-rollback') return null;
  const cause = /Original exception was: (?:\([^)]*\) )?(.*)/.exec(error.message)?.[1] ?? '';
  const indent = /^\s*/.exec(source)![0];
  const edit = insertAt(place.line, 1, `${indent}db.session.rollback();\n`);
  return { code: 'pending-rollback', facts: { cause }, cure: cureHere(evidence, 'insert', 'db.session.rollback()', edit) };
};

const noResult: Detector = (evidence) => {
  const { error, source, place } = evidence;
  const code = error.code === 'no-result' ? 'no-result' : error.code === 'multiple-results' ? 'multiple-results' : null;
  if (code === null) return null;
  const edit = replaceInLine(source, place.line, /\.one\(\)/, '.first()');
  return { code, facts: {}, cure: cureHere(evidence, 'write', 'first()', edit) };
};

/** The value of a column in the statement that failed, as the message writes its parameters. */
function valueOf(message: string, column: string): string | null {
  const names = /INSERT INTO \S+ \(([^)]*)\) VALUES/i
    .exec(message)?.[1]
    ?.split(',')
    .map((name) => name.trim().replaceAll('"', ''));
  const at = names?.indexOf(column) ?? -1;
  const params = /\[parameters: \((.*)\)\]/s.exec(message)?.[1];
  // With many rows in one statement nobody knows which of them it was.
  const values = params?.match(/'(?:[^'\\]|\\.)*'|[^,\s]+/g) ?? [];
  return at < 0 || names?.length !== values.length ? null : (values[at] ?? null);
}

/** Columns of a table that have a foreign key. */
function keysOf(files: SourceText, table: string): string[] {
  return files.paths.flatMap((path) => {
    const model = new RegExp(`db\\.(?:Model|Table)\\(\\s*['"]${table}['"][\\s\\S]*?(?=\\n(?:export|class|const)\\b|$(?![\\s\\S]))`).exec(
      files.text(path),
    );
    return [...(model?.[0] ?? '').matchAll(/(\w+)\s*:\s*db\.Column\([^\n]*ForeignKey/g)].map((match) => match[1]!);
  });
}

const isModels = (path: string): boolean => path === 'models.ts' || path.startsWith('models/');

export const databaseDetectors: readonly Detector[] = [
  pendingRollback,
  noSuchTable,
  noSuchColumn,
  unique,
  notNull,
  foreignKey,
  noColumns,
  syntax,
  noResult,
];
