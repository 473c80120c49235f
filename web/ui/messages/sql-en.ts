const rules = new Intl.PluralRules('en');
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;
/** One digit where one says something. */
const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms).toLocaleString('en')} ms` : `${(ms / 1000).toFixed(1)} s`;
const causes: Readonly<Record<string, string>> = {
  query: 'Query',
  get: 'Get by key',
  flush: 'Flush',
  lazyLoad: 'Lazy load',
  eagerLoad: 'Eager load',
  refresh: 'Refresh',
  execute: 'Executed',
  ddl: 'Table definition',
  transaction: 'Transaction',
  inspect: 'Inspection',
};

export type MarkWord = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to';
/** What of a step in a query's plan its sentence needs. */
export interface PlanFacts {
  readonly kind: string;
  readonly table: string | null;
  readonly index: string | null;
  readonly by: string | null;
  readonly detail: string;
}

const own = (index: string | null): boolean => index?.startsWith('sqlite_autoindex') ?? false;
const steps: Readonly<Record<string, (facts: PlanFacts) => readonly [said: string, more: string]>> = {
  scan: ({ table }) => [`Reads every row of ${table}`, ''],
  'scan-index': ({ table, index }) => [`Reads every row of ${table}`, `in the order of ${own(index) ? 'its unique key' : index}`],
  'scan-covering': ({ table, index }) => [
    own(index) ? 'Reads a unique key' : `Reads the index ${index}`,
    `which holds all that is asked of ${table}`,
  ],
  search: ({ table, index, by }) => [
    own(index) ? `Finds a row of ${table} by a unique key` : `Finds rows of ${table} by the index ${index ?? ''}`.trim(),
    by ?? '',
  ],
  'search-key': ({ table, by }) => [`Finds rows of ${table} by their primary key`, by?.replace('rowid', 'key') ?? ''],
  'search-temporary': ({ table, by }) => [`Makes an index of ${table} for this one statement`, by ?? ''],
  sort: () => ['Sorts them in memory', ''],
  group: () => ['Groups them in memory', ''],
  distinct: () => ['Finds equal rows in memory', 'and keeps one of each'],
  subquery: () => ['Asks once, inside:', ''],
  correlated: () => ['Asks once for every row:', ''],
  materialise: ({ table }) => ['Answers the inner query first', table?.startsWith('(') ? '' : (table ?? '')],
  compound: () => ['Puts parts together', ''],
  either: () => ['Looks by one index or the other', ''],
};

/** The texts of the SQL log. */
export const sqlEn = {
  title: 'Statements of the last run',
  lookedForTables: (count: number): string => `Looked for the tables: ${plural(count, 'statement', 'statements')}`,
  madeTheData: (count: number): string => `Made the data: ${plural(count, 'statement', 'statements')} of models.ts and seed.ts`,
  rows: (count: number): string => plural(count, 'row', 'rows'),
  milliseconds: (ms: number): string => milliseconds(ms),
  failed: 'failed',
  pickOne: 'Pick a statement: its line and its relation light up.',
  none: (file: string): string => `${file} sent no statement.`,
  onlyTheFirst: (shown: number, total: number): string =>
    `The first ${shown.toLocaleString('en')} of ${total.toLocaleString('en')} statements.`,
  cause: (cause: string, relationship: string | null): string => {
    const words = causes[cause] ?? cause;
    return relationship === null ? `${words} at` : `${words} of ${relationship} at`;
  },
  parameters: 'Parameters:',
  andMoreSets: (next: readonly string[], count: number): string =>
    `then ${next.join('; ')}${count > next.length + 1 ? ' …' : ''} ${count.toLocaleString('en')} in all`,
  copy: 'Copy the statement',
  copied: 'Copied the statement.',
  copyRefused: 'The browser does not let the page write to the clipboard.',
  goTo: (file: string, line: number): string => `Line ${line} of ${file}`,
  times: (count: number): string => `${count.toLocaleString('en')} ×`,
  oneAtATime: (relationship: string): string => `${relationship}, one at a time. Cure:`,
  repeated: (count: number): string => `Sent ${count.toLocaleString('en')} times with other values. One query could ask for all of them.`,
  addToLine: (line: number): string => `Add to line ${line}`,
  addIndex: 'Add index: true',
  dialect: 'Database',
  sideBySide: 'All three',
  runOnce: (file: string): string => `Run ${file} to see it as this database would have it.`,
  onlySqlite: 'This one was written as text, or only SQLite can say it.',
  markWords: {
    begin: 'BEGIN',
    commit: 'COMMIT',
    rollback: 'ROLLBACK',
    savepoint: 'SAVEPOINT',
    release: 'RELEASE SAVEPOINT',
    'rollback-to': 'ROLLBACK TO SAVEPOINT',
  } satisfies Record<MarkWord, string>,
  markHint: (mark: MarkWord, writes: number, isAtTheEnd: boolean): string => {
    const written = plural(writes, 'statement', 'statements');
    if (mark === 'begin') return 'a transaction begins';
    if (mark === 'savepoint') return 'from here on it can be given up by itself';
    if (mark === 'commit' || mark === 'release') return writes ? `${written} kept` : 'nothing was written';
    return `${isAtTheEnd ? 'the file ended, ' : ''}${writes ? `${written} given up` : 'nothing was written'}`;
  },
  plan: {
    title: 'How SQLite answers it',
    source: 'query plan',
    timesOver: (times: number): string => `query plan, ${times.toLocaleString('en')} times over`,
    rows: (count: number): string => plural(count, 'row', 'rows'),
    noIndex: (column: string): string => `${column} has no index`,
    step: (facts: PlanFacts): readonly [said: string, more: string] => steps[facts.kind]?.(facts) ?? [facts.detail, ''],
  },
};
