/** What the compiler knows of expressions, statements and their rows. Checked by `tsc`; nothing here runs. */
import { createDatabase } from '../orm/database.ts';
import type { ColumnElement } from './column-element.ts';
import type { inType, outType } from './protocol.ts';
import type { rowType } from './row-types.ts';
import type { Decimal } from './types/decimal.ts';
import type { jsonNull } from './types/json.ts';
import type { Temporal } from './types/temporal.ts';
import type { TypeArg } from './types/type-engine.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles where its argument is `true`. */
declare function holds<T extends true>(): T;
type RowOf<S> = S extends { readonly [rowType]: infer Row } ? Row : never;
type OutOf<E> = E extends { readonly [outType]: infer Out } ? Out : never;
type InOf<E> = E extends { readonly [inType]: infer In } ? In : never;

const db = createDatabase('sqlite://');
const roles = db.Table('roles', { id: db.Column(db.Integer, { primaryKey: true }), name: db.Column(db.String(64), { nullable: false }) });
const users = db.Table('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64)),
  kind: db.Column(db.Enum('draft', 'live'), { nullable: false }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
});

export function rows(): void {
  const statement = db.select(users.c.id, users.c.username, users.c.kind, db.func.count().label('n'));
  type Row = RowOf<typeof statement>;
  holds<Equal<Row[0], number>>();
  holds<Equal<Row[1], string | null>>();
  holds<Equal<Row[2], 'draft' | 'live'>>();
  holds<Equal<Row['id'], number>>();
  holds<Equal<Row['username'], string | null>>();
  holds<Equal<Row['kind'], 'draft' | 'live'>>();
  holds<Equal<Row['n'], number>>();
  const row = db.session.execute(statement).one();
  const name: string | null = row.username;
  const [id, , kind] = row;
  holds<Equal<typeof id, number>>();
  holds<Equal<typeof kind, 'draft' | 'live'>>();
  // @ts-expect-error no such column
  row.nope;
  void name;
}

export function outerJoins(): void {
  const inner = db.select(users.c.id, roles.c.name).join(roles);
  holds<Equal<RowOf<typeof inner>[1], string>>();
  const outer = db.select(users.c.id, roles.c.name).outerjoin(roles);
  holds<Equal<RowOf<typeof outer>[0], number>>();
  holds<Equal<RowOf<typeof outer>[1], string | null>>();
  holds<Equal<RowOf<typeof outer>['name'], string | null>>();
  const ordered = outer.where(roles.c.id.gt(1)).orderBy(roles.c.name).limit(1);
  holds<Equal<RowOf<typeof ordered>['name'], string | null>>();
  const boss = users.alias('boss');
  const aliased = db.select(users.c.kind, boss.c.kind.label('boss_kind')).outerjoin(boss, boss.c.id.eq(users.c.id));
  holds<Equal<RowOf<typeof aliased>['kind'], 'draft' | 'live'>>();
  holds<Equal<OutOf<typeof boss.c.kind>, 'draft' | 'live'>>();
}

export function comparisons(): void {
  users.c.id.eq(1);
  users.c.id.eq(null);
  users.c.id.in([1, 2]);
  users.c.id.in(db.select(roles.c.id));
  users.c.id.eq(roles.c.id);
  users.c.kind.eq('live');
  users.c.username.like('s%').and(users.c.id.between(1, 2)).or(users.c.username.is(null));
  // @ts-expect-error another type
  users.c.id.eq('1');
  // @ts-expect-error another type in a list
  users.c.id.in(['1']);
  // @ts-expect-error not one of the values
  users.c.kind.eq('gone');
  // @ts-expect-error undefined is no value
  users.c.id.eq(undefined);
  // @ts-expect-error JavaScript compares before the statement sees it
  db.select(users.c.id).where(users.c.id === 1);
  // @ts-expect-error a text is no condition
  db.select(users.c.id).where('id = 1');
  // @ts-expect-error a column of numbers is no condition
  db.select(users.c.id).where(users.c.id);
}

export function subqueries(): void {
  const sub = db.select(users.c.id, users.c.username.label('who')).subquery('s');
  const from = db.select(sub.c.id, sub.c.who);
  holds<Equal<RowOf<typeof from>[0], number>>();
  holds<Equal<RowOf<typeof from>['who'], string | null>>();
  const most = db.select(db.func.max(users.c.id)).scalarSubquery();
  holds<Equal<OutOf<typeof most>, number | null>>();
  users.c.id.eq(most);
  const all = db.union(db.select(users.c.id), db.select(roles.c.id));
  holds<Equal<RowOf<typeof all>[0], number>>();
  const ordered = db.select(users.c.id).union(db.select(roles.c.id)).orderBy('id').limit(3);
  holds<Equal<RowOf<typeof ordered>[0], number>>();
}

