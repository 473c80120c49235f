import { beforeEach, describe, expect, test } from 'vitest';
import {
  ArgumentError,
  DetachedInstanceError,
  IntegrityError,
  InvalidRequestError,
  ObjectDeletedError,
  PendingRollbackError,
  ResourceClosedError,
  StaleDataError,
  UnmappedInstanceError,
} from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

function declare({ db, conversation }: OpenedDatabase) {
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(20), { nullable: false, unique: true }),
    age: db.Column(db.Integer),
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'author', cascade: 'all, delete-orphan', orderBy: () => Post.id });
    },
  }) {
    static {
      db.register(this);
    }
  }
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    title: db.Column(db.String(20)),
    author_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
    get author() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
    },
  }) {
    static {
      db.register(this);
    }
  }
  db.createAll();
  db.session.addAll([
    new User({ name: 'ann', age: 30, posts: [new Post({ title: 'a' }), new Post({ title: 'b' })] }),
    new User({ name: 'bob', age: 20 }),
  ]);
  db.session.commit();
  conversation();
  return { User, Post };
}

let opened: OpenedDatabase;
let models: ReturnType<typeof declare>;
let db: OpenedDatabase['db'];
beforeEach(() => {
  opened = openDatabase();
  db = opened.db;
  models = declare(opened);
});

const stateOf = (object: object): string => db.inspect(object).state;

describe('states', () => {
  test('an object goes from transient to pending, persistent, deleted and detached', () => {
    const { User } = models;
    const user = new User({ name: 'cyd' });
    const seen = [stateOf(user)];
    db.session.add(user);
    seen.push(stateOf(user));
    db.session.flush();
    seen.push(stateOf(user));
    db.session.delete(user);
    db.session.flush();
    seen.push(stateOf(user));
    db.session.commit();
    seen.push(stateOf(user));
    expect(seen).toEqual(['transient', 'pending', 'persistent', 'deleted', 'detached']);
    expect(() => db.session.add(user)).toThrow(InvalidRequestError);
    expect(() => db.session.delete(user)).toThrow(/deleted already/);
  });

  test('what is no object of a model is refused, and the message says what it was', () => {
    expect(() => db.session.add(null as never)).toThrow('null was given where an object of a model is expected');
    expect(() => db.session.add({})).toThrow('an object of no model');
    expect(() => db.session.add(models.User)).toThrow('Class User was given where an object of it is expected: write new User(…)');
    expect(() => db.session.delete(new models.User({ name: 'x' }))).toThrow(/is not persisted/);
    expect(() => db.session.add('x' as never)).toThrow(UnmappedInstanceError);
  });

  test('new, dirty and deleted name the objects a flush is about', () => {
    const { User } = models;
    const [ann, bob] = User.query.orderBy(User.id).all();
    const cyd = new User({ name: 'cyd' });
    db.session.add(cyd);
    ann!.age = 31;
    // a delete asks for what its cascade takes along, and a question flushes
    db.session.noAutoflush(() => db.session.delete(bob!));
    expect([...db.session.new]).toEqual([cyd]);
    expect([...db.session.dirty]).toEqual([ann]);
    expect([...db.session.deleted]).toEqual([bob]);
    expect(db.session.has(cyd) && db.session.has(ann!)).toBe(true);
    db.session.rollback();
    expect([db.session.new.size, db.session.dirty.size, db.session.deleted.size]).toEqual([0, 0, 0]);
    expect([stateOf(cyd), stateOf(bob!), ann!.age]).toEqual(['transient', 'persistent', 30]);
  });

  test('isModified tells a change from an assignment of the same value', () => {
    const ann = models.User.query.first()!;
    const { age } = ann;
    ann.age = age;
    expect([db.session.dirty.has(ann), db.session.isModified(ann)]).toEqual([true, false]);
    ann.posts.pop();
    expect(db.session.isModified(ann)).toBe(true);
    expect(db.session.isModified(ann, { includeCollections: false })).toBe(false);
  });
});

