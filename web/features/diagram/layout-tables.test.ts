import { expect, test } from 'vitest';
import { findPlace } from './find-place.ts';
import { type Box, heightOf, overlaps, rowMiddle } from './geometry.ts';
import { layoutTables } from './layout-tables.ts';
import { schemaGraph } from './schema-graph.ts';
import { blog } from './testing/blog.ts';
import { manyTables, schema, table } from './testing/build-schema.ts';

function place(snapshot: ReturnType<typeof schema>): { boxes: Map<string, Box>; names: Map<string, string>; ms: number } {
  const graph = schemaGraph(snapshot);
  const tables = graph.tables.map(({ id, rows }) => ({ id, width: 208, height: heightOf(rows.length) }));
  const links = graph.relations.map(({ from, to, fromRow, toRow }) => ({
    from,
    to,
    fromY: rowMiddle(fromRow),
    toY: rowMiddle(toRow),
    label: 0,
  }));
  const start = performance.now();
  const positions = layoutTables({ tables, links });
  const ms = performance.now() - start;
  return {
    boxes: new Map(tables.map(({ id, width, height }) => [id, { ...positions.get(id)!, width, height }])),
    names: new Map(graph.tables.map(({ id, name }) => [name, id])),
    ms,
  };
}

test.each([
  ['the blog', blog],
  ['200 tables', manyTables(200)],
  ['tables without relations', schema(Array.from({ length: 30 }, (_, at) => table(`t${at}`, 'id INTEGER p')))],
  ['one table', schema([table('t', 'id INTEGER p')])],
  ['a table that refers to itself', schema([table('t', 'id INTEGER p, t_id INTEGER >t.id')])],
  [
    'two tables that refer to each other',
    schema([table('a', 'id INTEGER p, b_id INTEGER >b.id'), table('b', 'id INTEGER p, a_id INTEGER >a.id')]),
  ],
])('%s: every table has a place on the grid, none covers another', (_title, snapshot) => {
  const { boxes } = place(snapshot);
  const list = [...boxes.values()];
  for (const [at, box] of list.entries()) {
    expect([box.x % 8, box.y % 8].map(Math.abs)).toEqual([0, 0]);
    for (const other of list.slice(at + 1)) expect(overlaps(box, other, 16)).toBe(false);
  }
});

test('the table referred to stands left of the one that refers to it, level with it', () => {
  const { boxes, names } = place(
    schema([table('users', 'id INTEGER p, name TEXT, role_id INTEGER >roles.id'), table('roles', 'id INTEGER p')]),
  );
  const [users, roles] = [boxes.get(names.get('users')!)!, boxes.get(names.get('roles')!)!];
  expect(roles.x + roles.width).toBeLessThan(users.x - 68);
  expect(Math.abs(roles.y + rowMiddle(0) - (users.y + rowMiddle(2)))).toBeLessThanOrEqual(4);
});

test('the whole has about the shape of a screen', () => {
  const { boxes } = place(manyTables(200));
  const list = [...boxes.values()];
  const width = Math.max(...list.map((box) => box.x + box.width));
  const height = Math.max(...list.map((box) => box.y + box.height));
  expect(width / height).toBeGreaterThan(0.9);
  expect(width / height).toBeLessThan(2.6);
});

const size = { width: 208, height: 120 };
const roles: Box = { x: 0, y: 0, width: 208, height: 120 };

test('a new table stands free beside the table it is related to', () => {
  const other: Box = { x: 2000, y: 2000, width: 208, height: 120 };
  const point = findPlace(size, [roles, other], [roles], null);
  expect(overlaps({ ...point, ...size }, roles, 60)).toBe(false);
  expect(point.x).toBeGreaterThan(roles.x + roles.width);
  expect(Math.hypot(point.x - roles.x, point.y - roles.y)).toBeLessThan(400);
});

test('a new table stands in sight where there is room', () => {
  const seen: Box = { x: -100, y: -100, width: 900, height: 600 };
  const point = findPlace(size, [roles], [], seen);
  expect(point.x).toBeGreaterThanOrEqual(seen.x);
  expect(point.x + size.width).toBeLessThanOrEqual(seen.x + seen.width);
  expect(overlaps({ ...point, ...size }, roles, 24)).toBe(false);
});

test('the first table stands in the middle of what is seen', () => {
  expect(findPlace(size, [], [], { x: 0, y: 0, width: 1008, height: 520 })).toEqual({ x: 400, y: 200 });
});

test('forty new tables one after the other cover nothing', () => {
  const taken: Box[] = [roles];
  for (let at = 0; at < 40; at++) {
    const point = findPlace(size, taken, [taken[at % 3] ?? roles], { x: 0, y: 0, width: 1200, height: 800 });
    const box = { ...point, ...size };
    for (const other of taken) expect(overlaps(box, other, 16)).toBe(false);
    taken.push(box);
  }
});