export function functions(): void {
  const { func } = db;
  holds<Equal<OutOf<ReturnType<typeof func.count>>, number>>();
  const lower = func.lower(users.c.username);
  holds<Equal<OutOf<typeof lower>, string>>();
  const name = func.coalesce(users.c.username, 'nobody');
  holds<Equal<OutOf<typeof name>, string>>();
  const text: ColumnElement<string | null, string> = users.c.id.cast(db.String);
  const flag = db.case([users.c.id.gt(1), 'many'], { else: 'few' });
  holds<Equal<OutOf<typeof flag>, string | null>>();
  func['anything_else']!(1, 'x').label('y');
  void text;
}

export function writing(): void {
  db.insert(users).values({ username: 'x', kind: 'live', id: db.func.lower('x') });
  db.insert(users).values([{ kind: 'live' }, { kind: 'draft', username: null }]);
  db.insert(users).values(new Map([[users.c.kind, 'live']]));
  db.update(users)
    .where(users.c.id.eq(1))
    .values({ username: users.c.username.concat('!'), role_id: null });
  const returned = db.insert(users).values({ kind: 'live' }).returning(users.c.id, users.c.username);
  holds<Equal<RowOf<typeof returned>['id'], number>>();
  holds<Equal<RowOf<typeof returned>[1], string | null>>();
  const changed = db.session.execute(db.update(users).values({ kind: 'live' }).returning(users.c.kind)).one();
  holds<Equal<(typeof changed)['kind'], 'draft' | 'live'>>();
  const insert = db.insert(users);
  insert.onConflictDoUpdate({ indexElements: ['id'], set: { username: insert.excluded.username } });
  // @ts-expect-error no such column
  db.insert(users).values({ nme: 'x' });
  // @ts-expect-error another type
  db.insert(users).values({ username: 5 });
  // @ts-expect-error not one of the values
  db.update(users).values({ kind: 'gone' });
  // @ts-expect-error no such column
  insert.excluded.nme;
}

/** What a type gives and takes. */
export function types(): void {
  type Is<T, Out, In> = T extends TypeArg<infer O, infer I> ? (Equal<O, Out> extends true ? Equal<I, In> : false) : false;
  holds<Is<ReturnType<typeof db.Integer>, number, number>>();
  holds<Is<ReturnType<typeof db.SmallInteger>, number, number>>();
  holds<Is<ReturnType<typeof db.BigInteger>, bigint, bigint | number>>();
  holds<Is<ReturnType<typeof db.Float>, number, number>>();
  const numeric = db.Numeric(10, 2);
  holds<Is<typeof numeric, Decimal, Decimal | number | string>>();
  const floating = db.Numeric(10, 2, { asdecimal: false });
  holds<Is<typeof floating, number, Decimal | number | string>>();
  holds<Equal<ReturnType<typeof floating.coerce>, number>>();
  holds<Is<ReturnType<typeof db.String>, string, string>>();
  holds<Is<ReturnType<typeof db.Text>, string, string>>();
  holds<Is<ReturnType<typeof db.Unicode>, string, string>>();
  holds<Is<ReturnType<typeof db.Boolean>, boolean, boolean>>();
  holds<Is<ReturnType<typeof db.Date>, Temporal.PlainDate, Temporal.PlainDate | Date | string>>();
  holds<Is<ReturnType<typeof db.Time>, Temporal.PlainTime, Temporal.PlainTime | Date | string>>();
  const moment = db.DateTime({ timezone: true });
  holds<Equal<ReturnType<typeof moment.coerce>, Temporal.Instant>>();
  const local = db.DateTime();
  holds<Equal<ReturnType<typeof local.coerce>, Temporal.PlainDateTime>>();
  holds<Is<ReturnType<typeof db.Interval>, Temporal.Duration, Temporal.Duration | number>>();
  const status = db.Enum('draft', 'live', { name: 'status' });
  holds<Is<typeof status, 'draft' | 'live', 'draft' | 'live'>>();
  holds<Is<ReturnType<typeof db.LargeBinary>, Uint8Array, Uint8Array | ArrayBuffer>>();
  const prefs = db.JSON<{ theme: string }>();
  holds<Is<typeof prefs, { theme: string }, { theme: string } | typeof jsonNull>>();
  holds<Is<ReturnType<typeof db.PickleType>, any, any>>();
  // bare types are the same
  const bare = db.Table('bare', { day: db.Column(db.Date), big: db.Column(db.BigInteger, { nullable: false }) });
  holds<Equal<OutOf<typeof bare.c.day>, Temporal.PlainDate | null>>();
  holds<Equal<OutOf<typeof bare.c.big>, bigint>>();
  holds<Equal<InOf<typeof bare.c.big>, bigint | number>>();
  bare.c.day.eq('2024-02-29');
  bare.c.day.eq(new Date());
  bare.c.big.eq(1);
  // @ts-expect-error another type
  bare.c.day.eq(5);
}