describe('expire, refresh, expunge', () => {
  test('an expired attribute is read anew, alone', () => {
    const ann = models.User.query.first()!;
    opened.statements();
    db.session.expire(ann, ['age']);
    expect(ann.age).toBe(30);
    expect(opened.statements()).toEqual(['SELECT users.age AS users_age FROM users WHERE users.id = ? [1]']);
    expect(() => db.session.expire(ann, ['nme'])).toThrow("User has no attribute 'nme'");
  });

  test('refresh overwrites what was changed', () => {
    const ann = models.User.query.first()!;
    ann.age = 99;
    opened.statements();
    db.session.refresh(ann);
    expect([ann.age, db.session.dirty.size]).toEqual([30, 0]);
    expect(opened.statements()).toEqual(['SELECT users.id, users.name, users.age FROM users WHERE users.id = ? [1]']);
    expect(() => db.session.refresh(new models.User({ name: 'x' }))).toThrow(/not persistent within this Session/);
  });

  test('a row that is gone: refresh and access say so', () => {
    const bob = models.User.query.filterBy({ name: 'bob' }).one();
    db.session.execute(db.text("DELETE FROM users WHERE name = 'bob'"));
    expect(() => db.session.refresh(bob)).toThrow(InvalidRequestError);
    expect(() => bob.age).toThrow(ObjectDeletedError);
  });

  test('expunge lets an object and what its cascade reaches go', () => {
    const ann = models.User.query.first()!;
    const [post] = ann.posts;
    db.session.expunge(ann);
    expect([stateOf(ann), stateOf(post!), ann.name]).toEqual(['detached', 'detached', 'ann']);
    ann.age = 1;
    db.session.commit();
    expect(opened.rows('SELECT age FROM users')).toEqual([[30], [20]]);
    expect(() => post!.author).toThrow(DetachedInstanceError);
    expect(() => db.session.expunge(ann)).toThrow('is not present in this Session');
    const bob = models.User.query.filterBy({ name: 'bob' }).one();
    db.session.expunge(bob);
    expect(() => bob.posts).toThrow(DetachedInstanceError);
  });
});

describe('merge', () => {
  test('copies a graph to the rows it means, new ones among them', () => {
    const { User, Post } = models;
    const merged = db.session.merge(new User({ id: 1, name: 'anna', posts: [new Post({ id: 2, title: 'B' }), new Post({ title: 'c' })] }));
    db.session.commit();
    expect(merged.age).toBe(30);
    expect(opened.rows('SELECT id, name, age FROM users')).toEqual([
      [1, 'anna', 30],
      [2, 'bob', 20],
    ]);
    // the first post left the list, and is an orphan
    expect(opened.rows('SELECT id, title, author_id FROM posts')).toEqual([
      [2, 'B', 1],
      [3, 'c', 1],
    ]);
  });

  test('load: false believes what it is given and sends nothing', () => {
    const ann = models.User.query.first()!;
    db.session.expungeAll();
    opened.statements();
    const merged = db.session.merge(ann, { load: false });
    expect([merged === ann, merged.name, db.session.dirty.size]).toEqual([false, 'ann', 0]);
    expect(opened.statements()).toEqual([]);
    ann.age = 1;
    db.session.expungeAll();
    expect(() => db.session.merge(ann, { load: false })).toThrow(/changed objects/);
    expect(() => db.session.merge(new models.User({ name: 'x' }), { load: false })).toThrow(/without a row/);
  });
});

describe('flush', () => {
  test('autoflush comes before a query; noAutoflush keeps it away', () => {
    const { User } = models;
    db.session.add(new User({ name: 'cyd' }));
    expect(db.session.noAutoflush(() => User.query.count())).toBe(2);
    expect(User.query.count()).toBe(3);
    expect(() =>
      db.session.noAutoflush(() => {
        throw new ArgumentError('x');
      }),
    ).toThrow('x');
    expect(db.session.autoflush).toBe(true);
  });

  test('text is sent as it is: nothing is written before', () => {
    db.session.add(new models.User({ name: 'cyd' }));
    expect(db.session.execute(db.text('SELECT count(*) FROM users')).scalar()).toBe(2);
  });

  test('a failed flush rolls back, and the session says so until it is told to', () => {
    const { User } = models;
    const twice = new User({ name: 'ann' });
    db.session.add(twice);
    expect(() => db.session.flush()).toThrow(IntegrityError);
    expect(db.session.isActive).toBe(false);
    expect(() => User.query.all()).toThrow(PendingRollbackError);
    expect(() => User.query.all()).toThrow(/first issue Session.rollback\(\).*UNIQUE constraint failed: users.name/s);
    db.session.rollback();
    expect([stateOf(twice), User.query.count()]).toEqual(['transient', 2]);
  });

  test('a row that another program has deleted is told', () => {
    const bob = models.User.query.filterBy({ name: 'bob' }).one();
    bob.age = 21;
    db.session.execute(db.text('DELETE FROM users WHERE id = 2'));
    expect(() => db.session.flush()).toThrow(StaleDataError);
    expect(() => db.session.flush()).not.toThrow(StaleDataError);
  });

  test('statements know why they are sent', () => {
    const causes: string[] = [];
    db.engine.events.on('statement', ({ origin }) =>
      causes.push([origin.cause, origin.relationship, origin.entities?.join()].filter(Boolean).join(' ')),
    );
    const ann = models.User.query.first()!;
    void ann.posts.length;
    ann.posts.push(new models.Post({ title: 'c' }));
    ann.age = 40;
    db.session.flush();
    expect(causes).toEqual(['query', 'lazyLoad User.posts', 'flush Post,User', 'flush Post,User']);
  });

  test('deletes that take their rows along know the order without loading more', () => {
    const { User, Post } = models;
    const users = User.query.all();
    const posts = Post.query.all();
    opened.conversation();
    db.session.noAutoflush(() => {
      for (const object of [...users, ...posts]) db.session.delete(object);
    });
    db.session.commit();
    const deletes = opened.conversation().filter((line) => line.startsWith('DELETE'));
    expect(deletes).toEqual(['DELETE FROM posts WHERE posts.id IN (?, ?) [1,2]', 'DELETE FROM users WHERE users.id IN (?, ?) [1,2]']);
    expect(opened.rows('SELECT count(*) FROM users')).toEqual([[0]]);
  });
});

