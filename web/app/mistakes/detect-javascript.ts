import { escapePattern } from '../../lib/escape-pattern.ts';
import { type CurePlan, cureHere, type Detector, type Evidence, type Mistake } from './mistake.ts';
import { nearestName } from './nearest-name.ts';
import { insertAt, replaceInLine } from './source-text.ts';

const listMethods = new Set(
  'map forEach reduce some every find findIndex findLast flatMap flat includes indexOf push sort slice reverse at entries values keys toSorted'.split(
    ' ',
  ),
);
/** What a query answers to, as far as a slip of the finger can mean it. */
const queryMethods =
  'all first one oneOrNone get count filter filterBy orderBy limit offset join outerjoin options paginate distinct groupBy having exists scalar update delete session query addAll commit rollback flush execute createAll dropAll'.split(
    ' ',
  );

const comparisons: Readonly<Record<string, string>> = {
  '===': 'eq',
  '==': 'eq',
  '!==': 'ne',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};

const compared: Detector = (evidence) => {
  const { error, source, place } = evidence;
  if (!/a condition was expected, not (?:true|false)/.test(error.message)) return null;
  const found = /([A-Za-z_$][\w$]*(?:\.[\w$]+)+)\s*(===|!==|==|!=|<=|>=|<(?!=)|>(?!=))\s*('[^']*'|"[^"]*"|`[^`]*`|[\w$.]+)/.exec(
    source.replace(/=>/g, '  '),
  );
  if (!found) return { code: 'compared-in-javascript', facts: { operator: '===', method: 'eq' } };
  const [all, left = '', operator = '', right = ''] = found;
  const method = comparisons[operator]!;
  const column = found.index + 1;
  const edit = { line: place.line, column, endLine: place.line, endColumn: column + all.length, text: `${left}.${method}(${right})` };
  return { code: 'compared-in-javascript', facts: { operator, method }, cure: cureHere(evidence, 'write', edit.text, edit) };
};

/** `q.map is not a function`, `models_1.User.query.frist is not a function`. */
const notAFunction: Detector = (evidence) => {
  const { error, source, place } = evidence;
  const chain = /^(.*?) is not a function/.exec(error.message)?.[1]?.replace(/^\(intermediate value\)/, '');
  if (chain === undefined || error.name !== 'TypeError') return null;
  const name = chain.split('.').at(-1)!.replace(/\W.*$/, '');
  if (listMethods.has(name)) {
    const at = source.search(new RegExp(`(?:\\?\\.|\\.)${escapePattern(name)}\\s*\\(`));
    const edit = at < 0 ? null : insertAt(place.line, at + 1, '.all()');
    return { code: 'query-not-executed', facts: { method: name }, cure: cureHere(evidence, 'insert', '.all()', edit) };
  }
  const nearest = nearestName(name, queryMethods);
  if (!nearest) return null;
  const edit = replaceInLine(source, place.line, name, nearest);
  return { code: 'misspelt-method', facts: { name, nearest: `${nearest}()` }, cure: cureHere(evidence, 'write', nearest, edit) };
};

/** A class that is undefined although it is imported: it is not exported, or not yet. */
const notThere: Detector = (evidence) => {
  const { error, files, place, source } = evidence;
  if (error.name !== 'TypeError') return null;
  const made = /^\w+_\d+\.(\w+) is not a constructor/.exec(error.message)?.[1];
  const read = /^Cannot read properties of undefined \(reading '(\w+)'\)/.exec(error.message)?.[1];
  const name = made ?? (read ? new RegExp(`\\b([A-Z]\\w*)\\.${read}\\b`).exec(source)?.[1] : undefined);
  const imported = name ? files.imports(place.path).find((one) => one.name === name) : undefined;
  if (!name || !imported?.file) return null;
  const there = files.classPlace(name);
  if (there && there.path === imported.file && !there.isExported) {
    const column = /^\s*/.exec(files.line(there.path, there.line))![0].length + 1;
    const cure: CurePlan = { label: 'export', what: name, path: there.path, edits: [insertAt(there.line, column, 'export ')] };
    return { code: 'missing-export', facts: { name, file: there.path }, place: there, cure };
  }
  if (there?.isExported && isReached(evidence, imported.file, place.path)) {
    return { code: 'circular-import', facts: { name, file: place.path, other: imported.file } };
  }
  const nearest = nearestName(name, files.classes);
  if (there || !nearest) return null;
  return { code: 'misspelt-attribute', facts: { name, owner: imported.file, nearest } };
};

/** True where `from` imports `to`, directly or through others. */
function isReached({ files }: Evidence, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const targets = files.imports(from).flatMap(({ file }) => (file ? [file] : []));
  return targets.includes(to) || targets.some((file) => isReached({ files } as Evidence, file, to, seen));
}

