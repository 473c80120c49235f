/** Every text of the page. A message with facts is a plain function; plurals go through `Intl.PluralRules`. */
const rules = new Intl.PluralRules('en');
/** `plural(2, 'row', 'rows')` is `2 rows`. */
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;

export const en = {
  lang: 'en',
  app: {
    rows: (count: number): string => plural(count, 'row', 'rows'),
  },
  project: {},
  editor: {},
  diagram: {},
  results: {},
  sqllog: {},
  errors: {},
};
