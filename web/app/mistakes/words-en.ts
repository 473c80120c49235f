type Facts = Readonly<Record<string, string | undefined>>;
/** The sentence, the thing first, and the way out. */
export type Words = (facts: Facts) => readonly [sentence: string, wayOut: string | null];

const meant = (name: string | undefined): string => (name ? ` Did you mean ${name}?` : '');

const mistakes = {
  'no-such-table': ({ table, nearest }: Facts) => [
    `There is no table ${table}.`,
    nearest ? `Did you mean ${nearest}?` : 'Write a model for it in models.ts and export it: Run makes its table.',
  ],
  'no-such-table-yet': ({ table }: Facts) => [
    `There is no table ${table} yet: models.ts asks for rows while it is read.`,
    'Move the query into seed.ts or query.ts: there the tables are made.',
  ],
  'no-such-column': ({ column, nearest }: Facts) => [
    `There is no column ${column}.`,
    nearest ? `Did you mean ${nearest}?` : 'Add it to its model in models.ts, or name one that is there.',
  ],
  unique: ({ columns, value }: Facts) => [
    value ? `${columns} must be unique, and ${value} is there already.` : `${columns} must be unique, and such a row is there already.`,
    'Write another value, or look for the row first with filterBy and first().',
  ],
  'not-null': ({ column, attribute }: Facts) => [
    `${column} has no value, and may not be null.`,
    `Give it one where the object is made, { ${attribute}: … }, or give the column a default.`,
  ],
  'foreign-key': ({ table, value }: Facts) => [
    `A row of ${table || 'a table'} points to a row that does not exist${value ? `: ${value}` : ''}.`,
    'Add the row it points to first, or assign the object itself: user.role = role. The session then writes both in order.',
  ],
  'foreign-key-delete': ({ table }: Facts) => [
    `A row of ${table} cannot go: other rows point to it.`,
    "Delete those first, or let them go along: cascade: 'all, delete-orphan' on the relationship.",
  ],
  'query-not-executed': ({ method }: Facts) => [
    `${method} belongs to lists, and this is a query that has not been sent.`,
    'Write .all() before it: that sends the query and gives a list.',
  ],
  'compared-in-javascript': ({ operator, method }: Facts) => [
    `JavaScript compared the column itself with ${operator}, and only true or false was left for the query.`,
    `Write .${method}(…), which becomes SQL.`,
  ],
  'misspelt-attribute': ({ name, nearest, owner }: Facts) => [
    `${owner ? `${owner} has no ${name}.` : `There is no ${name} here.`}${meant(nearest)}`,
    null,
  ],
  'misspelt-method': ({ name, nearest }: Facts) => [`There is no ${name}().${meant(nearest)}`, null],
  'undefined-read': ({ name }: Facts) => [
    `What stands before .${name} is undefined.`,
    'Look whether its name is written as in models.ts, and whether it has a value by then.',
  ],
  'null-read': ({ name }: Facts) => [
    `There was no row, so there is no ${name}.`,
    `first() and get() give null where no row is found. Write ?. or ask whether it is null.`,
  ],
  'ambiguous-foreign-keys': ({ entity, attribute, keys }: Facts) => [
    `${entity}.${attribute}: two foreign keys lead there${keys ? `, ${keys}` : ''}.`,
    'Say which one is meant: foreignKeys: () => [User.role_id].',
  ],
  'missing-export': ({ name, file }: Facts) => [
    `${name} is not exported by ${file}.`,
    'Write export before it, so that other files can use it.',
  ],
  'circular-import': ({ name, file, other }: Facts) => [
    `${file} uses ${name} while ${other} is still being read: the two files import each other.`,
    'Put both into one file, or use the name later: inside a function, or in a thunk such as () => Role.',
  ],
  'hidden-attribute': ({ entity, name }: Facts) => [
    `The field ${name} of ${entity} hides the column ${name}.`,
    `Take it out: the column has its type already. Where the type is needed, write declare ${name}.`,
  ],
  'pending-rollback': ({ cause }: Facts) => [
    `The session waits for a rollback, because a flush failed before${cause ? `: ${cause}` : ''}.`,
    'Write db.session.rollback() where that error is caught, then go on.',
  ],
  'wrong-type': ({ attribute, takes, value }: Facts) => [`${attribute} takes ${takes}, not ${value}.`, null],
  'wrong-key': ({ name, entity, nearest, known }: Facts) => [
    `${entity} has no ${name}.${meant(nearest)}`,
    nearest ? null : `It has ${known}.`,
  ],
  'unknown-file-near': ({ specifier, nearest }: Facts) => [`There is no file '${specifier}'. Did you mean '${nearest}'?`, null],
  'text-not-statement': () => ['A text is no statement.', "Write db.text('…') around it, and values as :name beside it."],
  'called-without-new': ({ name }: Facts) => [`${name} is a class.`, `Write new ${name}({ … }) to make an object of it.`],
  'not-a-model-object': () => ['Only objects of a model can be added.', "Make one first: new User({ username: 'ann' })."],
  'no-result': () => ['No row was found, and one() wants exactly one.', 'Write first(), which gives null where there is none.'],
  'multiple-results': () => [
    'More than one row was found, and one() wants exactly one.',
    'Write first() for any of them, or filter further.',
  ],
  'sql-syntax': ({ near }: Facts) => [
    `SQLite does not understand the statement near ${near}.`,
    'Look at the word before it: a comma, a bracket or a keyword is missing or misspelt.',
  ],
  'no-columns': ({ table }: Facts) => [
    `${table} has no columns, and SQLite makes no such table.`,
    'Give it one at least: id: db.Column(db.Integer, { primaryKey: true }).',
  ],
  'models-ask-database': () => [
    'models.ts asks the database while it is read.',
    'Move that into seed.ts or query.ts: models only describe.',
  ],
  'table-twice': ({ table }: Facts) => [`Two models are called ${table}.`, 'Give one of them another table name.'],
  'no-primary-key': ({ table }: Facts) => [`${table} has no primary key.`, 'Every table of a model needs one.'],
  'unknown-referred-table': ({ column, table, nearest }: Facts) => [
    `${column} points to ${table}, and there is no such table.${meant(nearest)}`,
    nearest ? null : 'A foreign key names a table and its column as the database does.',
  ],
  'unknown-referred-column': ({ column, referred, nearest }: Facts) => [
    `${column} points to ${referred}, and there is no such column.${meant(nearest)}`,
    nearest ? null : 'A foreign key names a table and its column as the database does.',
  ],
  'name-not-imported': ({ name, from }: Facts) => [`${name} is not imported here.`, `import { ${name} } from '${from}';`],
  'unknown-name': ({ name, nearest }: Facts) => [
    `There is no ${name} here.${meant(nearest)}`,
    nearest ? null : 'Declare it, or import it. Of a selection, only what is selected runs.',
  ],
  detached: ({ attribute }: Facts) => [
    `The object has left its session, so ${attribute || 'the attribute'} cannot be loaded.`,
    'Read it before the object leaves, or ask for the object again.',
  ],
  'not-persisted': () => [
    'The object has no row yet, so there is nothing to delete.',
    'db.session.expunge(…) takes a new object out of the session.',
  ],
  'uselist-missing': ({ entity, attribute }: Facts) => [
    `${entity}.${attribute} is one object, not a list.`,
    'Its type has to say so: uselist: false.',
  ],
  'back-populates-missing': ({ entity, attribute, name, nearest }: Facts) => [
    `${entity}.${attribute} names ${name} as its other side, which is not there.${meant(nearest)}`,
    nearest ? null : `Write the relationship ${name} in the other model, or backref: '${name}' here.`,
  ],
} as const satisfies Record<string, Words>;

export const en = {
  mistakes: mistakes as { readonly [Code in keyof typeof mistakes]: Words },
  cures: {
    write: (what: string): string => `Write ${what}`,
    insert: (what: string): string => `Add ${what}`,
    remove: (what: string): string => `Take ${what} out`,
    export: (what: string): string => `Export ${what}`,
    import: (what: string): string => `Import ${what}`,
  },
  /** A value that is no error and yet not what was wanted. */
  hints: {
    'not-executed': 'This query was built and not sent.',
    'promise-shown': 'This is a promise: what it gives comes later.',
  },
};

export type MistakeWords = typeof en;