const undefinedRead: Detector = (evidence) => {
  const { error, files, place, source } = evidence;
  const [, kind = '', name = ''] = /^Cannot read properties of (undefined|null) \(reading '([^']+)'\)/.exec(error.message) ?? [];
  if (!kind) return null;
  const at = new RegExp(`([\\w$]+)(\\(\\))?\\s*\\.${escapePattern(name)}(?![\\w$])`).exec(source);
  if (kind === 'null') {
    const dot = at ? at.index + at[0].length - name.length : null;
    const edit = dot === null ? null : insertAt(place.line, dot, '?');
    return { code: 'null-read', facts: { name }, cure: cureHere(evidence, 'write', `?.${name}`, edit) };
  }
  const before = at?.[1];
  const nearest = before && !files.attributes.includes(before) ? nearestName(before, files.attributes) : null;
  if (!before || !nearest) return { code: 'undefined-read', facts: { name } };
  const edit = replaceInLine(source, place.line, before, nearest);
  return { code: 'misspelt-attribute', facts: { name: before, nearest }, cure: cureHere(evidence, 'write', nearest, edit) };
};

const unknownName: Detector = (evidence) => {
  const { error, files, place } = evidence;
  const name = /^(\w+) is not defined$/.exec(error.message)?.[1];
  if (name === undefined || error.name !== 'ReferenceError') return null;
  const exporter = files.paths.find(
    (path) =>
      path !== place.path &&
      new RegExp(`^\\s*export\\s+(?:abstract\\s+)?(?:class|const|let|function)\\s+${name}\\b`, 'm').test(files.text(path)),
  );
  if (exporter) {
    const from = `./${exporter.replace(/\.ts$/, '')}`;
    const edit = importEdit(evidence, name, from);
    return { code: 'name-not-imported', facts: { name, from }, cure: cureHere(evidence, 'import', name, edit) };
  }
  const nearest = nearestName(name, [...files.classes, ...files.imports(place.path).map((one) => one.name)]);
  const edit = nearest ? replaceInLine(evidence.source, place.line, name, nearest) : null;
  return { code: 'unknown-name', facts: { name, nearest: nearest ?? '' }, cure: cureHere(evidence, 'write', nearest ?? '', edit) };
};

/** Into the import that is there already, or as a line of its own. */
function importEdit({ files, place }: Evidence, name: string, from: string) {
  const lines = files.text(place.path).split('\n');
  const pattern = new RegExp(`^(\\s*import\\s*\\{[^}]*?)(\\s*\\}\\s*from\\s*['"]${escapePattern(from)}(?:\\.ts)?['"])`);
  for (const [index, line] of lines.entries()) {
    const found = pattern.exec(line);
    if (found) return insertAt(index + 1, found[1]!.length + 1, `, ${name}`);
  }
  return insertAt(1, 1, `import { ${name} } from '${from}';\n`);
}

const withoutNew: Detector = (evidence) => {
  const name = /^Class constructor (\w+) cannot be invoked without 'new'/.exec(evidence.error.message)?.[1];
  if (name === undefined) return null;
  const edit = replaceInLine(evidence.source, evidence.place.line, new RegExp(`\\b${name}(?=\\()`), `new ${name}`);
  return { code: 'called-without-new', facts: { name }, cure: cureHere(evidence, 'write', `new ${name}`, edit) };
};

const textNotStatement: Detector = (evidence) => {
  const { error, source, place } = evidence;
  if (error.code !== 'not-executable') return null;
  const edit = replaceInLine(source, place.line, /(?<=\.(?:execute|scalars?)\(\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)/, 'X');
  const literal = edit && source.slice(edit.column - 1, edit.endColumn - 1);
  const cured = edit && { ...edit, text: `db.text(${literal})` };
  return { code: 'text-not-statement', facts: {}, cure: cureHere(evidence, 'write', "db.text('…')", cured) };
};

const unknownFile: Detector = (evidence) => {
  const { specifier, from, files: known } = evidence.error.facts;
  if (evidence.error.code !== 'unknown-file' || !specifier || from === undefined || !known) return null;
  const written = specifier.split('/').at(-1)!.replace(/\.ts$/, '');
  const nearest = nearestName(
    written,
    known.split(', ').map((path) => path.split('/').at(-1)!.replace(/\.ts$/, '')),
  );
  if (!nearest) return null;
  const meant = specifier.replace(new RegExp(`${escapePattern(written)}(\\.ts)?$`), nearest);
  const line = evidence.files
    .text(from)
    .split('\n')
    .findIndex((text) => text.includes(`'${specifier}'`) || text.includes(`"${specifier}"`));
  const edit =
    line < 0
      ? null
      : replaceInLine(evidence.files.line(from, line + 1), line + 1, new RegExp(`(?<=['"])${escapePattern(specifier)}(?=['"])`), meant);
  const mistake: Mistake = { code: 'unknown-file-near', facts: { specifier, nearest: meant } };
  return edit
    ? { ...mistake, place: { path: from, line: line + 1 }, cure: { label: 'write', what: `'${meant}'`, path: from, edits: [edit] } }
    : mistake;
};

export const javascriptDetectors: readonly Detector[] = [
  compared,
  notThere,
  notAFunction,
  undefinedRead,
  unknownName,
  withoutNew,
  textNotStatement,
  unknownFile,
];
