const rules = new Intl.PluralRules('en');
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;

/** The texts of the runs that are remembered. */
export const historyEn = {
  title: 'Runs',
  open: 'Earlier runs',
  close: 'Hide the runs',
  forget: 'Forget these runs',
  none: 'The next runs of this project stand here, the newest first.',
  forgotten: (count: number): string => `${plural(count, 'run is', 'runs are')} forgotten.`,
  outcomes: { done: 'came to its end', failed: 'stopped by an error', ended: 'was stopped' },
  facts: (time: string, statements: number, rows: number): string =>
    `${time} · ${plural(statements, 'statement', 'statements')} · ${plural(rows, 'row', 'rows')}`,
  showing: (time: string, file: string): string => `The run of ${file} at ${time} is shown.`,
  past: (time: string, isCut: boolean): string =>
    isCut ? `The run of ${time}. Of its long values and logs the beginning is kept.` : `The run of ${time}, as it was.`,
  showLast: 'Show the last run',
  putTextBack: (file: string): string => `Put its text back into ${file}`,
  textBack: (file: string, time: string): string => `${file} is as it ran at ${time}.`,
};
