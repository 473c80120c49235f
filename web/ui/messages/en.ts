import { dataEn, sessionEn } from './data-en.ts';
import { deskEn } from './desk-en.ts';
import type { Noun } from './english-nouns.ts';
import * as nouns from './english-nouns.ts';
import { historyEn } from './history-en.ts';
import { sqlEn } from './sql-en.ts';

/** Every text of the page. A message with facts is a plain function; plurals go through `Intl.PluralRules`. */
const rules = new Intl.PluralRules('en');
/** `plural(2, 'row', 'rows')` is `2 rows`. */
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;

/** `a`, `a and b`, `a, b and c`. */
const conjunction = new Intl.ListFormat('en', { type: 'conjunction' });
const list = (parts: readonly string[]): string => conjunction.format(parts);
/** One digit where one says something. */
const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms).toLocaleString('en')} ms` : `${(ms / 1000).toFixed(1)} s`;

/** A sentence for an error, the thing first, and the way out where one is known; `null` where the facts do not suffice. */
export type ErrorWords = (facts: Readonly<Record<string, string>>) => readonly [sentence: string, wayOut: string | null] | null;

/** The errors that have words of their own here; any other says its own message. */
export type ErrorCode =
  | 'models-do-not-end'
  | 'unknown-import'
  | 'unknown-file'
  | 'runtime-not-loaded'
  | 'no-models'
  | 'models-export-nothing'
  | 'await-in-import'
  | 'thrown-value'
  | 'no-foreign-keys';

export const en = {
  lang: 'en',
  app: {
    rows: (count: number): string => plural(count, 'row', 'rows'),
    name: 'Crowfoot',
    workspace: 'Files and tables',
    editor: 'Editor',
    lower: 'Results, SQL and problems',
    diagram: 'Diagram',
    panes: 'Panes',
    run: 'Run',
    runFile: (file: string): string => `Run ${file}`,
    runOther: 'Choose the file to run',
    stop: 'Stop',
    stopFile: (file: string, seconds: number | null): string => (seconds === null ? `Stop ${file}` : `Stop ${file}, ${seconds} s`),
    running: (file: string, statements: number, time: string): string =>
      `${file}, ${plural(statements, 'statement', 'statements')}, ${time}`,
    rebuilt: 'Rebuilt each run',
    rebuiltWhy: 'Every run makes the data anew from models.ts and seed.ts, then runs the file.',
    keptData: 'Data kept',
    keptWhy: 'Runs go on the data as they are. models.ts and seed.ts do not make them anew.',
    objectsGone: 'The objects of this run are gone. Run again to open it.',
    export: 'Export',
    exportSqlite: 'Database as .sqlite',
    exportSources: 'Sources as .json',
    noDatabase: 'There is no database yet. Run a file first.',
    exported: (file: string): string => `${file} is on its way to your downloads.`,
    theme: 'Theme',
    themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
    language: 'Language',
    languages: { en: 'English', zh: '中文' },
    textSize: 'Text size',
    textLarger: 'Larger text',
    textSmaller: 'Smaller text',
    textNormal: 'Normal text',
    save: 'Save',
    savedAt: (time: string): string => `saved ${time}`,
    lastRun: (file: string, time: string): string => `${file} ran ${time}`,
    saved: 'Saved',
    notSaved: 'not saved yet',
    sample: 'sample, not changed',
    saveRefused: 'not saved',
    cursor: (line: number, column: number): string => `Ln ${line}, Col ${column}`,
    typescript: 'TypeScript',
    problems: (count: number): string => plural(count, 'problem', 'problems'),
    offline: 'offline',
    results: 'Results',
    sql: 'SQL',
    session: 'Session',
    problemsTab: 'Problems',
    code: 'Code',
    more: 'More',
    startedFrom: (files: readonly string[]): string => `Started from ${list(files)}`,
    startedCached: (files: readonly string[]): string => `Started from ${list(files)}, unchanged since the run before`,
    duration: (ms: number): string => (ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`),
    fileAndTime: (file: string, time: string): string => `${file}, ${time}`,
    runWaits: (file: string): string => `Run waits until ${file} is right`,
    fromLastRun: (time: string, file: string): string => `From the last run, ${time}. New results replace these when ${file} has run.`,
    beforeEdits: (time: string): string => `These results are of ${time}, before your last edits.`,
    runAgain: 'Run again',
    lastRunAt: (time: string): string => `Results, data and diagram are those of the last run, ${time}.`,
    ranWith: (file: string, blocks: number, time: string): string => `${file}: ${plural(blocks, 'value', 'values')}, ${time}.`,
    runFailed: (file: string, sentence: string): string => `${file} stopped. ${sentence}`,
    uncommitted: (added: number, changed: number, deleted: number): string => {
      const parts = [
        added ? plural(added, 'new object', 'new objects') : '',
        changed ? plural(changed, 'changed object', 'changed objects') : '',
        deleted ? plural(deleted, 'deleted object', 'deleted objects') : '',
      ].filter(Boolean);
      return `${list(parts)} ${added + changed + deleted === 1 ? 'was' : 'were'} never committed. Add db.session.commit().`;
    },
    addCommit: 'Add commit()',
    lastsUntilNextRun: (rows: number): string =>
      `${rows === 1 ? 'This row lasts' : `These ${rows.toLocaleString('en')} rows last`} until the next Run, which makes the data anew from models.ts and seed.ts.`,
    stopped: (place: string | null): string => (place === null ? 'Stopped.' : `Stopped at ${place}.`),
    ended: {
      stopped: '',
      'too-many-messages': 'The program sent messages faster than the page reads them and was ended.',
      'message-too-large': 'The program sent a message larger than the page reads and was ended.',
      'image-too-large': 'The database has outgrown what the page can keep, and the program was ended.',
      'malformed-message': 'The program sent something that is no message of the runtime and was ended.',
      silent: 'The program used up its memory and was ended.',
      navigated: 'The program’s frame loaded another document and was ended.',
      crashed: 'The program’s worker did not start.',
    },
    kept: (line: number | null): string =>
      line === null ? 'Kept: the data as models.ts and seed.ts made them.' : `Kept: all commits up to line ${line}.`,
    lost: (statements: number): string => `Lost: ${plural(statements, 'statement that was', 'statements that were')} not committed.`,
    lostCommits: (commits: number): string => `Lost as well: ${plural(commits, 'commit', 'commits')} of the last moment.`,
    notAdded: (file: string): string => `${file} has no end of its own to add a line to.`,
    runtimeFailed: (reason: string): string => `The database engine did not load: ${reason} Nothing is lost.`,
    tryAgain: 'Try again',
    editorBlocked: 'The compiler did not arrive, so changed files cannot run. Your text is kept.',
    fault: (reason: string): string => `Something in the page failed: ${reason} Your text is kept.`,
    paneFault: (reason: string): string => `This pane failed: ${reason} Your text is kept.`,
    showAgain: 'Show it again',
    reload: 'Reload the page',
    close: 'Close',
    dropNothing: (file: string): string => `Nothing was done with ${file}. A .ts file dropped here becomes a file of the project.`,
    dropAdded: (file: string): string => `${file} is a file of the project now.`,
    dropTooLarge: (file: string): string => `${file} is larger than 1 MB and was left alone.`,
    undo: 'Undo',
    addForeignKey: (place: string): string => `Add it to ${place}`,
    splitterSide: 'Width of files and tables',
    splitterEditor: 'Width of the editor',
    splitterLower: 'Height of the results',
    toggleSide: 'Show or hide files and tables',
    toggleLower: 'Show or hide the results',
    try: {
      title: 'Try',
      close: 'Close these suggestions for good',
      required: 'Make role_id required',
      requiredHint: 'watch the line’s end',
      requiredDone: 'the line’s end changed',
      post: 'Add a Post model',
      postHint: 'a table appears',
      postDone: 'a table appeared',
      ask: "Ask for role 'User'",
      askHint: 'results and their SQL',
      askDone: 'results and their SQL are there',
      cannot: (place: string): string => `The line this would change is not in ${place} any more.`,
    },
  },
  project: {
    files: 'Files',
    tables: 'Tables',
    newFile: 'New file',
    fileName: 'Name of the file',
    fileMenu: (file: string): string => `More for ${file}`,
    renameFile: 'Rename…',
    moveUp: 'Move up',
    moveDown: 'Move down',
    removeFile: 'Remove',
    fileRemoved: (file: string): string => `${file} is removed.`,
    errors: (count: number): string => plural(count, 'error', 'errors'),
    rows: (count: number): string => plural(count, 'row', 'rows'),
    noTables: 'No tables yet. A class in models.ts makes one.',
    lastRun: 'last run',
    databaseOnly: 'In the database, not in the models',
    countsOfLastRun: 'Rows as the last run left them, before your last edits.',
    refused: {
      empty: 'A file needs a name.',
      ending: 'The name ends with .ts or .sql.',
      characters: 'Letters, digits, - and _, with / between folders.',
      taken: 'There is a file of this name.',
    },
    menu: 'Project',
    yours: 'In this browser',
    create: 'New project',
    renameProject: 'Rename…',
    projectName: 'Name of the project',
    rename: 'Rename',
    cancel: 'Cancel',
    untitled: 'Untitled',
    copyOf: (name: string): string => `${name} (copy)`,
    conflict: (name: string, time: string): string =>
      `Another tab has saved “${name}” at ${time}. Nothing of yours is written over it, and nothing of yours is lost.`,
    saveAsCopy: 'Save mine as a copy',
    loadTheirs: 'Load the other tab’s',
    savedAsCopy: (name: string): string => `Your text is in “${name}”.`,
    saveFailed: (reason: string): string =>
      `The browser refuses to keep this project${reason ? `: ${reason}` : '.'} Download its sources before you close the page.`,
    download: 'Download',
    damaged: (name: string): string => `${name ? `“${name}”` : 'A project'} cannot be read: its record is damaged. It is kept as it is.`,
    newer: (name: string, version: number, reads: number): string =>
      `${name ? `“${name}”` : 'A project'} was saved by a newer Crowfoot (format ${version}, this page reads ${reads}). It is kept as it is.`,
    downloadRecord: 'Download it',
    gone: 'This project is not there any more.',
    openModels: 'Open models.ts',
  },
  editor: {
    codeOf: (path: string): string => `Code of ${path}. Tab indents; Ctrl+M, on a Mac Ctrl+Shift+M, lets Tab leave the editor.`,
    plainCodeOf: (path: string): string => `Code of ${path}`,
    readOnlyCodeOf: (path: string): string => `Code of ${path}, to be read`,
    files: 'Open files',
    close: (path: string): string => `Close ${path}`,
    notSaved: 'not saved yet',
    errors: (count: number): string => plural(count, 'error', 'errors'),
    blocked: 'The editor did not load. The code can be read and run, not changed.',
    tryAgain: 'Load the editor again',
    cured: (what: string): string => `Done: ${what}`,
    noFile: 'No file is open. Open one from the list of files.',
    noProblems: 'No problems.',
    problems: 'Problems',
    placeOf: (path: string, line: number): string => `${path}:${line}`,
    warning: 'Warning',
    writes: (path: string, line: number): string => `${path}:${line}, what the button writes`,
    noSuchFile: (specifier: string): string => `There is no file ${specifier}.`,
    noSuchGlobal: (name: string): string => `${name} is not here.`,
    noPage: 'Code runs beside the page, without document, files or network.',
    noSuchPackage: (name: string): string => `${name} is not here.`,
    snippets: {
      model: 'A model with its table',
      column: 'A column',
      manyToOne: 'A foreign key and its many-to-one relationship',
      oneToMany: 'A one-to-many relationship',
      manyToMany: 'A table that links two others',
      query: 'Objects by an attribute, in order',
      insert: 'A new object, written',
      select: 'A statement with a condition',
    },
    onlyOwnImports: "Only crowfoot and your own files can be imported: import { db } from './db';",
  },
  diagram: {
    title: 'Diagram',
    tables: (count: number): string => plural(count, 'table', 'tables'),
    folded: (count: number): string => `${plural(count, 'link table', 'link tables')} folded`,
    tidy: 'Tidy',
    untidy: 'Put the tables back',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: (percent: number): string => `Zoom is ${percent} %. Back to 100 %`,
    percent: (percent: number): string => `${percent} %`,
    fit: 'Fit the diagram',
    more: 'More of the diagram',
    find: 'Find a table',
    findNone: (text: string): string => `No table or column is called “${text}”.`,
    close: 'Close',
    showLegend: 'Show what the feet mean',
    foldLinks: 'Fold link tables',
    foldLink: (table: string): string => `Fold ${table} into one line`,
    linkWithData: (table: string): string => `${table} links two tables and has data of its own, so it stays a table`,
    only: (table: string): string => `Show only ${table} and its neighbours`,
    onlyShown: (table: string): string => `${table} and its neighbours`,
    showAll: 'Show all',
    exportSvg: 'Download as SVG',
    exportPng: 'Download as PNG',
    copyMermaid: 'Copy as Mermaid',
    copyDbml: 'Copy as DBML',
    copied: (what: string): string => `${what} copied`,
    flow: {
      table: 'Arrow keys follow relationships. Enter opens the definition.',
      relation: 'Enter on a table opens its definition.',
      handle: 'End of a relationship',
    },
    canvas: (tables: number, relations: number): string =>
      `${plural(tables, 'table', 'tables')}, ${plural(relations, 'relationship', 'relationships')}. Arrows follow relationships, Enter opens the definition, slash finds a table.`,
    stale: (time: string, place: string): string => `Picture of ${time}, before the error at ${place}`,
    empty: 'No tables yet. Write a model in models.ts.',
    source: {
      label: 'Tables of',
      models: 'Models',
      database: 'Database',
      none: 'There is no database yet, or it has no tables. A run makes them.',
      reading: 'Reading the database…',
      failed: (reason: string): string => `The database could not be read: ${reason}`,
      same: 'As the models say',
      differ: (count: number): string => `${plural(count, 'difference', 'differences')} from the models`,
      marks: { 'only-here': 'not in the models', changed: 'not as in the models' },
      onlyModels: (name: string): string => `+ ${name}, in the models alone`,
      onlyDatabase: (name: string): string => `− ${name}, in the database alone`,
      changed: (name: string, models: string, database: string): string => `~ ${name}: ${database}, in the models ${models}`,
      spoken: (tables: number, count: number): string =>
        `The database: ${plural(tables, 'table', 'tables')}, ${plural(count, 'difference', 'differences')} from the models.`,
    },
    rows: (count: number): string => plural(count, 'row', 'rows'),
    columns: (count: number): string => plural(count, 'column', 'columns'),
    tableRole: 'table',
    relationRole: 'relationship',
    primaryKey: 'primary key',
    foreignKey: 'foreign key',
    unique: 'unique',
    indexed: 'indexed',
    mayBeNull: 'may be null',
    required: 'required',
    serverDefault: (sql: string): string => `default ${sql}`,
    computed: (sql: string): string => `computed as ${sql}`,
    refersTo: (columns: string): string => `refers to ${columns}`,
    notDefined: 'not defined',
    symbols: { one: 'exactly one', 'zero-or-one': 'zero or one', 'zero-or-many': 'zero or many' },
    /** `users.role_id: many users to zero or one role`. */
    relation: (columns: string, child: Noun, childSymbol: string, parent: Noun, parentSymbol: string): string => {
      const from = childSymbol === 'zero-or-many' ? `many ${nouns.many(child)}` : `zero or one ${nouns.one(child)}`;
      return `${columns}: ${from} to ${parentSymbol === 'one' ? 'exactly one' : 'zero or one'} ${nouns.one(parent)}`;
    },
    /** `post_tags: many posts to many tags`. */
    manyToMany: (through: string, left: Noun, leftSymbol: string, right: Noun, rightSymbol: string): string => {
      const side = (noun: Noun, symbol: string): string =>
        symbol === 'zero-or-many' ? `many ${nouns.many(noun)}` : `zero or one ${nouns.one(noun)}`;
      return `${through}: ${side(left, leftSymbol)} to ${side(right, rightSymbol)}`;
    },
    /** Who stands at an end: `zero or one role`, `zero or many users`. */
    end: (symbol: 'one' | 'zero-or-one' | 'zero-or-many', noun: Noun): string => {
      const word = { one: 'exactly one', 'zero-or-one': 'zero or one', 'zero-or-many': 'zero or many' }[symbol];
      return `${word} ${symbol === 'zero-or-many' ? nouns.many(noun) : nouns.one(noun)}`;
    },
    /** The name of an end: `zero or one at roles, because role_id may be null`. */
    endName: (symbol: string, table: string, because: string): string => `${symbol} at ${table}${because}`,
    sentence: (text: string): string => nouns.sentence(text),
    because: {
      required: (columns: readonly string[]): string => `, because ${nouns.list(columns)} ${columns.length === 1 ? 'is' : 'are'} required`,
      nullable: (columns: readonly string[]): string => `, because ${nouns.list(columns)} may be null`,
      'not-unique': (columns: readonly string[]): string => `, because ${nouns.together(columns)} not unique`,
      unique: (columns: readonly string[]): string => `, because ${nouns.together(columns)} unique`,
      'primary-key': (columns: readonly string[]): string => `, because ${nouns.together(columns)} the primary key`,
      'partial-index': (index: string): string => `, because the unique index ${index} covers only some rows`,
      association: (table: string): string => `, because ${table} may link any number`,
    },
    /** Around the association table's name, which stands out between. */
    through: (rows: number | null): readonly [before: string, after: string] => [
      'Many to many through ',
      `${rows === null ? '' : `, ${plural(rows, 'row', 'rows')}`}. Click to open it`,
    ],
    faults: {
      'no-table': (columns: string, table: string): string =>
        `${columns} points to ${table}, which is not defined. Define it, or point the key to another table.`,
      'no-column': (columns: string, referred: string): string =>
        `${columns} points to ${referred}, which does not exist. Add the column, or point the key to another one.`,
      'not-a-key': (columns: string, referred: string, key: string): string =>
        `${columns} points to ${referred}, which is not a key. ${key ? `Point it to ${key}, or make` : 'Make'} ${referred} unique.`,
      'types-differ': (column: string, type: string, referred: string, referredType: string): string =>
        `${column} is ${type}, but ${referred} is ${referredType}. Give both the same type.`,
    },
    facts: {
      tables: 'Tables',
      table: 'Table',
      columns: 'Columns',
      rowCount: 'Rows',
      relations: 'Relationships',
      relation: 'Relationship',
      ends: 'Ends',
      fault: 'Problem',
    },
  },
  results: {
    title: 'Results',
    none: 'No results yet.',
    run: (file: string): string => `Run ${file}`,
    nothingShown: (file: string): string => `${file} has no value to show. A line that is an expression shows its value.`,
    blockName: (line: number, source: string): string => `Line ${line}: ${source}`,
    goToLine: (line: number): string => `Go to line ${line}`,
    goToPlace: (file: string, line: number): string => `Go to ${file}:${line}`,
    listOf: (count: number, model: string): string => `list of ${count.toLocaleString('en')} ${model}`,
    rows: (count: number): string => plural(count, 'row', 'rows'),
    items: (count: number): string => `list of ${plural(count, 'value', 'values')}`,
    notExecuted: 'a query, not executed',
    notLoaded: 'not loaded',
    made: (statements: number, ms: number): string =>
      `${statements ? `${plural(statements, 'statement', 'statements')} · ` : ''}${milliseconds(ms)}`,
    moreStatements: (count: number): string => `${plural(count, 'more statement', 'more statements')} in SQL`,
    rowNumber: 'Row',
    rowsBelow: (shown: number, total: number, sortedBy: string | null): string =>
      `${shown < total ? `The first ${shown.toLocaleString('en')} of ${plural(total, 'row', 'rows')}` : plural(total, 'row', 'rows')}${sortedBy === null ? '' : `, sorted by ${sortedBy}`}`,
    copy: 'Copy',
    copied: (rows: number): string => `Copied ${plural(rows, 'row', 'rows')}.`,
    copyCell: 'Copy the cell',
    copyRow: 'Copy the row',
    copyKeys: /Mac/.test(globalThis.navigator?.platform ?? '') ? '⌘C' : 'Ctrl+C',
    copiedCell: 'Copied the cell.',
    cellOf: (column: string, row: number): string => `${column}, row ${row.toLocaleString('en')}`,
    value: 'Value',
    characters: (count: number): string => plural(count, 'character', 'characters'),
    firstBytes: (shown: number, all: number): string => `the first ${shown.toLocaleString('en')} of ${plural(all, 'byte', 'bytes')}`,
    emptyText: 'an empty text',
    close: 'Close',
    copyRefused: 'The browser does not let the page write to the clipboard.',
    download: 'Download',
    formats: { tsv: 'Tab-separated', csv: 'CSV', json: 'JSON' },
    inTheWay: 'Show the row in the way',
    rowsInTheWay: (table: string, columns: readonly string[], rows: number, refers: boolean): string =>
      refers
        ? `${rows === 1 ? 'This row' : 'These rows'} of ${table} ${rows === 1 ? 'refers' : 'refer'} to it by ${list(columns)}:`
        : `${rows === 1 ? 'This row' : 'These rows'} of ${table} ${rows === 1 ? 'has' : 'have'} the same ${list(columns)}:`,
    ownInTheWay: 'No row of the database is in the way. It was another one of this run, which was undone together with it.',
    noneInTheWay: 'The statement does not tell which row it would have been.',
    error: 'Error',
    inFunction: (name: string): string => `in ${name}`,
  },
  sqllog: sqlEn,
  data: dataEn,
  history: historyEn,
  session: sessionEn,
  desk: deskEn,
  errors: {
    'models-do-not-end': () => ['models.ts did not come to an end within 2 s and was stopped.', 'Look for a loop that never ends.'],
    'unknown-import': (facts) => [`'${facts.specifier}' cannot be imported: only crowfoot and your own files can.`, null],
    'unknown-file': (facts) => [`There is no file '${facts.specifier}'.`, facts.files ? `The files are ${facts.files}.` : null],
    'runtime-not-loaded': () => ['The database engine did not load.', 'Check the connection, then run again.'],
    'no-models': () => ['models.ts defines no table.', "Write export class Role extends db.Model('roles', { … }) {}."],
    'models-export-nothing': (facts) => [
      `${facts.files || 'models.ts'} exports no model.`,
      'Write export before each class, so that other files can use it.',
    ],
    'await-in-import': (facts) => [
      `${facts.file} awaits at its top level, but is imported.`,
      'Only the file that Run runs may await there.',
    ],
    'thrown-value': (facts) => [`${facts.value} was thrown.`, 'Throw an Error: it knows its place.'],
    'no-foreign-keys': (facts) =>
      facts.entity && facts.targetTable
        ? [
            `${facts.entity}.${facts.attribute}: ${facts.table} has no foreign key to ${facts.targetTable}.`,
            `Add db.ForeignKey('${facts.targetTable}.id') to a column of ${facts.table}.`,
          ]
        : null,
  } as { readonly [K in ErrorCode]: ErrorWords },
};
