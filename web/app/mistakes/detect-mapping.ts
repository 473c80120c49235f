import { escapePattern } from '../../lib/escape-pattern.ts';
import { type ErrorPlace, findAttribute } from '../locate-error.ts';
import { type CurePlan, cureHere, type Detector, type Evidence } from './mistake.ts';
import { nearestName } from './nearest-name.ts';
import { insertAt, replaceInLine, type SourceText } from './source-text.ts';

const filesOf = (files: SourceText): { path: string; text: string }[] => files.paths.map((path) => ({ path, text: files.text(path) }));

/** Puts options into the options of a relationship, behind their opening brace. */
function withOption(files: SourceText, entity: string, attribute: string, option: string): CurePlan['edits'] | null {
  const place = findAttribute(filesOf(files), entity, attribute);
  if (!place) return null;
  for (let line = place.line; line < place.line + 4; line++) {
    const source = files.line(place.path, line);
    const options = /db\.relationship\((?:[^{}]*?),\s*\{/.exec(source);
    if (options) return [insertAt(line, options.index + options[0].length + 1, ` ${option},`)];
    const bare = /db\.relationship\(\s*(?:\(\)\s*=>\s*\w+|'[^']*')(?=\s*\))/.exec(source);
    if (bare) return [insertAt(line, bare.index + bare[0].length + 1, `, { ${option} }`)];
  }
  return null;
}

const cureAt = (path: string, label: CurePlan['label'], what: string, edits: CurePlan['edits'] | null): CurePlan | null =>
  edits && { label, what, path, edits };

const ambiguous: Detector = ({ error, files }) => {
  const { entity, attribute, table, target, targetTable } = error.facts;
  if (error.code !== 'ambiguous-foreign-keys' || !entity || !attribute) return null;
  const sides = [
    { model: entity, to: targetTable },
    { model: target, to: table },
  ];
  const keys = sides.flatMap(({ model, to }) => (model && to ? keysTo(files, model, to).map((column) => `${model}.${column}`) : []));
  const place = findAttribute(filesOf(files), entity, attribute);
  const partner = place && /backPopulates:\s*'(\w+)'/.exec(blockAt(files, place.path, place.line))?.[1];
  const meant = keys.find((key) => [attribute, partner].some((name) => name && key.split('.')[1]!.startsWith(name)));
  const option = meant && `foreignKeys: () => [${meant}]`;
  const mine = option ? withOption(files, entity, attribute, option) : null;
  const theirs = option && partner && target ? withOption(files, target, partner, option) : [];
  const edits = mine && theirs && [...mine, ...theirs];
  return {
    code: 'ambiguous-foreign-keys',
    facts: { entity, attribute, keys: keys.join(', ') },
    cure: place && meant ? cureAt(place.path, 'insert', option!, edits) : null,
  };
};

/** A relationship's definition: from its line on, a few lines. */
const blockAt = (files: SourceText, path: string, line: number): string =>
  [0, 1, 2, 3]
    .map((step) => files.line(path, line + step))
    .join('\n')
    .split(/\n\s*(?:get\s|\}\))/)[0]!;

/** Columns of a model that refer to a table. */
function keysTo(files: SourceText, model: string, table: string): string[] {
  const place = files.classPlace(model);
  if (!place) return [];
  const body = files
    .text(place.path)
    .split('\n')
    .slice(place.line - 1)
    .join('\n')
    .split(/\n\s*(?:export\s+)?class\s/)[0]!;
  return [...body.matchAll(new RegExp(`(\\w+)\\s*:\\s*db\\.Column\\([^\\n]*ForeignKey\\(\\s*['"]${escapePattern(table)}\\.`, 'g'))].map(
    (match) => match[1]!,
  );
}

const uselist: Detector = ({ error, files }) => {
  const { entity, attribute } = error.facts;
  if (!entity || !attribute || !/is a many-to-one relationship/.test(error.message)) return null;
  const place = findAttribute(filesOf(files), entity, attribute);
  const edits = withOption(files, entity, attribute, 'uselist: false');
  return { code: 'uselist-missing', facts: { entity, attribute }, cure: place && cureAt(place.path, 'insert', 'uselist: false', edits) };
};

const backPopulates: Detector = ({ error, files }) => {
  const { entity, attribute } = error.facts;
  const name = /has no property '(\w+)': backPopulates/.exec(error.message)?.[1];
  if (!entity || !attribute || name === undefined) return null;
  const nearest = nearestName(name, files.attributes);
  const place = findAttribute(filesOf(files), entity, attribute);
  const cure = place && nearest ? cureBelow(files, place.path, place.line, `'${name}'`, `'${nearest}'`) : null;
  return { code: 'back-populates-missing', facts: { entity, attribute, name, nearest: nearest ?? '' }, cure };
};

/** Replaces a text on the line or on one of the few below it. */
function cureBelow(files: SourceText, path: string, line: number, found: string, text: string): CurePlan | null {
  for (let at = line; at < line + 4; at++) {
    const edit = replaceInLine(files.line(path, at), at, new RegExp(escapePattern(found)), text);
    if (edit) return { label: 'write', what: text, path, edits: [edit] };
  }
  return null;
}

/** The line of `db.ForeignKey('role.id')`. */
function findKey(files: SourceText, target: string): { path: string; line: number } | null {
  for (const path of files.paths) {
    const at = files
      .text(path)
      .split('\n')
      .findIndex((line) => new RegExp(`ForeignKey\\(\\s*['"]${escapePattern(target)}['"]`).test(line));
    if (at >= 0) return { path, line: at + 1 };
  }
  return null;
}

const referredTable: Detector = ({ error, files }) => {
  const [, column = '', table = '', target = ''] =
    /column '([^']+)' could not find table '([^']+)' with which to generate a foreign key to target column '([^']+)'/.exec(error.message) ??
    [];
  if (!table) return null;
  const nearest = nearestName(table, files.tables);
  const place = findKey(files, `${table}.${target}`);
  const cure = place && nearest ? cureBelow(files, place.path, place.line, `${table}.${target}`, `${nearest}.${target}`) : null;
  return { code: 'unknown-referred-table', facts: { column, table, nearest: nearest ?? '' }, cure, ...(place ? { place } : {}) };
};

