import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { pgliteDriver } from '../../dialects/postgres/pglite-driver.ts';
import { InvalidRequestError, MissingAwaitError, MultipleResultsFound, NotFound } from '../../errors.ts';
import { createAsyncDatabase } from '../database.ts';

const instance = await PGlite.create();
afterAll(() => instance.close());

const db = createAsyncDatabase('pglite://', { driver: pgliteDriver(instance) });

class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  get users() {
    return db.relationship(() => User, { backPopulates: 'role', lazy: 'dynamic' });
  },
}) {
  static {
    db.register(this);
  }
}

class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { nullable: false, unique: true }),
  bio: db.Column(db.Text, { deferred: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() {
    return db.relationship(() => Role, { uselist: false, backPopulates: 'users' });
  },
  get posts() {
    return db.relationship(() => Post, { backPopulates: 'author', orderBy: () => Post.id, cascade: 'all, delete-orphan' });
  },
}) {
  static {
    db.register(this);
  }
}

class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(64), { nullable: false }),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
  get author() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
  },
}) {
  static {
    db.register(this);
  }
}

beforeEach(async () => {
  await db.session.remove();
  await db.dropAll();
  await db.createAll();
  const admin = new Role({ name: 'Admin' });
  const plain = new Role({ name: 'User' });
  const john = new User({ username: 'john', bio: 'long', role: admin, posts: [new Post({ title: 'a' }), new Post({ title: 'b' })] });
  db.session.addAll([admin, plain, john, new User({ username: 'susan', role: plain }), new User({ username: 'david', role: plain })]);
  await db.session.commit();
  await db.session.remove();
});

const names = (users: readonly User[]): string[] => users.map(({ username }) => username);

describe('queries give promises', () => {
  test('all, first, one, get, count, scalar', async () => {
    expect(names(await User.query.orderBy(User.username).all())).toEqual(['david', 'john', 'susan']);
    expect((await User.query.filterBy({ username: 'john' }).first())!.username).toBe('john');
    expect(await User.query.filterBy({ username: 'nobody' }).first()).toBeNull();
    expect((await User.query.get(1))!.id).toBe(1);
    expect(await User.query.count()).toBe(3);
    expect(await db.session.query(db.func.max(User.id)).scalar()).toBe(3);
    await expect(User.query.one()).rejects.toThrow(MultipleResultsFound);
    await expect(User.query.filterBy({ username: 'nobody' }).firstOr404()).rejects.toThrow(NotFound);
    await expect(User.query.getOr404(99)).rejects.toMatchObject({ status: 404 });
  });

  test('statements of the second generation', async () => {
    const rows = await db.session.execute(db.select(User.username, Role.name).join(User.role).orderBy(User.username));
    expect(rows.all().map((row) => [...row])).toEqual([
      ['david', 'User'],
      ['john', 'Admin'],
      ['susan', 'User'],
    ]);
    const users = await db.session.scalars(
      db
        .select(User)
        .where(User.role.has(Role.name.eq('User')))
        .orderBy(User.username),
    );
    expect(names(users.all())).toEqual(['david', 'susan']);
    expect(await db.session.scalar(db.select(db.func.count(Post.id)))).toBe(2);
  });

  test('pages turn with await, and a query is iterated with for await', async () => {
    const page = await User.query.orderBy(User.username).paginate({ page: 1, perPage: 2 });
    expect([names(page.items as User[]), page.total]).toEqual([['david', 'john'], 3]);
    const next = await page.next();
    expect(names(next.items)).toEqual(['susan']);
    const met: string[] = [];
    for await (const user of User.query.orderBy(User.id)) met.push(user.username);
    expect(met).toEqual(['john', 'susan', 'david']);
  });

  test('update and delete of a query', async () => {
    const john = (await User.query.filterBy({ username: 'john' }).one())!;
    expect(await User.query.filter(User.id.le(2)).update({ bio: 'short' })).toBe(2);
    expect(await john.load('bio')).toBe('short');
    expect(await User.query.filter(User.username.eq('david')).delete()).toBe(1);
    expect(await User.query.count()).toBe(2);
  });
});

