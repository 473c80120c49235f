/** What the compiler knows of models, queries and sessions. Checked by `tsc`; nothing here runs. */
import type { Temporal } from '../sql/types/temporal.ts';
import type { AsyncSession } from './async-session.ts';
import { createAsyncDatabase, createDatabase } from './database.ts';
import type { DynamicQuery } from './dynamic-query.ts';
import type { ManyToOne } from './model-types.ts';
import type { Query } from './query.ts';
import type { Session } from './session.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles where its argument is `true`. */
declare function holds<T extends true>(): T;

const db = createDatabase('sqlite://');

class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true, nullable: false }),
  kind: db.Column(db.Enum('a', 'b')),
  get users() {
    return db.relationship(() => User, { backPopulates: 'role', lazy: 'dynamic' });
  },
}) {
  shout(): string {
    return this.name.toUpperCase();
  }
}

class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true }),
  born: db.Column(db.Date),
  size: db.Column(db.BigInteger, { nullable: false }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() {
    return db.relationship(() => Role, { uselist: false, backPopulates: 'users' });
  },
  get posts() {
    return db.relationship(() => Post, { backPopulates: 'author' });
  },
}) {
  get label(): string {
    return `${this.username}`;
  }
  static get label() {
    return User.username;
  }
}

class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  get author() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
  },
  reader: db.relationship<User | null>('User'),
}) {}

export function instances(user: User, role: Role, post: Post): void {
  holds<Equal<User['id'], number>>();
  holds<Equal<User['username'], string | null>>();
  holds<Equal<User['born'], Temporal.PlainDate | null>>();
  holds<Equal<User['size'], bigint>>();
  holds<Equal<User['role'], Role | null>>();
  holds<Equal<User['posts'], Post[]>>();
  holds<Equal<Role['kind'], 'a' | 'b' | null>>();
  holds<Equal<Role['users'], DynamicQuery<User, 'sync'>>>();
  holds<Equal<Post['reader'], User | null>>();
  holds<Equal<ReturnType<Role['users']['all']>, User[]>>();
  user.role?.shout();
  const loaded: Role | null = user.load('role');
  user.username = null;
  role.name = 'x';
  post.author = user;
  // @ts-expect-error a column that is not nullable
  role.name = null;
  // @ts-expect-error another type
  user.username = 3;
  // @ts-expect-error a model with another table
  post.author = role;
  void loaded;
}

export function constructors(): void {
  new User({ username: 'x', born: new Date(), size: 3, role: new Role({ name: 'a', users: [] }), posts: [new Post()] });
  new User();
  // @ts-expect-error no such attribute
  new User({ nope: 1 });
  // @ts-expect-error another type
  new User({ username: 1 });
  // @ts-expect-error members of another class
  new User({ posts: [new Role()] });
}

export function attributes(): void {
  User.username.like('s%');
  Role.users.any(User.username.eq('x'));
  User.role.has(Role.name.eq('x'));
  User.c.username.eq('x');
  // @ts-expect-error another type
  User.username.eq(5);
  // @ts-expect-error a boolean of JavaScript is no criterion
  User.query.filter(User.username === 'x');
  // @ts-expect-error no such attribute
  User.nope;
}

export function definitions(): void {
  // @ts-expect-error a reserved name
  db.Model('a', { id: db.Column(db.Integer, { primaryKey: true }), then: db.Column(db.Integer) });
  // @ts-expect-error an option that columns do not have
  db.Column(db.Integer, { primarykey: true });
  // @ts-expect-error an option that relationships do not have
  db.relationship(() => User, { lazi: 'select' });
  // @ts-expect-error a word that lazy does not know
  db.relationship(() => User, { lazy: 'now' });
}

