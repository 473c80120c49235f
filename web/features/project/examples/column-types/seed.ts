import { db } from './db';
import { Sample } from './models';

db.session.addAll([
  new Sample({
    small: -7,
    big: 9007199254740993n,
    ratio: 0.1,
    price: new Decimal('19.90'),
    name: 'tea',
    words: 'two\nlines',
    letters: 'Ærø 茶',
    isTrue: true,
    day: Temporal.PlainDate.from('2026-02-28'),
    hour: Temporal.PlainTime.from('23:59:59.5'),
    moment: Temporal.PlainDateTime.from('2026-02-28T12:30'),
    instant: Temporal.Instant.from('2026-02-28T12:30:00Z'),
    span: Temporal.Duration.from({ hours: 36, minutes: 5 }),
    size: 'medium',
    bytes: new Uint8Array([0, 127, 255]),
    data: { list: [1, null, 'x'], nested: { ok: true } },
    thing: new Map([['key', new Set([1, 2])]]),
  }),
  // Nothing set: every column is null but the key.
  new Sample(),
  // Text that looks like something else stays text.
  new Sample({ name: 'NULL', words: '007', letters: ' ', data: [], price: new Decimal('-0.01'), big: 0n, isTrue: false }),
]);
db.session.commit();
