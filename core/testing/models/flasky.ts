import type { Database } from '../../orm/database.ts';

/** Roles and users: one-to-many with a backref, the classic first example. */
export function flasky(db: Database) {
  class Role extends db.Model('roles', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(64), { unique: true }),
    users: db.relationship<any>('User', { backref: 'role', lazy: 'dynamic' }),
  }) {
    override toString(): string {
      return `<Role '${this.name}'>`;
    }
  }
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    username: db.Column(db.String(64), { unique: true, index: true }),
    role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  }) {
    override toString(): string {
      return `<User '${this.username}'>`;
    }
  }
  db.register(Role, User);
  return { Role, User };
}
