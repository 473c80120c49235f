import { db } from './db';

export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  get users() {
    return db.relationship(() => User, {
      backPopulates: 'role', lazy: 'dynamic',
    });
  },
}) {
  toString() { return `<Role '${this.name}'>`; }
}

export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), {
    unique: true, index: true,
  }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() {
    return db.relationship(() => Role, {
      uselist: false, backPopulates: 'users',
    });
  },
}) {
  toString() { return `<User '${this.username}'>`; }
}
