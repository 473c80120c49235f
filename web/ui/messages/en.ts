import type { Noun } from './english-nouns.ts';
import * as nouns from './english-nouns.ts';

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
    canvas: (tables: number, relations: number): string =>
      `${plural(tables, 'table', 'tables')}, ${plural(relations, 'relationship', 'relationships')}. Arrows follow relationships, Enter opens the definition, slash finds a table.`,
    stale: (time: string, place: string): string => `Picture of ${time}, before the error at ${place}`,
    empty: 'No tables yet. Write a model in models.ts.',
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
  results: {},
  sqllog: {},
  errors: {},
};
