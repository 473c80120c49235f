import { describe, expect, test } from 'vitest';
import { mysqlSql } from '../dialects/mysql/compiler.ts';
import { postgresSql } from '../dialects/postgres/compiler.ts';
import { sqliteSql } from '../dialects/sqlite/compiler.ts';
import { ArgumentError, CompileError } from '../errors.ts';
import type { ClauseElement } from './clause-element.ts';
import { compile } from './compile.ts';
import { languageNames } from './sql.ts';
import { Date, Integer, String } from './types/factories.ts';

const { bindparam, column, extract, func, literal, select, table } = languageNames;
const { any, all, alias, asc, between, collate, desc, distinct, exists, label, lateral, not, nullsFirst, over, tablesample, withinGroup } =
  languageNames;
const t = table('t', column('a', Integer), column('b', String), column('d', Date));
const { a, b, d } = t.c as Record<string, any>;
const text = (element: ClauseElement, dialect?: typeof sqliteSql): string => compile(element, dialect).sql.replaceAll(/\s*\n\s*/g, ' ');

describe('bindparam', () => {
  test('has the name given; equal names are one parameter', () => {
    const low = bindparam('low', { type: Integer });
    expect(text(a.gt(low).and(a.lt(bindparam('low', { type: Integer }))))).toBe('t.a > :low AND t.a < :low');
    expect(compile(a.gt(low)).construct({ low: 3 })).toMatchObject({ params: [3] });
    expect(() => compile(a.gt(low)).construct()).toThrow(/'low'/);
  });

  test('may carry a value, which the execution can replace', () => {
    const compiled = compile(a.eq(bindparam('x', 5)));
    expect(compiled.construct().params).toEqual([5]);
    expect(compiled.construct({ x: 6 }).params).toEqual([6]);
    expect(compile(a.eq(bindparam('x', null))).construct().params).toEqual([null]);
  });

  test('unique: the name is a stem', () => {
    expect(text(a.eq(bindparam('x', 1, { unique: true })).or(a.eq(bindparam('x', 2, { unique: true }))))).toBe('t.a = :x_1 OR t.a = :x_2');
  });

  test('expanding: a place for each item', () => {
    const compiled = compile(a.in(bindparam('ids', { expanding: true, type: Integer })), sqliteSql);
    expect(compiled.construct({ ids: [1, 2] })).toEqual({ sql: 't.a IN (?, ?)', params: [1, 2] });
    expect(compiled.construct({ ids: [] }).params).toEqual([]);
    expect(() => bindparam('ids', 5, { expanding: true })).toThrow(ArgumentError);
  });

  test('a parameter of one name with and without a number is a conflict', () => {
    expect(() => text(a.eq(1).and(a.eq(bindparam('a_1', 2))))).toThrow(CompileError);
  });
});

test('functions that methods are as well', () => {
  expect(text(not(a.eq(1)))).toBe('t.a != :a_1');
  expect(text(between(a, 1, 2))).toBe('t.a BETWEEN :a_1 AND :a_2');
  expect(text(select(a).orderBy(asc(a), nullsFirst(desc(b))))).toBe('SELECT t.a FROM t ORDER BY t.a ASC, t.b DESC NULLS FIRST');
  expect(text(collate(b, 'nocase'))).toBe('t.b COLLATE nocase');
  expect(text(func.count(distinct(a)))).toBe('count(DISTINCT t.a)');
  expect(text(select(label('x', a)))).toBe('SELECT t.a AS x FROM t');
  expect(text(over(func.rank(), { orderBy: a }))).toBe('rank() OVER (ORDER BY t.a)');
  expect(() => over(a as never)).toThrow(ArgumentError);
  expect(text(withinGroup(func['percentile_cont']!(0.5), a))).toBe('percentile_cont(:percentile_cont_1) WITHIN GROUP (ORDER BY t.a)');
});

test('exists: of a query, of columns, of anything', () => {
  expect(text(exists(select(a)))).toBe('EXISTS (SELECT t.a FROM t)');
  expect(text(exists(a).where(b.eq('x')))).toBe('EXISTS (SELECT t.a FROM t WHERE t.b = :b_1)');
  expect(text(exists().where(a.eq(1)))).toBe('EXISTS (SELECT * FROM t WHERE t.a = :a_1)');
});

test('any, all, lateral, tablesample and alias', () => {
  const other = table('o', column('x', Integer));
  const x = (other.c as Record<string, any>)['x'];
  expect(text(a.eq(any(select(x))))).toBe('t.a = ANY (SELECT o.x FROM o)');
  expect(text(a.gt(all(select(x))))).toBe('t.a > ALL (SELECT o.x FROM o)');
  const near = lateral(select(x).where(x.gt(a)).limit(1), 'near');
  expect(text(select(a, (near.c as Record<string, any>)['x']).selectFrom(t.join(near, languageNames.true())), postgresSql)).toBe(
    'SELECT t.a, near.x FROM t JOIN LATERAL (SELECT o.x AS x FROM o WHERE o.x > t.a LIMIT $1) AS near ON true',
  );
  const some = tablesample(t, 10, { name: 's' });
  expect(text(select((some.c as Record<string, any>)['a']), postgresSql)).toBe('SELECT s.a FROM t AS s TABLESAMPLE system($1)');
  expect(text(select((alias(select(a), 'q').c as Record<string, any>)['a']))).toBe('SELECT q.a FROM (SELECT t.a AS a FROM t) AS q');
});

describe('extract', () => {
  test.each([
    [postgresSql, 'EXTRACT(year FROM t.d)'],
    [mysqlSql, 'EXTRACT(year FROM t.d)'],
    [sqliteSql, "CAST(STRFTIME('%Y', t.d) AS INTEGER)"],
  ])('of a date on %#', (dialect, sql) => {
    expect(text(extract('year', d), dialect)).toBe(sql);
  });

  test('SQLite says which field it does not know', () => {
    expect(() => text(extract('century', d), sqliteSql)).toThrow(/century/);
  });
});

test('literal binds a value with its own type, or the one given', () => {
  expect(compile(literal(5)).slots[0]!.bind.type.toString()).toBe('INTEGER');
  expect(compile(literal(null, Integer)).slots[0]!.bind.type.toString()).toBe('INTEGER');
  expect(() => literal(undefined)).toThrow(ArgumentError);
  expect(() => literal(() => 1)).toThrow(ArgumentError);
});