/** The mapping finds no key where the key's own table is misspelt: the key is what is wrong. */
const keyToNowhere: Detector = ({ error, files }) => {
  if (error.code !== 'no-foreign-keys') return null;
  for (const path of files.paths) {
    for (const [index, line] of files.text(path).split('\n').entries()) {
      const [, column = '', table = '', target = ''] = /(\w+)\s*:\s*db\.Column\(.*ForeignKey\(\s*['"](\w+)\.(\w+)['"]/.exec(line) ?? [];
      if (!table || files.tables.includes(table)) continue;
      const nearest = nearestName(table, files.tables);
      if (!nearest) continue;
      const place = { path, line: index + 1 };
      const cure = cureBelow(files, path, place.line, `${table}.${target}`, `${nearest}.${target}`);
      return { code: 'unknown-referred-table', facts: { column, table, nearest }, cure, place };
    }
  }
  return null;
};

const referredColumn: Detector = ({ error, files }) => {
  const [, referred = '', table = ''] = /ForeignKey '([^']+)' on table '([^']+)'/.exec(error.message) ?? [];
  if (error.code !== 'no-referenced-column' || !referred) return null;
  const [to = '', name = ''] = referred.split('.');
  const nearest = nearestName(name, files.attributes);
  const place = findKey(files, referred);
  const cure = place && nearest ? cureBelow(files, place.path, place.line, referred, `${to}.${nearest}`) : null;
  const facts = { column: table, referred, nearest: nearest ? `${to}.${nearest}` : '' };
  return { code: 'unknown-referred-column', facts, cure, ...(place ? { place } : {}) };
};

const hidden: Detector = ({ error, files }) => {
  const [, entity = '', name = ''] = /^(\w+) declares a field '(\w+)' that hides/.exec(error.message) ?? [];
  const owner = entity ? files.classPlace(entity) : null;
  if (!owner) return null;
  const lines = files.text(owner.path).split('\n');
  const at = lines.findIndex(
    (line, index) => index >= owner.line && new RegExp(`^\\s*(?:public\\s+)?${name}[!?]?\\s*[:=;]`).test(line) && !/db\./.test(line),
  );
  if (at < 0) return { code: 'hidden-attribute', facts: { entity, name } };
  const edit = { line: at + 1, column: 1, endLine: at + 2, endColumn: 1, text: '' };
  return {
    code: 'hidden-attribute',
    facts: { entity, name },
    place: { path: owner.path, line: at + 1 },
    cure: cureAt(owner.path, 'remove', lines[at]!.trim(), [edit]),
  };
};

const twice: Detector = ({ error }) => {
  const table = /Table '([^']+)' is already defined/.exec(error.message)?.[1];
  return table === undefined ? null : { code: 'table-twice', facts: { table } };
};

const noPrimaryKey: Detector = (evidence: Evidence) => {
  const { error, files } = evidence;
  const table = /could not assemble any primary key columns for mapped table '([^']+)'/.exec(error.message)?.[1];
  if (table === undefined) return null;
  for (const path of files.paths) {
    const lines = files.text(path).split('\n');
    for (const [index, line] of lines.entries()) {
      const head = new RegExp(`db\\.Model\\(\\s*['"]${escapePattern(table)}['"]\\s*,\\s*\\{`).exec(line);
      if (!head) continue;
      const id = 'id: db.Column(db.Integer, { primaryKey: true }),';
      const isOpen = head.index + head[0].length === line.trimEnd().length;
      const edit = isOpen ? insertAt(index + 2, 1, `  ${id}\n`) : insertAt(index + 1, head.index + head[0].length + 1, ` ${id}`);
      return {
        code: 'no-primary-key',
        facts: { table },
        place: { path, line: index + 1 },
        cure: cureAt(path, 'insert', id.slice(0, -1), [edit]),
      };
    }
  }
  return { code: 'no-primary-key', facts: { table } };
};