export function queries(): void {
  const first = User.query.first();
  holds<Equal<ReturnType<typeof first extends { username: infer U } | null ? () => U : never>, string | null>>();
  User.query.filterBy({ username: 'x', role: new Role() }).orderBy(User.username).limit(3).all();
  User.query.filterBy({ born: '2020-01-02', size: 3, role: null, id: db.select(Role.id).scalarSubquery() });
  User.query.join(User.role).filterBy({ name: 'x' }).orderBy(User.username).filterBy({ kind: 'a' }).all();
  db.session.query(User).filterBy({ label: 'x' });
  // @ts-expect-error no such attribute
  User.query.filterBy({ nme: 'x' });
  // @ts-expect-error another type
  User.query.filterBy({ username: 3 });
  // @ts-expect-error a list
  User.query.filterBy({ posts: [] });
  // @ts-expect-error a method
  db.session.query(Role).filterBy({ shout: 'x' });
  const users: Query<User> = db.session.query(User);
  holds<Equal<typeof users extends Query<infer E, 'sync'> ? E : never, User>>();
  holds<Equal<ReturnType<typeof users.all>, User[]>>();
  holds<Equal<ReturnType<typeof users.first>, User | null>>();
  const got = db.session.get(User, 1);
  holds<Equal<typeof got, User | null>>();
  const rows = db.session.query(User.username, db.func.count(User.id).label('n'), Role).all();
  const [row] = rows;
  const name: string | null = row!.username;
  const count: number = row!.n;
  const also: string | null = row![0];
  const shouted: string = row![2].shout();
  void [name, count, also, shouted];
}

// ---- inheritance

class Employee extends db.Model(
  'employees',
  { id: db.Column(db.Integer, { primaryKey: true }), name: db.Column(db.String(9)), type: db.Column(db.String(9)) },
  { polymorphicOn: 'type', identity: 'employee' },
) {
  static staff = 'all';
  static hire(name: string): Employee {
    return new Employee({ name });
  }
  greet(): string {
    return `${this.name}`;
  }
}
class Engineer extends Employee.extend({ language: db.Column(db.String(9)) }, { identity: 'engineer' }) {
  code(): string {
    return this.language + this.greet();
  }
}

export function inheritance(): void {
  const engineer = new Engineer({ name: 'a', language: 'ts' });
  const employee: Employee = engineer;
  Engineer.name.eq('x');
  Engineer.language.eq('ts');
  engineer.greet();
  holds<Equal<Engineer['language'], string | null>>();
  const hired: Employee = Engineer.hire(Engineer.staff);
  void hired;
  // @ts-expect-error the base has no such column
  Employee.language;
  void employee;
}

// ---- what one model adds to another

declare module './type-registry.ts' {
  interface Models {
    typed_roles: TypedRole;
    typed_users: TypedUser;
  }
  interface Backrefs {
    typed_users: { role: ManyToOne<TypedRole> };
  }
}
class TypedRole extends db.Model('typed_roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  get users() {
    return db.relationship(() => TypedUser, { backref: 'role' });
  },
}) {
  shout(): void {}
}
class TypedUser extends db.Model('typed_users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('typed_roles.id')),
}) {
  hi(): void {}
}

export function registry(): void {
  const user = new TypedUser({ role: new TypedRole() });
  holds<Equal<TypedUser['role'], TypedRole | null>>();
  user.role?.shout();
  const first = TypedUser.query.filterBy({ role: new TypedRole() }).first();
  holds<Equal<typeof first, TypedUser | null>>();
  first?.hi();
  TypedUser.role.has();
}

// ---- both modes

const remote = createAsyncDatabase('postgresql://localhost/x');
class Cloud extends remote.Model('clouds', {
  id: remote.Column(remote.Integer, { primaryKey: true }),
  get rains() {
    return remote.relationship(() => Rain, { lazy: 'dynamic' });
  },
}) {}
class Rain extends remote.Model('rains', { id: remote.Column(remote.Integer, { primaryKey: true }) }) {}

export async function modes(cloud: Cloud): Promise<void> {
  const all = Cloud.query.all();
  holds<typeof all extends Promise<unknown> ? true : false>();
  const rains = cloud.rains.all();
  holds<Equal<typeof rains, Promise<Rain[]>>>();
  const got = remote.session.get(Cloud, 1);
  holds<Equal<typeof got, Promise<Cloud | null>>>();
  const done = remote.session.commit();
  holds<Equal<typeof done, Promise<void>>>();
  const now = db.session.commit();
  holds<Equal<typeof now, void>>();
}

/** Both sessions have the same methods; only `load` belongs to the one that has to wait. */
holds<Equal<keyof Session, Exclude<keyof AsyncSession, 'load'>>>();
