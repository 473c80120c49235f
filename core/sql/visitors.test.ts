import { describe, expect, test } from 'vitest';
import { Column } from '../schema/column.ts';
import { MetaData } from '../schema/metadata.ts';
import { Table } from '../schema/table.ts';
import type { ClauseElement } from './clause-element.ts';
import { ColumnClause } from './column-clause.ts';
import { languageNames } from './sql.ts';
import { Integer, String } from './types/factories.ts';
import { ClauseAdapter, replace, visit } from './visitors.ts';

const { and, func, select } = languageNames;
const metadata = new MetaData();
const users = new Table('users', metadata, new Column('id', Integer, { primaryKey: true }), new Column('name', String(20)));
const u = users.c as Record<string, any>;
const text = (element: unknown): string => `${element}`.replaceAll(/\s*\n\s*/g, ' ');

test('visit sees an element and all its parts', () => {
  const names: string[] = [];
  visit(and(u['id'].gt(1), func.lower(u['name']).eq('x')), (element) => {
    if (element instanceof ColumnClause) names.push(element.name);
  });
  expect(names).toEqual(['id', 'name']);
});

describe('replace', () => {
  const other = users.alias('o');
  const toOther = (node: ClauseElement) =>
    node instanceof ColumnClause && node.table === users ? other.correspondingColumn(node) : undefined;

  test('puts other parts in the place of some, at any depth', () => {
    const made = replace(and(u['id'].gt(1), func.lower(u['name']).in(['x'])), toOther);
    expect(text(made)).toBe('o.id > :id_1 AND lower(o.name) IN (__[POSTCOMPILE_lower_1])');
  });

  test('leaves what has no changed part the same object', () => {
    const criterion = and(u['id'].gt(1), u['name'].is(null));
    expect(replace(criterion, () => undefined)).toBe(criterion);
  });

  test('a subquery that stands in two places stays one', () => {
    const inner = select(u['id']).where(u['name'].eq('x')).subquery('s');
    const query = select(inner.c['id' as never]).where((inner.c as Record<string, any>)['id'].gt(1));
    const made = replace(query as ClauseElement, (node) =>
      node === inner.element ? select(u['id']).where(u['name'].is(null)) : undefined,
    );
    expect(text(made)).toBe('SELECT s.id FROM (SELECT users.id AS id FROM users WHERE users.name IS NULL) AS s WHERE s.id > :id_1');
    expect(text(query)).toContain('WHERE users.name = :name_1) AS s');
  });
});

test('ClauseAdapter turns columns, and expressions that a subquery shows, into its columns', () => {
  const length = func.length(u['name']);
  const rows = select(u['id'], length.label('size')).subquery('rows');
  const adapter = new ClauseAdapter(rows);
  expect(text(adapter.adapt(u['id'].eq(1)))).toBe('rows.id = :id_1');
  expect(text(adapter.adapt(u['id'].desc()))).toBe('rows.id DESC');
  expect(text(new ClauseAdapter(users.alias('o')).adapt(u['name'].like('s%')))).toBe('o.name LIKE :name_1');
});
