import { expect, test } from 'vitest';
import { AmbiguousForeignKeysError, ArgumentError, InvalidRequestError, NoForeignKeysError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';
import type { RelationshipOptions } from '../relationship-definition.ts';

type Db = OpenedDatabase['db'];
type ErrorClass = new (...args: never[]) => Error;

/** Two models, the second with a key to the first; `there` and `back` are the options of the relationships between them. */
function declare(there: RelationshipOptions | null, back: RelationshipOptions | null, columns: (db: Db) => object = () => ({})) {
  const { db } = openDatabase();
  const loose = db as any;
  class Parent extends loose.Model('parents', {
    id: db.Column(db.Integer, { primaryKey: true }),
    code: db.Column(db.Integer),
    ...(there === null ? {} : { kids: loose.relationship('Kid', there) }),
  }) {}
  class Kid extends loose.Model('kids', {
    id: db.Column(db.Integer, { primaryKey: true }),
    parent_id: db.Column(db.Integer, db.ForeignKey('parents.id')),
    ...columns(db),
    ...(back === null ? {} : { parent: loose.relationship('Parent', back) }),
  }) {}
  loose.register(Parent, Kid);
  return { db: loose, Parent: Parent as any, Kid: Kid as any };
}

/** What configuration raises, by what is declared. */
const mistakes: readonly (readonly [string, ErrorClass, RegExp, () => ReturnType<typeof declare>])[] = [
  [
    'two keys to one table',
    AmbiguousForeignKeysError,
    /on relationship Parent.kids - there are multiple foreign key paths linking the tables.*Specify the 'foreignKeys' argument/s,
    () => declare({}, null, (db) => ({ second_id: db.Column(db.Integer, db.ForeignKey('parents.id')) })),
  ],
  [
    'a back side that is not there',
    InvalidRequestError,
    /has no property 'mother': backPopulates of Parent.kids names a relationship of Kid, so write it there, or use backref: 'mother' here/,
    () => declare({ backPopulates: 'mother' }, null),
  ],
  [
    'two sides of one direction',
    ArgumentError,
    /are both of the same direction oneToMany\.\s+Did you mean to set remoteSide on the many-to-one side/,
    () => {
      const { db } = openDatabase();
      const loose = db as any;
      class Node extends loose.Model('nodes', {
        id: db.Column(db.Integer, { primaryKey: true }),
        up_id: db.Column(db.Integer, db.ForeignKey('nodes.id')),
        up: loose.relationship('Node', { backPopulates: 'down' }),
        down: loose.relationship('Node', { backPopulates: 'up' }),
      }) {}
      loose.register(Node);
      return { db: loose, Parent: Node as any, Kid: Node as any };
    },
  ],
  [
    'a backref whose name is taken',
    ArgumentError,
    /Error creating backref 'parent_id' on relationship 'Parent.kids': property of that name exists on mapper 'mapped class Kid->kids'/,
    () => declare({ backref: 'parent_id' }, null),
  ],
  ['delete-orphan on the many side', ArgumentError, /delete-orphan.*singleParent/s, () => declare(null, { cascade: 'all, delete-orphan' })],
  [
    'an association table that is not there',
    InvalidRequestError,
    /expression 'links' failed to locate a name \('links'\): no table of this name is declared/,
    () => declare({ secondary: 'links' }, null),
  ],
  [
    'a condition without a foreign key',
    ArgumentError,
    /Could not locate any relevant foreign key columns for primary join condition 'parents.code = kids.id' on relationship Parent.kids/,
    () => {
      const made: ReturnType<typeof declare> = declare({ primaryjoin: () => made.Parent.code.eq(made.Kid.id) }, null);
      return made;
    },
  ],
  [
    'a function that fails',
    ArgumentError,
    /primaryjoin of Parent.kids failed: nothing here/,
    () =>
      declare(
        {
          primaryjoin: () => {
            throw new Error('nothing here');
          },
        },
        null,
      ),
  ],
  [
    'a function that gives nothing',
    ArgumentError,
    /orderBy of Parent.kids gave undefined: does every name in it exist\?/,
    () => declare({ orderBy: () => undefined as never }, null),
  ],
  [
    'a text in the place of an expression',
    ArgumentError,
    /orderBy of Parent.kids is a SQL expression, or an array of them: got 'name'/,
    () => declare({ orderBy: () => 'name' as never }, null),
  ],
];

test.each(mistakes)('%s', (_name, cls, message, make) => {
  const { Parent, Kid, db } = make();
  expect(() => new Parent()).toThrow(cls);
  // it stays until it is cured, for every model of the database
  expect(() => new Kid()).toThrow(message);
  expect(() => db.session.query(Kid).all()).toThrow(message);
});

test('no key between two tables', () => {
  const { db } = openDatabase();
  const loose = db as any;
  class A extends loose.Model('a', { id: db.Column(db.Integer, { primaryKey: true }), bs: loose.relationship('B') }) {}
  class B extends loose.Model('b', { id: db.Column(db.Integer, { primaryKey: true }) }) {}
  loose.register(A, B);
  expect(() => new A()).toThrow(NoForeignKeysError);
  expect(() => new A()).toThrow(
    /on relationship A.bs - there are no foreign keys linking these tables.\s+Ensure that referencing columns are associated with a ForeignKey/,
  );
});

test('an error of configuration names its place in fields', () => {
  const { Parent } = declare({ backPopulates: 'mother' }, null);
  try {
    new Parent();
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ entity: 'Parent', attribute: 'kids', table: 'parents', target: 'Kid', targetTable: 'kids' });
    expect((error as { definedAt: string }).definedAt).toContain('configuration-errors.test.ts');
  }
});

test('options that are wrong by themselves are refused where they are written', () => {
  const { db } = openDatabase();
  expect(() => declare({ collectionClass: Map as never }, null)).toThrow('collectionClass is Array or Set');
  expect(() => declare({ cascade: 'all, everything' }, null)).toThrow(/Invalid cascade option\(s\): 'everything'; known are save-update/);
  expect(() => db.relationship(class Role {} as never)).toThrow(
    'relationship expects a function that gives the class: write db.relationship(() => Role) instead of db.relationship(Role)',
  );
});
