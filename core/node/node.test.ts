import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ArgumentError,
  createAsyncEngine,
  createDatabase,
  createEngine,
  DatabaseError,
  drivers,
  NoSuchModuleError,
  OperationalError,
} from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crowfoot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const urlOf = (name: string) => `sqlite:///${join(folder, name)}`;
/** Opens, runs statements in one transaction, closes. */
function change(url: string, ...statements: string[]): void {
  const engine = createEngine(url);
  try {
    engine.begin((connection) => {
      for (const sql of statements) connection.execDriverSql(sql);
    });
  } finally {
    engine.dispose();
  }
}
function read(url: string, sql: string): unknown[] {
  const engine = createEngine(url);
  const connection = engine.connect();
  try {
    return connection.execDriverSql(sql).scalars().all();
  } finally {
    connection.close();
    engine.dispose();
  }
}

describe('sqlite:// in Node', () => {
  test('memory: nothing is written anywhere, and gone with its engine', () => {
    for (const url of ['sqlite://', 'sqlite:///:memory:']) {
      const engine = createEngine(url);
      engine.begin((connection) => connection.execDriverSql('CREATE TABLE t (a)'));
      engine.dispose();
      expect(() => engine.connect().execDriverSql('SELECT * FROM t')).toThrow(/no such table/);
    }
  });

  test('a file is made by the first commit, and read by whoever opens it next', () => {
    const url = urlOf('data.sqlite');
    const engine = createEngine(url);
    const connection = engine.connect();
    connection.execDriverSql('CREATE TABLE t (a)');
    expect(readdirSync(folder)).toEqual([]);
    connection.commit();
    expect(readdirSync(folder)).toEqual(['data.sqlite']);
    connection.execDriverSql('INSERT INTO t VALUES (1)');
    connection.rollback();
    engine.dispose();
    expect(readFileSync(join(folder, 'data.sqlite')).subarray(0, 15).toString()).toBe('SQLite format 3');
    change(url, 'INSERT INTO t VALUES (2)');
    expect(read(url, 'SELECT a FROM t')).toEqual([2]);
    expect(readdirSync(folder)).toEqual(['data.sqlite']);
  });

  test('reading writes nothing', () => {
    const url = urlOf('data.sqlite');
    change(url, 'CREATE TABLE t (a)');
    const before = statSync(join(folder, 'data.sqlite')).mtimeMs;
    const engine = createEngine(url);
    const connection = engine.connect();
    connection.execDriverSql('SELECT * FROM t');
    connection.commit();
    engine.dispose();
    expect(statSync(join(folder, 'data.sqlite')).mtimeMs).toBe(before);
  });

  test('a file that another program has changed is not written over', () => {
    const url = urlOf('data.sqlite');
    change(url, 'CREATE TABLE t (a)');
    const engine = createEngine(url);
    const connection = engine.connect();
    connection.execDriverSql('INSERT INTO t VALUES (1)');
    change(url, 'INSERT INTO t VALUES (2)', 'CREATE TABLE more (a)');
    expect(() => connection.commit()).toThrow(/was changed by another program/);
    engine.dispose();
    expect(read(url, 'SELECT a FROM t')).toEqual([2]);
  });

  test('a commit that cannot be written raises, keeps its data, and the next one tries again', () => {
    const engine = createEngine(`sqlite:///${join(folder, 'in', 'data.sqlite')}`);
    expect(() => engine.connect().execDriverSql('SELECT 1')).toThrow(OperationalError);
    const inside = mkdtempSync(join(folder, 'in-'));
    const second = createEngine(`sqlite:///${join(inside, 'data.sqlite')}`);
    const connection = second.connect();
    connection.execDriverSql('CREATE TABLE t (a)');
    rmSync(inside, { recursive: true });
    expect(() => connection.commit()).toThrow(/could not be written/);
    expect(connection.execDriverSql('SELECT count(*) FROM t').scalar()).toBe(0);
    mkdirSync(inside);
    connection.commit();
    second.dispose();
    expect(read(`sqlite:///${join(inside, 'data.sqlite')}`, 'SELECT count(*) FROM t')).toEqual([0]);
  });

  test('what is no database is refused, with its name', () => {
    const path = join(folder, 'letter.txt');
    writeFileSync(path, 'Dear all, this is not a database. '.repeat(100));
    expect(() => createEngine(`sqlite:///${path}`).connect().execDriverSql('SELECT 1')).toThrow(DatabaseError);
    expect(() => createEngine(`sqlite:///${path}`).connect().execDriverSql('SELECT 1')).toThrow(/letter\.txt/);
  });

  test('a file whose newest pages are in a journal is refused', () => {
    const url = urlOf('data.sqlite');
    change(url, 'CREATE TABLE t (a)');
    writeFileSync(join(folder, 'data.sqlite-wal'), 'x');
    expect(() => createEngine(url).connect().execDriverSql('SELECT 1')).toThrow(/is in use/);
  });

  test('foreign keys are enforced unless it is said otherwise', () => {
    const tables = ['CREATE TABLE p (id INTEGER PRIMARY KEY)', 'CREATE TABLE c (p REFERENCES p)', 'INSERT INTO c VALUES (1)'];
    const run = (foreignKeys?: boolean) => {
      const engine = createEngine('sqlite://', { foreignKeys });
      engine.begin((connection) => tables.forEach((sql) => void connection.execDriverSql(sql)));
    };
    expect(() => run()).toThrow(/FOREIGN KEY/);
    expect(() => run(false)).not.toThrow();
  });
});

