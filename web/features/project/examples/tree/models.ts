import { db } from './db';

export class Category extends db.Model('categories', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(60), { nullable: false }),
  parent_id: db.Column(db.Integer, db.ForeignKey('categories.id'), { index: true }),
  get children() {
    return db.relationship(() => Category, { backPopulates: 'parent', orderBy: () => Category.name });
  },
  get parent() {
    return db.relationship(() => Category, { uselist: false, remoteSide: () => [Category.id], backPopulates: 'children' });
  },
}) {
  static { db.register(this); }

  /** From the root to here. */
  path(): string {
    return this.parent ? `${this.parent.path()} / ${this.name}` : this.name!;
  }

  toString() { return `<Category '${this.name}'>`; }
}
