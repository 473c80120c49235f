/**
 * The classic first session with two models, from an empty database to relationship queries. Run it: `npx tsx examples/chapter.ts`
 */
import { pathToFileURL } from 'node:url';
import { createDatabase } from '../core/node/index.ts';

export const db = createDatabase('sqlite://');

export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  get users() {
    return db.relationship(() => User, { backPopulates: 'role', lazy: 'dynamic' });
  },
}) {
  static {
    db.register(this);
  }
  override toString(): string {
    return `<Role '${this.name}'>`;
  }
}

export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() {
    return db.relationship(() => Role, { uselist: false, backPopulates: 'users' });
  },
}) {
  static {
    db.register(this);
  }
  override toString(): string {
    return `<User '${this.username}'>`;
  }
}

/** Walks through the session; each step says what it is, and what it gives is printed as a shell prints it. */
export function chapter(print: (line: string) => void = console.log): void {
  const show = (value: unknown): void => print(Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

  // Tables: createAll does not change a table that is there, so drop before you create again.
  db.createAll();
  db.dropAll();
  db.createAll();

  // Rows: an object has no id before it is written.
  const adminRole = new Role({ name: 'Admin' });
  const modRole = new Role({ name: 'Moderator' });
  let userRole = new Role({ name: 'User' });
  const john = new User({ username: 'john', role: adminRole });
  const susan = new User({ username: 'susan', role: userRole });
  const david = new User({ username: 'david', role: userRole });
  for (const role of [adminRole, modRole, userRole]) show(role.id);

  db.session.addAll([adminRole, modRole, userRole, john, susan, david]);
  db.session.commit();
  for (const role of [adminRole, modRole, userRole]) show(role.id);

  // Changing and deleting
  adminRole.name = 'Administrator';
  db.session.add(adminRole);
  db.session.commit();
  db.session.delete(modRole);
  db.session.commit();

  // Queries
  show(Role.query.all());
  show(User.query.all());
  show(User.query.filterBy({ role: userRole }).all());
  show(User.query.filterBy({ role: userRole }));
  userRole = Role.query.filterBy({ name: 'User' }).first()!;

  // A dynamic relationship gives a query
  show(userRole.users.orderBy(User.username).all());
  show(userRole.users.count());
  const users = userRole.users.all();
  show(users);
  show(users[0]!.role);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) chapter();