describe('what is not loaded has to be awaited', () => {
  test('a relationship: MissingAwaitError says what to write, load does it', async () => {
    const john = await User.query.filterBy({ username: 'john' }).one();
    expect(() => john.role).toThrow(MissingAwaitError);
    expect(() => john.role).toThrow(
      "User.role is not loaded. Await object.load('role'), or query with an eager option such as selectinload.",
    );
    expect(() => john.posts).toThrow(MissingAwaitError);
    const role = await john.load('role');
    expect(role!.name).toBe('Admin');
    expect(john.role).toBe(role);
    expect((await john.load('posts')).map(({ title }) => title)).toEqual(['a', 'b']);
    expect(john.posts).toHaveLength(2);
  });

  test('a deferred column, and everything after a commit', async () => {
    const john = await User.query.filterBy({ username: 'john' }).one();
    expect(() => john.bio).toThrow(MissingAwaitError);
    expect(await john.load('bio')).toBe('long');
    await db.session.commit();
    expect(() => john.username).toThrow(MissingAwaitError);
    expect(await john.load('username')).toBe('john');
    await db.session.commit();
    await db.session.refresh(john);
    expect(john.username).toBe('john');
  });

  test('a many-to-one whose object is in the session needs no await', async () => {
    await Role.query.all();
    const john = await User.query.filterBy({ username: 'john' }).one();
    expect(john.role!.name).toBe('Admin');
  });

  test('a condition with an expired object loads it first', async () => {
    const admin = await Role.query.filterBy({ name: 'Admin' }).one();
    await db.session.commit();
    expect(names(await User.query.filterBy({ role: admin }).all())).toEqual(['john']);
    await db.session.commit();
    expect(names(await admin.users.orderBy(User.id).all())).toEqual(['john']);
  });

  for (const option of ['joinedload', 'selectinload', 'subqueryload', 'immediateload'] as const) {
    test(`${option} loads along`, async () => {
      const users = await User.query.options(db[option](User.posts), db[option](User.role)).orderBy(User.id).all();
      expect(users.map(({ posts, role }) => [posts.length, role!.name])).toEqual([
        [2, 'Admin'],
        [0, 'User'],
        [0, 'User'],
      ]);
    });
  }
});

describe('a dynamic relationship', () => {
  test('is a query whose answers are promises', async () => {
    const plain = await Role.query.filterBy({ name: 'User' }).one();
    expect(await plain.users.count()).toBe(2);
    expect(names(await plain.users.orderBy(User.username.desc()).all())).toEqual(['susan', 'david']);
    plain.users.append(new User({ username: 'ann' }));
    await db.session.commit();
    expect(names(await plain.users.orderBy(User.username).all())).toEqual(['ann', 'david', 'susan']);
  });

  test('a whole list is given with replace; assignment cannot wait', async () => {
    const [admin, plain] = await Role.query.orderBy(Role.id).all();
    const john = await admin!.users.one();
    expect(() => {
      (plain as { users: unknown }).users = [john];
    }).toThrow(/await object.users.replace/);
    await plain!.users.replace([john]);
    await db.session.commit();
    expect(names(await plain!.users.all())).toEqual(['john']);
    expect(await admin!.users.count()).toBe(0);
    expect(await User.query.filterBy({ role: null }).count()).toBe(2);
  });
});

describe('one call at a time', () => {
  test('a second call on a busy session is refused, and the first one is not disturbed', async () => {
    const first = User.query.count();
    await expect(User.query.all()).rejects.toThrow(InvalidRequestError);
    await expect(User.query.all()).rejects.toThrow(/busy with another call/);
    expect(await first).toBe(3);
    expect(await User.query.count()).toBe(3);
  });

  test('scopes have sessions of their own', async () => {
    await db.scope(async (session) => {
      const john = await session.query(User).filterBy({ username: 'john' }).one();
      john.username = 'jack';
      await session.commit();
    });
    expect(await User.query.filterBy({ username: 'jack' }).count()).toBe(1);
  });

  test('begin commits what resolves and rolls back what rejects', async () => {
    await db.session.begin(async () => {
      db.session.add(new Role({ name: 'Guest' }));
    });
    await expect(
      db.session.begin(async () => {
        db.session.add(new Role({ name: 'Ghost' }));
        await db.session.flush();
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await Role.query.orderBy(Role.name).all()).map(({ name }) => name)).toEqual(['Admin', 'Guest', 'User']);
  });
});