describe('transactions', () => {
  test('begin with a function commits what it did, and rolls back what throws', () => {
    const { User } = models;
    expect(db.session.begin(() => db.session.add(new User({ name: 'cyd' })))).toBeUndefined();
    expect(() =>
      db.session.begin(() => {
        db.session.add(new User({ name: 'dan' }));
        db.session.flush();
        throw new ArgumentError('stop');
      }),
    ).toThrow('stop');
    expect(opened.rows('SELECT name FROM users ORDER BY id')).toEqual([['ann'], ['bob'], ['cyd']]);
    expect(() => db.session.begin((async () => 1) as never)).toThrow(ArgumentError);
    db.session.begin();
    expect(() => db.session.begin()).toThrow(/already begun/);
  });

  test('savepoints end one by one, and a closed one is told', () => {
    const { User } = models;
    db.session.add(new User({ name: 'cyd' }));
    const outer = db.session.beginNested();
    db.session.add(new User({ name: 'dan' }));
    const inner = db.session.beginNested();
    db.session.add(new User({ name: 'eve' }));
    db.session.flush();
    inner.rollback();
    outer.commit();
    expect(() => inner.commit()).toThrow(ResourceClosedError);
    db.session.commit();
    expect(opened.rows('SELECT name FROM users ORDER BY id')).toEqual([['ann'], ['bob'], ['cyd'], ['dan']]);
  });

  test('a scope has a session of its own', () => {
    const { User } = models;
    const ann = User.query.first()!;
    const inner = db.scope((session) => {
      expect(db.session).toBe(session);
      const same = User.query.first()!;
      expect(same).not.toBe(ann);
      expect(() => session.add(ann)).toThrow(/attached to another session/);
      same.age = 77;
      return same;
    });
    expect(stateOf(inner)).toBe('detached');
    expect([db.session.has(ann), db.objectSession(ann) === db.session]).toEqual([true, true]);
    db.session.commit();
    expect(opened.rows('SELECT age FROM users WHERE id = 1')).toEqual([[30]]);
  });
});

