import { db } from './db';

// Every type both ways: a row that has all of them, and one that has none.
export class Sample extends db.Model('samples', {
  id: db.Column(db.Integer, { primaryKey: true }),
  small: db.Column(db.SmallInteger),
  big: db.Column(db.BigInteger),
  ratio: db.Column(db.Float),
  price: db.Column(db.Numeric(10, 2)),
  name: db.Column(db.String(40)),
  words: db.Column(db.Text),
  letters: db.Column(db.Unicode(20)),
  isTrue: db.Column(db.Boolean),
  day: db.Column(db.Date),
  hour: db.Column(db.Time),
  moment: db.Column(db.DateTime),
  instant: db.Column(db.DateTime({ timezone: true })),
  span: db.Column(db.Interval),
  size: db.Column(db.Enum('small', 'medium', 'large')),
  bytes: db.Column(db.LargeBinary),
  data: db.Column(db.JSON),
  thing: db.Column(db.PickleType),
}) {
  static { db.register(this); }
}