describe('other databases in Node', () => {
  test('a URL that needs waiting, or a package, says so', () => {
    expect(() => createEngine('postgresql://localhost/db')).toThrow(ArgumentError);
    expect(() => createEngine('postgresql://localhost/db')).toThrow(/createAsyncDatabase/);
    expect(() => createAsyncEngine('postgresql://localhost/db')).toThrow(NoSuchModuleError);
    expect(() => createAsyncEngine('mysql://localhost/db')).toThrow(/npm install mysql2/);
    expect(() => createAsyncEngine('sqlite://')).toThrow(/createDatabase/);
    expect(() => createEngine('oracle://x')).toThrow(/'oracle' names no known driver/);
    expect(() => createEngine('sqlite://host/x').connect().execDriverSql('SELECT 1')).toThrow(/three slashes/);
  });

  test('pglite:// starts PostgreSQL at first use', async () => {
    expect(drivers.has('pglite', 'async')).toBe(true);
    const engine = createAsyncEngine('pglite://');
    const connection = engine.connect();
    expect(await connection.scalar((await import('./index.ts')).sql.text('SELECT 1 + 1'))).toBe(2);
    await engine.dispose();
  });
});

describe('memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  /** Bytes that a second round of ten thousand leaves behind. */
  const leftBy = (one: () => void): number => {
    const round = (): number => {
      for (let index = 0; index < 10_000; index += 1) one();
      collect();
      return process.memoryUsage().heapUsed;
    };
    round();
    const before = round();
    return round() - before;
  };

  test('ten thousand connections leave nothing behind', () => {
    const engine = createEngine('sqlite://');
    engine.begin((connection) => connection.execDriverSql('CREATE TABLE t (a)'));
    const left = leftBy(() => {
      const connection = engine.connect();
      connection.execDriverSql('SELECT a FROM t');
      connection.close();
    });
    expect(left).toBeLessThan(500_000);
    engine.dispose();
  });

  test('ten thousand sessions with an object each leave nothing behind', () => {
    const db = createDatabase('sqlite://');
    class Item extends db.Model('items', { id: db.Column(db.Integer, { primaryKey: true }) }) {}
    db.register(Item);
    db.createAll();
    db.session.add(new Item({ id: 1 }));
    db.session.commit();
    const left = leftBy(() => {
      db.scope((session) => session.get(Item, 1));
    });
    expect(left).toBeLessThan(500_000);
    db.engine.dispose();
  });
});
