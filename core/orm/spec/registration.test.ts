import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;
beforeEach(() => {
  opened = openDatabase();
});

const key = (db: OpenedDatabase['db']) => db.Column(db.Integer, { primaryKey: true });

test('a table with a name is there at once, one without when its class is met', () => {
  const { db } = opened;
  class Role extends db.Model('roles', { id: key(db) }) {}
  expect([...db.metadata.tables.keys()]).toEqual(['roles']);
  class UserProfile extends db.Model({ id: key(db) }) {}
  expect(() => db.createAll()).toThrow(InvalidRequestError);
  expect(() => db.metadata).toThrow(
    /^db.Model\(\{…\}\) at .*registration\.test\.ts:\d+ has no table name and its class is not known yet: call db.register\(TheClass\) first, or give the table's name/,
  );
  db.register(UserProfile);
  expect([...db.metadata.tables.keys()]).toEqual(['roles', 'user_profile']);
  db.createAll();
  expect(opened.statements().filter((each) => each.startsWith('CREATE'))).toEqual([
    'CREATE TABLE roles ( id INTEGER NOT NULL, PRIMARY KEY (id) )',
    'CREATE TABLE user_profile ( id INTEGER NOT NULL, PRIMARY KEY (id) )',
  ]);
  expect(opened.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).toEqual([['roles'], ['user_profile']]);
  expect(String(Role)).toBe("<class 'Role'>");
});

test('the class keeps its own name in messages though a column covers it', () => {
  const { db } = opened;
  class Role extends db.Model('roles', { id: key(db), name: db.Column(db.String(9)), length: db.Column(db.Integer) }) {}
  expect((Role as unknown as { name: unknown }).name).toBe('Role');
  expect(String(Role.c.name.eq('x'))).toBe('roles.name = :name_1');
  expect(() => db.select('Role' as never)).toThrow(ArgumentError);
  db.register(Role);
  expect(String(Role.name.eq('x'))).toBe('roles.name = :name_1');
  expect(String((Role as any).length.eq(1))).toBe('roles.length = :length_1');
  expect(String(Role)).toBe("<class 'Role'>");
});

test('a backref is there before its class was declared', () => {
  const { db } = opened;
  class Role extends db.Model('roles', { id: key(db), users: db.relationship<User[]>('User', { backref: 'role' }) }) {}
  class User extends db.Model('users', { id: key(db), role_id: db.Column(db.Integer, db.ForeignKey('roles.id')) }) {}
  opened.createTables(Role, User);
  const user = new User({ role: new Role() } as never);
  db.session.add(user);
  db.session.commit();
  expect(opened.statements()).toEqual(['INSERT INTO roles DEFAULT VALUES', 'INSERT INTO users (role_id) VALUES (?) [1]']);
  expect((user as any).role.users).toEqual([user]);
  expect(opened.rows('SELECT * FROM users')).toEqual([[1, 1]]);
});

test('objects are made of a class that is known only', () => {
  const { db } = opened;
  db.Model('roles', { id: key(db) });
  class User extends db.Model('users', { id: key(db) }) {}
  db.createAll();
  db.session.add(new User());
  db.session.commit();
  expect(User.query.all()).toHaveLength(1);
});

test('a string target waits while a class is still unknown, and raises when all are known', () => {
  const { db } = opened;
  class Role extends db.Model('roles', { id: key(db), users: db.relationship('User') }) {}
  const Late = db.Model('users', { id: key(db), role_id: db.Column(db.Integer, db.ForeignKey('roles.id')) });
  const role = new Role();
  expect(() => role.users).toThrow(
    "When initializing mapper mapped class Role->roles, expression 'User' failed to locate a name ('User'). If this is a class name, check its spelling and that the class is registered: db.register(User)",
  );
  class User extends Late {}
  db.register(User);
  expect(role.users).toEqual([]);

  const other = openDatabase().db;
  class Lonely extends other.Model('lonely', { id: key(other), users: other.relationship('Usr') }) {}
  other.register(Lonely);
  expect(() => new Lonely()).toThrow(InvalidRequestError);
});

test('misuse of db.Model', () => {
  const { db } = opened;
  const Base = db.Model('roles', { id: key(db) });
  expect(() => new Base()).toThrow(
    "What db.Model('roles', …) gives is not a model by itself: write class Name extends db.Model('roles', …) {}",
  );
  class Role extends Base {}
  class Other extends Base {}
  db.register(Role);
  expect(() => db.register(Other)).toThrow(
    "Class Other and class Role both extend the same db.Model('roles', …): call db.Model once for each class",
  );
  expect(() => db.register(class Stranger {} as never)).toThrow(
    'Class Stranger is not a model: a model is a class that extends db.Model(…)',
  );
  expect(() => db.Model('keyless', { name: db.Column(db.Integer) })).toThrow(
    "Mapper mapped class of db.Model('keyless', …) could not assemble any primary key columns for mapped table 'keyless': give a column primaryKey: true",
  );
  expect([...db.metadata.tables.keys()]).toEqual(['roles']);
  expect(() => db.Model('roles', { id: key(db) })).toThrow(InvalidRequestError);
});

test('misuse of relationships', () => {
  const { db } = opened;
  class Role extends db.Model('roles', {
    id: key(db),
    get users() {
      return db.relationship(() => User, { backPopulates: 'role' });
    },
  }) {}
  class User extends db.Model('users', {
    id: key(db),
    role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
    get role() {
      return db.relationship(() => Role, { backPopulates: 'users' });
    },
  }) {}
  db.register(Role, User);
  expect(() => new Role()).toThrow(ArgumentError);
  expect(() => new Role()).toThrow(
    'User.role is a many-to-one relationship, so that its value is one Role or null, and its type has to say so: write db.relationship(() => Role, { uselist: false, … })',
  );
  expect(() => db.relationship(() => Role, { lazi: 'select' } as never)).toThrow(/^relationship\(\) has no option 'lazi'; it has backref/);
  expect(() => db.relationship(() => Role, { cascade: 'all, everything' })).not.toThrow();
});
