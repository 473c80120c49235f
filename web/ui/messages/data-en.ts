const rules = new Intl.PluralRules('en');
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;
const signed = (count: number): string => `${count < 0 ? '−' : '+'}${plural(Math.abs(count), 'row', 'rows')}`;

/** The texts of what a project's data are and what becomes of them. */
export const dataEn = {
  keep: 'Keep this data',
  runOn: (file: string): string => `Run ${file} on this data`,
  lines: (file: string, from: number, to: number): string => (from === to ? `${file}, line ${from}` : `${file}, lines ${from}–${to}`),
  runSelection: (from: number, to: number): string => (from === to ? `Run line ${from}` : `Run lines ${from}–${to}`),
  runNoSelection: 'Run the selection',
  runNoLine: 'Run the line of the cursor',
  runNoDownTo: 'Run the file down to the cursor',
  runLine: (line: number): string => `Run line ${line}`,
  runDownTo: (file: string, line: number): string => `Run ${file} down to line ${line}`,
  lacksName: (name: string): string => `${name} is declared above these lines, which ran alone.`,
  rebuild: 'Rebuild data',
  rebuildAsk: 'Rebuild data…',
  undo: 'Undo data',
  nowKept: 'Data kept: runs go on these rows from now on.',
  rebuilt: (rows: number): string => `The data are made anew: ${plural(rows, 'row', 'rows')}.`,
  restored: (rows: number, isKept: boolean): string =>
    `The data are as they were before: ${plural(rows, 'row', 'rows')}.${isKept ? '' : ' The next Run makes them anew.'}`,
  snapshot: (time: string, cause: 'run' | 'rebuild' | 'restore', file: string | null, rows: number | null): string => {
    const what = { run: `before ${file ?? 'the run'} ran`, rebuild: 'before the rebuild', restore: 'before the last undo' }[cause];
    return `${time}, ${what}${rows === null ? '' : `, ${plural(rows, 'row', 'rows')}`}`;
  },
  namedSnapshot: (name: string, time: string, rows: number | null): string =>
    `${name}, ${time}${rows === null ? '' : `, ${plural(rows, 'row', 'rows')}`}`,
  snapshots: 'Data of earlier moments',
  snapshotsOpen: 'Data of earlier moments…',
  snapshotsWhy: 'Kept before each run that changes the data and before each rebuild, the oldest go first. What you give a name stays.',
  snapshotsLarge: 'This database is larger than 25 MB: the last two are kept. What you give a name stays.',
  snapshotName: 'A name for the data as they are now',
  keepUnderName: 'Keep under this name',
  named: (name: string): string => `The data are kept as “${name}”.`,
  restore: 'Have back',
  restoreSnapshot: (what: string): string => `Have back: ${what}`,
  forgetSnapshot: (what: string): string => `Forget: ${what}`,
  forgotten: 'The data of that moment are forgotten.',
  noSnapshots: 'There are none yet.',
  seedChanged: 'seed.ts has changed since this data was made.',
  ranOnKept: 'Ran on the data that are kept',
  rowsKept: (rows: number): string => `${plural(rows, 'row is', 'rows are')} kept.`,
  changed: (rows: number): string => `${plural(rows, 'row', 'rows')} changed.`,
  difference: (difference: number, now: number): string => `${signed(difference)}, now ${now.toLocaleString('en')}.`,
  metItself: (file: string): string => `A row like this is there already, perhaps from an earlier run of ${file}.`,
  undoAndRun: (time: string, rows: number | null): string => `Undo the run of ${time}${rows ? ` (${signed(rows)})` : ''} and run again`,
  rebuildAndRun: 'Rebuild data and run',
  replaces: (tables: number, rows: number): string =>
    `Replaces ${plural(tables, 'table', 'tables')}, ${plural(rows, 'row', 'rows')}, by what models.ts and seed.ts make. A snapshot is kept.`,
  replaceRows: (rows: number): string => `Replace ${plural(rows, 'row', 'rows')}`,
  copyToSeed: 'Copy the lines to seed.ts',
};

/** The texts of the session strip. */
export const sessionEn = {
  title: 'Session of the last run',
  none: (file: string): string => `Run ${file}: its objects stand here by their state, and what each flush did.`,
  states: { transient: 'Transient', pending: 'Pending', persistent: 'Persistent', deleted: 'Deleted', detached: 'Detached' },
  meanings: {
    transient: 'made with new, unknown to the session',
    pending: 'added, not in the database yet',
    persistent: 'has its row in the database',
    deleted: 'its row is deleted, not committed yet',
    detached: 'has left its session',
  },
  next: { insert: 'would be inserted', update: 'would be updated', delete: 'would be deleted' },
  more: (count: number): string => `and ${count.toLocaleString('en')} more`,
  flushes: (count: number): string => (count ? `What ${plural(count, 'flush', 'flushes')} did, in order` : 'Flushes'),
  flush: (at: number): string => `Flush ${at}`,
  noFlush: 'Nothing was flushed: commit() and queries flush what add() and changes left pending.',
  verbs: { insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' },
  step: (model: string, count: number): string => (count === 1 ? model : `${model} × ${count.toLocaleString('en')}`),
};
