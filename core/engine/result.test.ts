import { describe, expect, test } from 'vitest';
import { InvalidRequestError, MultipleResultsFound, NoResultFound, NoSuchColumnError, ResourceClosedError } from '../errors.ts';
import { Result } from './result.ts';
import { Row } from './row.ts';

const people = () =>
  new Result(Row.shape(['id', 'name']), [
    [1, 'ann'],
    [2, 'bo'],
    [2, 'bo'],
  ]);
const single = (...values: unknown[]) =>
  new Result(
    Row.shape(['n']),
    values.map((value) => [value]),
  );

describe('a row', () => {
  const row = Row.shape(['id', 'length', 'asObject']).create([7, 3, 'x']) as any;

  test('is read by index, by name and by destructuring', () => {
    const [id, length] = row;
    expect([row[0], row.id, row.length, id, length]).toEqual([7, 7, 3, 7, 3]);
    expect(Array.isArray(row)).toBe(false);
    expect(row[3]).toBe(undefined);
  });

  test('prints as a tuple', () => {
    expect(String(Row.shape(['a', 'b']).create(["it's", null]))).toBe("('it\\'s', null)");
    expect(String(Row.shape(['a']).create([1n]))).toBe('(1n,)');
  });

  test('names of every kind are only names', () => {
    const shape = Row.shape(['__proto__', 'constructor', 'toString', 'a b']);
    const odd = shape.create([1, 2, 3, 4]) as any;
    expect(['__proto__', 'constructor', 'toString', 'a b'].map((name) => odd[name])).toEqual([1, 2, 3, 4]);
    expect(Object.entries(odd.asObject())).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 3],
      ['a b', 4],
    ]);
  });

  test('a second column of one name is numbered, and asObject refuses', () => {
    const shape = Row.shape(['id', 'id', 'id_1']);
    const twice = shape.create([1, 2, 3]) as any;
    expect(shape.keys).toEqual(['id', 'id_2', 'id_1']);
    expect([twice.id, twice.id_2, twice.id_1]).toEqual([1, 2, 3]);
    expect(() => twice.asObject()).toThrow(InvalidRequestError);
  });

  test('a value is converted once, when it is first read', () => {
    const seen: unknown[] = [];
    const shape = Row.shape(
      ['at', 'n'],
      [
        (value) => {
          seen.push(value);
          return `<${String(value)}>`;
        },
        null,
      ],
    );
    const [full, empty] = [shape.create(['x', 1]) as any, shape.create([null, 2]) as any];
    expect(seen).toEqual([]);
    expect([full.at, full[0], [...full], empty.at]).toEqual(['<x>', '<x>', ['<x>', 1], '<null>']);
    expect(seen).toEqual(['x', null]);
  });
});

describe('a result', () => {
  test('all gives every row, and nothing the second time', () => {
    const result = people();
    expect(result.all().map((row) => row.name)).toEqual(['ann', 'bo', 'bo']);
    expect(result.all()).toEqual([]);
  });

  test('first gives one row and closes', () => {
    const result = people();
    expect(result.first()!.name).toBe('ann');
    expect(() => result.all()).toThrow(ResourceClosedError);
    expect(single().first()).toBe(null);
  });

  test('one wants exactly one', () => {
    expect(single(5).one()[0]).toBe(5);
    expect(() => single().one()).toThrow(NoResultFound);
    expect(() => single(1, 2).one()).toThrow(MultipleResultsFound);
    expect(single().oneOrNone()).toBe(null);
    expect(() => single(1, 2).oneOrNone()).toThrow(MultipleResultsFound);
  });

  test('scalar, scalarOne, scalarOneOrNone', () => {
    expect([people().scalar(), single().scalar(), single(4).scalarOne(), single().scalarOneOrNone(), single(null).scalarOne()]).toEqual([
      1,
      null,
      4,
      null,
      null,
    ]);
    expect(() => single().scalarOne()).toThrow(NoResultFound);
    expect(() => single(1, 1).scalarOneOrNone()).toThrow(MultipleResultsFound);
  });

  test('scalars reads one column, by place or by name', () => {
    expect([people().scalars().all(), people().scalars(1).all(), people().scalars('name').first()]).toEqual([
      [1, 2, 2],
      ['ann', 'bo', 'bo'],
      'ann',
    ]);
    expect(() => people().scalars('nope')).toThrow(NoSuchColumnError);
    expect(() => people().scalars(2)).toThrow(NoSuchColumnError);
  });

  test('mappings gives plain objects', () => {
    const mappings = people().mappings();
    expect(mappings.keys()).toEqual(['id', 'name']);
    expect(mappings.first()).toEqual({ id: 1, name: 'ann' });
  });

  test('partitions, fetchMany and fetchOne go on where the other stopped', () => {
    const result = people();
    expect(result.fetchOne()!.id).toBe(1);
    expect([...result.partitions(2)].map((part) => part.length)).toEqual([2]);
    expect(result.fetchMany(3)).toEqual([]);
    expect([...single(1, 2, 3).scalars().partitions(2)]).toEqual([[1, 2], [3]]);
    expect(() => single(1).partitions(0)).toThrow(InvalidRequestError);
  });

  test('iterates', () => {
    const names: string[] = [];
    for (const { name } of people()) names.push(name);
    expect(names).toEqual(['ann', 'bo', 'bo']);
  });

  test('unique leaves out equal rows, and objects by identity', () => {
    expect(people().unique().all().length).toBe(2);
    expect(
      people()
        .unique((row) => row.name[0])
        .scalars()
        .all().length,
    ).toBe(3);
    const [a, b] = [{}, {}];
    expect(single(a, b, a).scalars().unique().all()).toEqual([a, b]);
    expect(single(a, a, b).unique().all().length).toBe(2);
    expect(() => single(1, 1).unique().one()).not.toThrow();
  });

  test('a statement without rows has none to give', () => {
    const result = new Result(null, [], { rowCount: 3, lastInsertId: 9, insertedPrimaryKey: [9] });
    expect([result.returnsRows, result.rowcount, result.lastrowid, result.insertedPrimaryKey]).toEqual([false, 3, 9, [9]]);
    for (const read of [() => result.all(), () => result.scalar(), () => result.keys(), () => result.first(), () => result.scalars()]) {
      expect(read).toThrow(ResourceClosedError);
    }
    expect(() => people().insertedPrimaryKey).toThrow(InvalidRequestError);
  });
});
