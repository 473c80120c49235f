import { expect, test } from 'vitest';
import { Column, type DefaultContext } from '../../schema/column.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { languageNames } from '../../sql/sql.ts';
import { Integer, String } from '../../sql/types/factories.ts';
import type { SuiteDatabase } from './suite-database.ts';

const language = languageNames;
const { and, case: case_, exists, func, insert, literal, not, or, select, text, tuple, update } = language;

/** Statements that give the same rows everywhere. */
export function statementSuite(open: () => SuiteDatabase): void {
  const makeStaff = async (database: SuiteDatabase) => {
    const metadata = new MetaData();
    const team = new Table(
      'team',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('name', String(20), { unique: true }),
    );
    const person = new Table(
      'person',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('name', String(20), { nullable: false }),
      new Column('pay', Integer),
      new Column('team_id', Integer, new ForeignKey('team.id')),
      new Column('boss_id', Integer, new ForeignKey('person.id')),
    );
    await database.create(metadata);
    const connection = database.connect();
    await connection.execute(insert(team), [
      { id: 1, name: 'red' },
      { id: 2, name: 'blue' },
      { id: 3, name: 'empty' },
    ]);
    await connection.execute(insert(person), [
      { id: 1, name: 'Ann', pay: 50, team_id: 1, boss_id: null },
      { id: 2, name: 'Bob', pay: 30, team_id: 1, boss_id: 1 },
      { id: 3, name: 'Cy_d', pay: 40, team_id: 2, boss_id: 1 },
      { id: 4, name: 'D%e', pay: null, team_id: null, boss_id: 3 },
    ]);
    const rows = async (statement: unknown): Promise<unknown[][]> =>
      (await connection.execute(statement as never)).all().map((row) => [...(row as Iterable<unknown>)]);
    const first = async (statement: unknown): Promise<unknown[]> => (await rows(statement)).map(([value]) => value);
    return { team, person, connection, rows, first };
  };

  test('joins, inner and outer, by foreign keys and by conditions', async () => {
    const { team, person, connection, rows } = await makeStaff(open());
    expect(await rows(select(person.c['name']!, team.c['name']!).join(team).orderBy(person.c['id']!))).toEqual([
      ['Ann', 'red'],
      ['Bob', 'red'],
      ['Cy_d', 'blue'],
    ]);
    const counted = select(team.c['name']!, func.count(person.c['id']!).label('n'))
      .selectFrom(team)
      .outerjoin(person)
      .groupBy(team.c['name']!);
    expect(await rows(counted.orderBy(team.c['name']!))).toEqual([
      ['blue', 1],
      ['empty', 0],
      ['red', 2],
    ]);
    const boss = person.alias('boss');
    expect(
      await rows(select(person.c['name']!, boss.c['name']!).join(boss, boss.c['id']!.eq(person.c['boss_id'])).orderBy(person.c['id']!)),
    ).toEqual([
      ['Bob', 'Ann'],
      ['Cy_d', 'Ann'],
      ['D%e', 'Cy_d'],
    ]);
    await connection.close();
  });

  test('NULL, IN with nothing, with many, with tuples and with a subquery', async () => {
    const { person, team, connection, first } = await makeStaff(open());
    const { id, pay, name } = person.c as Record<string, any>;
    const where = (criterion: unknown) =>
      first(
        select(id)
          .where(criterion as never)
          .orderBy(id),
      );
    expect(await where(pay.eq(null))).toEqual([4]);
    expect(await where(pay.ne(null))).toEqual([1, 2, 3]);
    expect(await where(id.in([]))).toEqual([]);
    expect(await where(id.notIn([]))).toEqual([1, 2, 3, 4]);
    expect(await where(id.in([1, 3, 99]))).toEqual([1, 3]);
    expect(
      await where(
        tuple(id, name).in([
          [1, 'Ann'],
          [2, 'Ann'],
        ]),
      ),
    ).toEqual([1]);
    expect(await where(person.c['team_id']!.in(select(team.c['id']!).where(team.c['name']!.eq('red'))))).toEqual([1, 2]);
    expect(await where(exists().where(team.c['id']!.eq(person.c['team_id']), team.c['name']!.eq('blue')))).toEqual([3]);
    expect(await where(not(or(id.lt(2), and(id.gt(2), id.lt(4)))))).toEqual([2, 4]);
    await connection.close();
  });

  test('LIKE with the characters that mean something', async () => {
    const { person, connection, first } = await makeStaff(open());
    const { id, name } = person.c as Record<string, any>;
    expect(await first(select(id).where(name.like('%n%')))).toEqual([1]);
    expect(await first(select(id).where(name.contains('_', { autoescape: true })))).toEqual([3]);
    expect(await first(select(id).where(name.contains('%', { autoescape: true })))).toEqual([4]);
    expect(await first(select(id).where(name.ilike('aNN')))).toEqual([1]);
    expect(await first(select(id).where(name.startsWith('B')))).toEqual([2]);
    await connection.close();
  });

  test('arithmetic, concatenation, CASE, DISTINCT, LIMIT and OFFSET', async () => {
    const { person, connection, rows, first } = await makeStaff(open());
    const { id, pay, name } = person.c as Record<string, any>;
    expect(await first(select(pay.add(1).mul(2).sub(id)).where(id.le(2)).orderBy(id))).toEqual([101, 60]);
    expect(await first(select(name.concat('-').concat(name)).where(id.eq(1)))).toEqual(['Ann-Ann']);
    const size = case_([pay.ge(40), 'much'], [pay.isNot(null), 'little'], { else: 'none' } as never);
    expect(await rows(select(id, (size as any).label('size')).orderBy(id))).toEqual([
      [1, 'much'],
      [2, 'little'],
      [3, 'much'],
      [4, 'none'],
    ]);
    expect(
      await first(select(person.c['team_id']!).distinct().where(person.c['team_id']!.isNot(null)).orderBy(person.c['team_id']!)),
    ).toEqual([1, 2]);
    expect(await first(select(id).orderBy(id.desc()).limit(2).offset(1))).toEqual([3, 2]);
    expect(await first(select(id).orderBy(pay.asc().nullsFirst(), id))).toEqual([4, 2, 3, 1]);
    await connection.close();
  });

  test('subqueries, CTEs that recurse, unions and windows', async () => {
    const { person, connection, rows, first } = await makeStaff(open());
    const { id, name, pay, boss_id: bossId, team_id: teamId } = person.c as Record<string, any>;
    const chain = select(id, name, literal(0).label('depth')).where(bossId.is(null)).cte('chain', { recursive: true });
    const all = chain.unionAll(
      select(id, name, chain.c['depth']!.add(1) as never).join(chain, bossId.eq((chain.c as any).id) as never) as never,
    ) as any;
    expect(await rows(select(all.c.name, all.c.depth).orderBy(all.c.depth, all.c.name))).toEqual([
      ['Ann', 0],
      ['Bob', 1],
      ['Cy_d', 1],
      ['D%e', 2],
    ]);
    const best = select(teamId, func.max(pay).label('best')).groupBy(teamId).subquery('best') as any;
    expect(
      await first(
        select(name)
          .join(best, and(best.c.team_id.eq(teamId), best.c.best.eq(pay)))
          .orderBy(name),
      ),
    ).toEqual(['Ann', 'Cy_d']);
    expect(await first(language.union(select(id).where(id.lt(3)), select(id).where(id.gt(1))).orderBy('id' as never))).toEqual([
      1, 2, 3, 4,
    ]);
    const rank = func
      .rank()
      .over({ partitionBy: teamId, orderBy: pay.desc() } as never)
      .label('rank');
    expect(await rows(select(name, rank).where(teamId.isNot(null)).orderBy(name))).toEqual([
      ['Ann', 1],
      ['Bob', 2],
      ['Cy_d', 1],
    ]);
    const scalar = select(func.count()).where(teamId.eq(1)).scalarSubquery();
    expect(await first(select(scalar as never))).toEqual([2]);
    await connection.close();
  });

  test('INSERT: one, many, from a SELECT, with RETURNING and ON CONFLICT', async () => {
    const { team, connection, rows, first } = await makeStaff(open());
    const { id, name } = team.c as Record<string, any>;
    expect(await rows(insert(team).values({ id: 10, name: 'green' }).returning(id, name))).toEqual([[10, 'green']]);
    expect(
      await first(
        insert(team)
          .values([
            { id: 11, name: 'a' },
            { id: 12, name: 'b' },
          ])
          .returning(id),
      ),
    ).toEqual([11, 12]);
    await connection.execute(insert(team).fromSelect(['id', 'name'], select(id.add(100), name.concat('!')).where(id.eq(10))));
    expect(await first(select(name).where(id.eq(110)))).toEqual(['green!']);
    const again = insert(team).values({ id: 10, name: 'new' }) as any;
    await connection.execute(again.onConflictDoNothing());
    expect(await first(select(name).where(id.eq(10)))).toEqual(['green']);
    await connection.execute(again.onConflictDoUpdate({ indexElements: ['id'], set: { name: again.excluded.name } }));
    expect(await first(select(name).where(id.eq(10)))).toEqual(['new']);
    const made = await connection.execute(insert(team).values({ id: 50 }));
    expect(made.rowcount).toBe(1);
    await connection.close();
  });

  test('the key of a new row, defaults of both sides and values from another table', async () => {
    const database = open();
    const metadata = new MetaData();
    const stock = new Table(
      'stock',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('name', String(20), { unique: true }),
      new Column('code', String(20), { default: (context: DefaultContext) => `code of ${context.getCurrentParameters()['name']}` }),
      new Column('pieces', Integer, { serverDefault: '7', onupdate: 8 }),
    );
    const orders = new Table('orders', metadata, new Column('name', String(20)), new Column('pieces', Integer));
    await database.create(metadata);
    const connection = database.connect();
    const added = await connection.execute(insert(stock).values({ name: 'nut' }));
    expect([added.insertedPrimaryKey, added.returnsRows]).toEqual([[1], false]);
    expect((await connection.execute(insert(stock).values({ id: 5, name: 'bolt' }))).insertedPrimaryKey).toEqual([5]);
    await connection.execute(insert(stock), [
      { id: 6, name: 'cog' },
      { id: 7, name: 'rod' },
    ]);
    await connection.execute(insert(orders), [
      { name: 'cog', pieces: 60 },
      { name: 'rod', pieces: 70 },
    ]);
    const { id, name } = stock.c as Record<string, any>;
    const order = orders.c as Record<string, any>;
    await connection.execute(update(stock).values({ pieces: order['pieces'] }).where(name.eq(order['name'])));
    await connection.execute(update(stock).values({ name: 'Nut' }).where(id.eq(1)));
    const stored = (await connection.execute(select(stock).orderBy(id))).all().map((row) => [...(row as Iterable<unknown>)]);
    expect(stored).toEqual([
      [1, 'Nut', 'code of nut', 8],
      [5, 'bolt', 'code of bolt', 7],
      [6, 'cog', 'code of cog', 60],
      [7, 'rod', 'code of rod', 70],
    ]);
    await connection.close();
  });

  test('UPDATE and DELETE', async () => {
    const { person, connection, first } = await makeStaff(open());
    const { id, pay } = person.c as Record<string, any>;
    const raised = await connection.execute(
      update(person)
        .where(pay.lt(45))
        .values({ pay: pay.add(5) }),
    );
    expect(raised.rowcount).toBe(2);
    expect(await first(select(pay).where(id.le(3)).orderBy(id))).toEqual([50, 35, 45]);
    expect(await first(update(person).where(id.eq(4)).values({ pay: 1 }).returning(pay))).toEqual([1]);
    const gone = await connection.execute(language.delete(person).where(id.eq(4)));
    expect(gone.rowcount).toBe(1);
    expect(await first(select(func.count()).selectFrom(person))).toEqual([3]);
    await connection.close();
  });

  test('text with parameters; the same statement with other values', async () => {
    const { connection, person, first } = await makeStaff(open());
    const statement = text('SELECT name FROM person WHERE id = :id OR name = :name ORDER BY id');
    const run = async (values: Record<string, unknown>) => (await connection.execute(statement, values)).scalars().all();
    expect(await run({ id: 1, name: 'Bob' })).toEqual(['Ann', 'Bob']);
    expect(await run({ id: 3, name: "x' OR 1=1 --" })).toEqual(['Cy_d']);
    for (const id of [1, 2, 3]) expect(await first(select(person.c['id']!).where(person.c['id']!.eq(id)))).toEqual([id]);
    await connection.close();
  });
}
