import type { Database } from '../../orm/database.ts';

/** One table with a column of every common type. */
export function types(db: Database) {
  class Sample extends db.Model('samples', {
    id: db.Column(db.Integer, { primaryKey: true }),
    label: db.Column(db.String(40), { unique: true, nullable: false }),
    c_integer: db.Column(db.Integer),
    c_smallint: db.Column(db.SmallInteger),
    c_bigint: db.Column(db.BigInteger),
    c_float: db.Column(db.Float),
    c_numeric: db.Column(db.Numeric(20, 4)),
    c_string: db.Column(db.String(50)),
    c_text: db.Column(db.Text),
    c_unicode: db.Column(db.Unicode(50)),
    c_unicodetext: db.Column(db.UnicodeText),
    c_boolean: db.Column(db.Boolean),
    c_date: db.Column(db.Date),
    c_time: db.Column(db.Time),
    c_datetime: db.Column(db.DateTime),
    c_interval: db.Column(db.Interval),
    c_enum: db.Column(db.Enum('draft', 'live', "it's", { name: 'status' })),
    c_pickle: db.Column(db.PickleType),
    c_binary: db.Column(db.LargeBinary),
    c_json: db.Column(db.JSON),
  }) {
    override toString(): string {
      return `<Sample '${this.label}'>`;
    }
  }
  db.register(Sample);
  return { Sample };
}

/** What the rows' `c_pickle` hold, by label; every other row holds the first. */
export const pickles: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['typical', { a: [1, 2, null] }],
  ['all-null', null],
  ['zero', 0],
  ['json-null-text', null],
  ['nested', [1, [2, 3], { x: new Set(['y']) }]],
]);
