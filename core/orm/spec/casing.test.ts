import { beforeEach, expect, test } from 'vitest';
import { NoReferencedColumnError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase({ casing: 'snake_case' });
  const { db } = opened;
  const memberOf = db.Table('memberships', {
    userId: db.Column('user_id', db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
    teamId: db.Column('team_id', db.Integer, db.ForeignKey('teams.id'), { primaryKey: true }),
  });
  class Team extends db.Model('teams', { id: db.Column(db.Integer, { primaryKey: true }), displayName: db.Column(db.String(20)) }) {}
  class User extends db.Model(
    'users',
    {
      id: db.Column(db.Integer, { primaryKey: true }),
      firstName: db.Column(db.String(20), { nullable: false }),
      homeURL: db.Column(db.String(40)),
      isAdmin: db.Column('admin', db.Boolean),
      roleId: db.Column(db.Integer, db.ForeignKey('roles.role_id')),
      get role() {
        return db.relationship(() => Role, { uselist: false, backPopulates: 'users' });
      },
      get teams() {
        return db.relationship(() => Team, { secondary: 'memberships', backref: 'users' });
      },
    },
    { constraints: (t) => [db.UniqueConstraint(t.firstName, t.roleId), db.Index('ix_home', 'home_url')] },
  ) {}
  class Role extends db.Model('roles', {
    roleId: db.Column(db.Integer, { primaryKey: true }),
    get users() {
      return db.relationship(() => User, { backPopulates: 'role' });
    },
  }) {}
  opened.createTables(Team, User, Role);
  return { db, User, Role, Team, memberOf };
}

let models: ReturnType<typeof declare>;
beforeEach(() => {
  models = declare();
});

test('attribute names become column names; a name that is given stays', () => {
  const { db, User, Role, Team } = models;
  const user = new User({ firstName: 'Ann', homeURL: 'a.org', isAdmin: true, role: new Role(), teams: [new Team({ displayName: 'red' })] });
  db.session.add(user);
  db.session.commit();
  expect(opened.statements()).toEqual([
    'INSERT INTO roles DEFAULT VALUES',
    'INSERT INTO teams (display_name) VALUES (?) ["red"]',
    'INSERT INTO users (first_name, home_url, admin, role_id) VALUES (?, ?, ?, ?) ["Ann","a.org",1,1]',
    'INSERT INTO memberships (user_id, team_id) VALUES (?, ?) [1,1]',
  ]);
  expect(opened.rows('SELECT first_name, home_url, admin, role_id FROM users')).toEqual([['Ann', 'a.org', 1, 1]]);
  expect(opened.rows("SELECT name FROM sqlite_master WHERE name = 'ix_home'")).toEqual([['ix_home']]);
});

test('objects, rows and queries use attribute names', () => {
  const { db, User } = models;
  db.session.add(new User({ firstName: 'Ann', homeURL: 'a.org' }));
  db.session.commit();
  expect(User.query.filterBy({ firstName: 'Ann' }).one().homeURL).toBe('a.org');
  const [row] = db.session.execute(db.select(User.firstName, User.homeURL)).all();
  expect(row!.asObject()).toEqual({ firstName: 'Ann', homeURL: 'a.org' });
  expect(JSON.parse(JSON.stringify(User.query.one()))).toEqual({ id: 1, firstName: 'Ann', homeURL: 'a.org', isAdmin: null, roleId: null });
});

test('misuse: a foreign key to a column that is not there', () => {
  const { db } = models;
  class Badge extends db.Model('badges', {
    id: db.Column(db.Integer, { primaryKey: true }),
    roleId: db.Column(db.Integer, db.ForeignKey('roles.role')),
  }) {}
  db.register(Badge);
  expect(() => db.createAll()).toThrow(NoReferencedColumnError);
  expect(() => db.createAll()).toThrow("table 'roles' has no column named 'role'");
});
