import { expect, test } from 'vitest';
import type { StatementEvent } from '../../engine/events.ts';
import { DBAPIError, IntegrityError, InvalidRequestError, ObjectNotExecutableError, ResourceClosedError } from '../../errors.ts';
import { Column } from '../../schema/column.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { languageNames } from '../../sql/sql.ts';
import { Integer, String } from '../../sql/types/factories.ts';
import { errorOf, type SuiteDatabase } from './suite-database.ts';

const { insert, select, text, func } = languageNames;

/** Connections, transactions, savepoints, events and errors. */
export function transactionSuite(open: () => SuiteDatabase): void {
  const makeItems = async (database: SuiteDatabase) => {
    const metadata = new MetaData();
    const items = new Table(
      'items',
      metadata,
      new Column('id', Integer, { primaryKey: true, autoincrement: false }),
      new Column('name', String(20), { unique: true }),
    );
    await database.create(metadata);
    const connection = database.connect();
    const add = (id: number, name: string | null = null) => connection.execute(insert(items).values({ id, name }));
    const ids = async () => (await connection.scalars(select(items.c['id']!).orderBy(items.c['id']!))).all();
    return { items, connection, add, ids };
  };

  test('the first statement begins; commit keeps, rollback undoes', async () => {
    const database = open();
    const { connection, add, ids } = await makeItems(database);
    const marks: string[] = [];
    const stops = (['begin', 'commit', 'rollback'] as const).map((name) => database.engine.events.on(name, () => marks.push(name)));
    expect(connection.inTransaction()).toBe(false);
    await add(1);
    expect(connection.inTransaction()).toBe(true);
    await connection.commit();
    await add(2);
    await connection.rollback();
    expect(await ids()).toEqual([1]);
    await connection.rollback();
    await connection.commit();
    await connection.rollback();
    for (const stop of stops) stop();
    expect(marks).toEqual(['begin', 'commit', 'begin', 'rollback', 'begin', 'rollback']);
    await connection.close();
  });

  test('begin() refuses where a transaction is open', async () => {
    const { connection, add } = await makeItems(open());
    const transaction = await connection.begin();
    await add(1);
    expect(await errorOf(() => connection.begin())).toBeInstanceOf(InvalidRequestError);
    await transaction.rollback();
    expect(await errorOf(() => transaction.commit())).toBeInstanceOf(ResourceClosedError);
    await connection.close();
  });

  test('a commit that is refused ends the transaction', async () => {
    const database = open();
    const metadata = new MetaData();
    const node = new Table(
      'node',
      metadata,
      new Column('id', Integer, { primaryKey: true, autoincrement: false }),
      new Column('next', Integer, new ForeignKey('node.id', { deferrable: true, initially: 'DEFERRED' })),
    );
    await database.create(metadata);
    const connection = database.connect();
    await connection.execute(insert(node).values({ id: 1, next: 2 }));
    expect(await errorOf(() => connection.commit())).toBeInstanceOf(IntegrityError);
    expect(connection.inTransaction()).toBe(false);
    expect((await connection.execute(select(node))).all()).toEqual([]);
    await connection.execute(insert(node).values([{ id: 1, next: 2 }]));
    await connection.execute(insert(node).values([{ id: 2, next: 1 }]));
    await connection.commit();
    await connection.execute(languageNames.delete(node));
    await connection.commit();
  });

  test('savepoints inside savepoints', async () => {
    const { connection, add, ids } = await makeItems(open());
    await add(1);
    const outer = await connection.beginNested();
    await add(2);
    const inner = await connection.beginNested();
    await add(3);
    expect(connection.inNestedTransaction()).toBe(true);
    await inner.rollback();
    expect(await ids()).toEqual([1, 2]);
    const another = await connection.beginNested();
    await add(4);
    await another.commit();
    await outer.rollback();
    expect(await errorOf(() => outer.rollback())).toBeInstanceOf(ResourceClosedError);
    expect(await ids()).toEqual([1]);
    await connection.commit();
    expect(await ids()).toEqual([1]);
    await connection.close();
  });

  test('an outer savepoint takes the inner one along', async () => {
    const { connection, add, ids } = await makeItems(open());
    const outer = await connection.beginNested();
    await add(1);
    const inner = await connection.beginNested();
    await add(2);
    await outer.rollback();
    expect(await errorOf(() => inner.commit())).toBeInstanceOf(ResourceClosedError);
    expect(await ids()).toEqual([]);
    await connection.close();
  });

  test('an error inside a savepoint leaves the transaction whole', async () => {
    const { connection, add, ids } = await makeItems(open());
    await add(1, 'a');
    const savepoint = await connection.beginNested();
    expect(await errorOf(() => add(2, 'a'))).toBeInstanceOf(IntegrityError);
    await savepoint.rollback();
    await add(3, 'b');
    await connection.commit();
    expect(await ids()).toEqual([1, 3]);
    await connection.close();
  });

  test('what is open when a connection closes is undone; a closed one refuses', async () => {
    const database = open();
    const { connection, add } = await makeItems(database);
    await add(1);
    await connection.close();
    expect(await errorOf(() => add(2))).toBeInstanceOf(ResourceClosedError);
    const other = database.connect();
    expect(await other.scalar(text('SELECT count(*) FROM items'))).toBe(0);
    await other.close();
  });

  test('a first statement that fails leaves a transaction, which ends with its connection', async () => {
    const database = open();
    const failing = database.connect();
    await errorOf(() => failing.execDriverSql('SELECT * FROM no_such_table'));
    expect(failing.inTransaction()).toBe(true);
    await failing.close();
    const next = database.connect();
    const marks: string[] = [];
    const stop = database.engine.events.on('begin', () => marks.push('begin'));
    await next.execDriverSql('SELECT 1');
    stop();
    expect(marks).toEqual(['begin']);
  });

  test('two connections: the one that only read makes room for the one that writes', async () => {
    const database = open();
    const { connection, add, ids } = await makeItems(database);
    const reader = database.connect();
    expect(await reader.scalar(text('SELECT count(*) FROM items'))).toBe(0);
    await add(1);
    await connection.commit();
    expect(await reader.scalar(text('SELECT count(*) FROM items'))).toBe(1);
    await reader.rollback();
    expect(await ids()).toEqual([1]);
    await connection.close();
    await reader.close();
  });

  test('two writers: the second takes part by a savepoint, and can go back alone', async () => {
    const database = open();
    const { connection, items, add } = await makeItems(database);
    await add(1);
    const guest = database.connect();
    await guest.execute(insert(items).values({ id: 2 }));
    await guest.rollback();
    await connection.commit();
    await guest.execute(insert(items).values({ id: 3 }));
    await guest.commit();
    const found = (await guest.scalars(select(items.c['id']!).orderBy(items.c['id']!))).all();
    expect(found).toEqual([1, 3]);
    await guest.close();
    await connection.close();
  });

  test('calls made at once come one after another', async () => {
    const database = open();
    const { connection, items, ids } = await makeItems(database);
    const others = [database.connect(), database.connect()] as const;
    await Promise.all([
      others[0].execute(insert(items).values({ id: 1 })),
      others[0].execute(insert(items).values({ id: 2 })),
      others[1].execute(select(items)),
      others[1].scalar(select(func.count()).selectFrom(items)),
    ]);
    await Promise.all([others[0].commit(), others[1].commit()]);
    expect(await ids()).toEqual([1, 2]);
    await connection.close();
  });

  test('events tell SQL, parameters, rows, duration, cause and error of every statement', async () => {
    const database = open();
    const { connection, add } = await makeItems(database);
    await add(1, 'a');
    const heard: StatementEvent[] = [];
    const stop = database.engine.events.on('statement', (event) => heard.push(event), { stack: true });
    await connection.execute(text('SELECT id FROM items WHERE id >= :low'), { low: 1 });
    const savepoint = await connection.beginNested();
    const error = await errorOf(() => add(1));
    await savepoint.rollback();
    stop();
    await connection.execute(text('SELECT 1'));
    expect(heard.map(({ origin }) => origin.cause)).toEqual(['execute', 'transaction', 'execute', 'transaction']);
    expect(heard[0]).toMatchObject({ paramSets: [[1]], rowCount: 1, error: null });
    expect(heard[0]!.sql).toMatch(/^SELECT id FROM items WHERE id >= (?:\?|\$1)$/);
    expect(heard[0]!.durationMs).toBeGreaterThanOrEqual(0);
    expect(heard[0]!.stack).toMatch(/at /);
    expect(heard[2]!.error).toBe(error);
    await connection.close();
  });

  test('errors have their class, the statement and its parameters, and the driver’s own error', async () => {
    const { connection, add } = await makeItems(open());
    await add(1, "it's");
    const error = await errorOf(() => add(2, "it's"));
    expect(error).toBeInstanceOf(IntegrityError);
    expect(error).toBeInstanceOf(DBAPIError);
    expect(error.message).toMatch(/\[SQL: INSERT INTO items \(id, name\) VALUES/);
    expect(error.message).toMatch(/\[parameters: /);
    expect(error.orig).toBeInstanceOf(Error);
    expect(error.cause).toBe(error.orig);
    await connection.rollback();
    const missing = await errorOf(() => connection.execute(text('SELECT * FROM no_such_table')));
    expect(missing).toBeInstanceOf(DBAPIError);
    expect(missing.message).toMatch(/no_such_table/);
    await connection.rollback();
    expect(await errorOf(() => connection.execute('SELECT 1' as never))).toBeInstanceOf(ObjectNotExecutableError);
    await connection.close();
  });

  test('results: all first one scalar scalars mappings partitions unique', async () => {
    const { connection, items } = await makeItems(open());
    await connection.execute(
      insert(items),
      [1, 2, 3, 4, 5].map((id) => ({ id, name: `n${id}` })),
    );
    const run = () => connection.execute(select(items).orderBy(items.c['id']!));
    expect((await run()).all().map((row) => row.name)).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect([...(await run()).first()!]).toEqual([1, 'n1']);
    expect((await run()).scalars('name').all()).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect((await run()).mappings().first()).toEqual({ id: 1, name: 'n1' });
    expect([...(await run()).partitions(2)].map((part) => part.length)).toEqual([2, 2, 1]);
    expect((await run()).keys()).toEqual(['id', 'name']);
    expect(await connection.scalar(select(func.count()).selectFrom(items))).toBe(5);
    expect((await errorOf(async () => (await run()).one())).name).toBe('MultipleResultsFound');
    const repeated = await connection.execute(select(items.c['id']!.mod(2).label('odd')).orderBy(text('odd')));
    expect(repeated.unique().scalars().all().length).toBeGreaterThanOrEqual(2);
    const none = await connection.execute(select(items).where(items.c['id']!.gt(9)));
    expect(none.oneOrNone()).toBe(null);
    await connection.close();
  });
}