describe('many rows at once', () => {
  test('update and delete keep the objects in step without a question where they can', () => {
    const { User } = models;
    const [ann, bob] = User.query.orderBy(User.id).all();
    opened.statements();
    const result = db.session.execute(
      db
        .update(User)
        .where(User.age.lt(25))
        .values({ age: User.age.add(1) }),
    );
    expect([result.rowcount, ann!.age, bob!.age]).toEqual([1, 30, 21]);
    db.session.execute(db.delete(models.Post).where(models.Post.author_id.eq(2)));
    db.session.execute(db.delete(User).where(User.id.in([2])));
    expect([stateOf(bob!), db.session.has(bob!)]).toEqual(['deleted', false]);
    expect(opened.statements()).toEqual([
      'UPDATE users SET age=(users.age + ?) WHERE users.age < ? [1,25]',
      'DELETE FROM posts WHERE posts.author_id = ? [2]',
      'DELETE FROM users WHERE users.id IN (?) [2]',
    ]);
    db.session.rollback();
    expect([stateOf(bob!), bob!.age]).toEqual(['persistent', 20]);
  });

  test('what only the database can judge is asked for, or refused where that is forbidden', () => {
    const { User } = models;
    const ann = User.query.first()!;
    opened.statements();
    const statement = db.update(User).where(User.name.like('a%')).values({ age: 1 });
    db.session.execute(statement);
    expect(ann.age).toBe(1);
    expect(opened.statements()).toEqual([
      'SELECT users.id FROM users WHERE users.name LIKE ? ["a%"]',
      'UPDATE users SET age=? WHERE users.name LIKE ? [1,"a%"]',
    ]);
    const evaluate = { executionOptions: { synchronizeSession: 'evaluate' } };
    expect(() => db.session.execute(statement, undefined, evaluate)).toThrow(/Could not evaluate current criteria in JavaScript/);
    expect(() => db.session.execute(statement, undefined, { executionOptions: { synchronizeSession: 'maybe' } })).toThrow(ArgumentError);
    db.session.execute(statement.values({ age: 2 }), undefined, { executionOptions: { synchronizeSession: false } });
    expect(ann.age).toBe(1);
  });

  test('NULL in a condition is unknown here as it is there', () => {
    const { User } = models;
    db.session.add(new User({ name: 'cyd' }));
    db.session.flush();
    const users = User.query.orderBy(User.id).all();
    db.session.execute(db.update(User).where(User.age.ne(30)).values({ name: 'x' }));
    expect(users.map((user) => user.name)).toEqual(['ann', 'x', 'cyd']);
    expect(opened.rows('SELECT name FROM users ORDER BY id')).toEqual([['ann'], ['x'], ['cyd']]);
  });

  test('a key of another type is refused by the name of its attribute', () => {
    const { User } = models;
    expect(() => db.session.get(User, '1' as never)).toThrow("get: User.id: INTEGER takes a whole number up to 2^53, not '1'");
    expect(() => db.session.get(User, { id: 'x' } as never)).toThrow(/^get: User\.id: /);
  });

  test('INSERT takes attribute names, and RETURNING of a class gives its objects', () => {
    const { User } = models;
    opened.statements();
    db.session.execute(db.insert(User), [{ name: 'cyd' }, { name: 'dan', age: 4 }]);
    const eve = db.session.scalars(db.insert(User).values({ name: 'eve', age: 5 }).returning(User)).one();
    expect([stateOf(eve), eve.id, eve.age, db.session.get(User, 5)]).toEqual(['persistent', 5, 5, eve]);
    expect(opened.statements()).toEqual([
      'INSERT INTO users (name, age) VALUES (?, ?), (?, ?) ["cyd",null,"dan",4]',
      'INSERT INTO users (name, age) VALUES (?, ?) RETURNING id, name, age ["eve",5]',
    ]);
  });

  test('mappings and objects are written without the session', () => {
    const { User } = models;
    const rows = [{ name: 'cyd' }, { name: 'dan', age: 5 }] as Record<string, unknown>[];
    db.session.bulkInsertMappings(User, rows, { returnDefaults: true });
    expect(rows.map(({ id }) => id)).toEqual([3, 4]);
    db.session.bulkUpdateMappings(User, [
      { id: 3, age: 1 },
      { id: 4, age: 2 },
    ]);
    const eve = new User({ name: 'eve' });
    db.session.bulkSaveObjects([eve]);
    expect([stateOf(eve), db.session.new.size]).toEqual(['transient', 0]);
    db.session.commit();
    expect(opened.rows('SELECT id, name, age FROM users WHERE id > 2')).toEqual([
      [3, 'cyd', 1],
      [4, 'dan', 2],
      [5, 'eve', null],
    ]);
    expect(() => db.session.bulkUpdateMappings(User, [{ age: 1 }])).toThrow('lacks the primary key User.id');
    expect(() => db.session.bulkInsertMappings(User, [{ nme: 'x' }])).toThrow("User has no column attribute 'nme'");
    expect(() => db.session.bulkInsertMappings(User, [{ name: 'ann' }])).toThrow(IntegrityError);
    expect(() => User.query.count()).toThrow(PendingRollbackError);
  });
});

describe('trackModifications', () => {
  test('listeners hear what a commit did, and nothing of what was rolled back', () => {
    opened = openDatabase({ trackModifications: true });
    db = opened.db;
    const { User } = declare(opened);
    const heard: string[] = [];
    const end = db.events.on('modelsCommitted', (changes) =>
      heard.push(changes.map(({ object, operation }) => `${operation} ${(object as { name: string }).name}`).join()),
    );
    const ann = User.query.first()!;
    db.session.add(new User({ name: 'cyd' }));
    ann.age = 1;
    db.session.delete(User.query.filterBy({ name: 'bob' }).one());
    db.session.commit();
    db.session.add(new User({ name: 'dan' }));
    db.session.flush();
    db.session.rollback();
    db.session.commit();
    expect(heard).toEqual(['insert cyd,update ann,delete bob']);
    end();
    db.events.on('beforeModelsCommitted', () => {
      throw new ArgumentError('not today');
    });
    db.session.add(new User({ name: 'eve' }));
    expect(() => db.session.commit()).toThrow('not today');
    db.session.rollback();
    expect(opened.rows('SELECT name FROM users ORDER BY id')).toEqual([['ann'], ['cyd']]);
  });

  test('without the option nobody is told, and asking for it says so', () => {
    expect(() => db.events.on('modelsCommitted', () => {})).toThrow('{ trackModifications: true }');
  });
});