const wrongKey: Detector = (evidence) => {
  const { error, source, place } = evidence;
  const [, name = '', entity = '', known = ''] = /^'(\w+)' is an invalid keyword argument for (\w+); it has (.*)/.exec(error.message) ?? [];
  if (!name) return null;
  const nearest = nearestName(name, known.split(', '));
  const edit = nearest ? replaceInLine(source, place.line, name, nearest) : null;
  return {
    code: 'wrong-key',
    facts: { name, entity, known, nearest: nearest ?? '' },
    cure: cureHere(evidence, 'write', nearest ?? '', edit),
  };
};

const misspeltFilter: Detector = (evidence) => {
  const { error, source, place } = evidence;
  const [, name = '', owner = '', known = ''] = /has no property "(\w+)": (\w+) has (.*)/.exec(error.message) ?? [];
  if (!name) return null;
  const nearest = nearestName(name, known.split(', '));
  const edit = nearest ? replaceInLine(source, place.line, name, nearest) : null;
  return {
    code: 'misspelt-attribute',
    facts: { name, owner, nearest: nearest ?? '' },
    cure: cureHere(evidence, 'write', nearest ?? '', edit),
  };
};

/** A value is refused when it is sent, far from where it was written; that is looked for, and only one place is believed. */
function whereWritten(files: SourceText, attribute: string, value: string): ErrorPlace | null {
  const pattern = new RegExp(`(?<![\\w$])${escapePattern(attribute)}\\s*[:=]\\s*${escapePattern(value)}(?![\\w.])`);
  const found = files.paths.flatMap((path) =>
    files
      .text(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1 }] : [])),
  );
  return found.length === 1 ? found[0]! : null;
}

const wrongType: Detector = ({ error, files, place }) => {
  const [, attribute = '', takes = '', value = ''] =
    /^(\w+\.\w+): (?:[A-Z]\w*(?:\([^)]*\))? )?takes (.*), not (.*)$/s.exec(error.message) ?? [];
  if (!attribute) return null;
  const at = whereWritten(files, attribute.split('.')[1]!, value) ?? place;
  const number = /^'(-?\d+(?:\.\d+)?)'$/.exec(value)?.[1];
  const edit = number ? replaceInLine(files.line(at.path, at.line), at.line, new RegExp(escapePattern(value)), number) : null;
  return { code: 'wrong-type', facts: { attribute, takes, value }, place: at, cure: edit && cureAt(at.path, 'write', number!, [edit]) };
};

const detached: Detector = ({ error }) => {
  if (error.code !== 'detached-instance') return null;
  return { code: 'detached', facts: { attribute: /attribute '(\w+)'/.exec(error.message)?.[1] ?? '' } };
};

const askedDatabase: Detector = ({ error }) =>
  /^models are evaluated without a database/.test(error.message) ? { code: 'models-ask-database', facts: {} } : null;

const notPersisted: Detector = ({ error }) => (/is not persisted/.test(error.message) ? { code: 'not-persisted', facts: {} } : null);

const notAModel: Detector = ({ error }) => (error.code === 'unmapped-instance' ? { code: 'not-a-model-object', facts: {} } : null);

export const mappingDetectors: readonly Detector[] = [
  ambiguous,
  uselist,
  backPopulates,
  referredTable,
  keyToNowhere,
  referredColumn,
  hidden,
  twice,
  noPrimaryKey,
  wrongKey,
  misspeltFilter,
  wrongType,
  detached,
  askedDatabase,
  notPersisted,
  notAModel,
];
