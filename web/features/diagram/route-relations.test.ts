import { describe, expect, test } from 'vitest';
import { foldAssociations } from './associations.ts';
import { type Box, heightOf, overlaps, type Point, rowMiddle, STUB } from './geometry.ts';
import type { GraphRelation, SchemaGraph } from './graph.ts';
import { layoutTables } from './layout-tables.ts';
import { type RelationShape, routeRelations } from './route-relations.ts';
import { schemaGraph } from './schema-graph.ts';
import { blog, blogPlaces } from './testing/blog.ts';
import { manyTables, schema, table } from './testing/build-schema.ts';

type Places = ReadonlyMap<string, readonly [x: number, y: number, width: number]>;

function boxesOf(graph: SchemaGraph, places: Places): Map<string, Box> {
  return new Map(
    graph.tables.map((each) => {
      const [x, y, width] = places.get(each.name)!;
      return [each.id, { x, y, width, height: heightOf(each.rows.length) }];
    }),
  );
}

const namedShapes = (graph: SchemaGraph, shapes: ReadonlyMap<string, RelationShape>): Map<string, RelationShape> => {
  const names = new Map(graph.tables.map(({ id, name }) => [id, name]));
  const keyOf = (relation: GraphRelation): string => (relation.through ? relation.role : `${names.get(relation.from)}.${relation.columns}`);
  return new Map(graph.relations.map((relation) => [keyOf(relation), shapes.get(relation.id)!]));
};

const segmentsOf = (points: readonly Point[]): [Point, Point][] => points.slice(1).map((point, at) => [points[at]!, point]);

const cuts = (shape: RelationShape, box: Box): boolean =>
  segmentsOf(shape.points).some(([a, b]) =>
    overlaps({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }, box),
  );

function isOrthogonal(shape: RelationShape): boolean {
  return segmentsOf(shape.points).every(([a, b]) => Math.abs(a.x - b.x) < 1e-6 || Math.abs(a.y - b.y) < 1e-6);
}

function draw(
  graph: SchemaGraph,
  places: Places,
): { boxes: Map<string, Box>; shapes: Map<string, RelationShape>; named: Map<string, RelationShape> } {
  const boxes = boxesOf(graph, places);
  const shapes = routeRelations(graph.relations, boxes);
  return { boxes, shapes, named: namedShapes(graph, shapes) };
}

describe('the blog, as it is arranged', () => {
  const graph = foldAssociations(schemaGraph(blog), new Set());
  const { boxes, shapes, named } = draw(graph, blogPlaces);
  const [users] = graph.tables.filter((each) => each.name === 'users').map((each) => boxes.get(each.id)!);

  test('every line is orthogonal, ends on the borders of its tables and cuts none', () => {
    for (const shape of shapes.values()) {
      expect(isOrthogonal(shape)).toBe(true);
      for (const box of boxes.values()) expect(cuts(shape, box)).toBe(false);
    }
  });

  test('a line leaves a table by a stub that holds its foot', () => {
    for (const { points } of shapes.values()) {
      const [first, second] = points;
      expect(Math.abs(second!.x - first!.x) + Math.abs(second!.y - first!.y)).toBeGreaterThanOrEqual(STUB - 1);
    }
  });

  test('of three ends at one side of a key, the one from above takes the top of the table', () => {
    expect(named.get('profiles.user_id')!.to).toMatchObject({ side: 'top', y: users!.y, x: users!.x + users!.width / 2 });
    const middle = users!.y + rowMiddle(0);
    expect([named.get('follows.follower_id')!.to, named.get('follows.followed_id')!.to]).toMatchObject([
      { side: 'left', y: middle - 8 },
      { side: 'left', y: middle + 8 },
    ]);
    expect([named.get('posts.author_id')!.to, named.get('comments.author_id')!.to]).toMatchObject([
      { side: 'right', y: middle - 8 },
      { side: 'right', y: middle + 8 },
    ]);
  });

  test('lines that run side by side keep a lane between them, labelled ones more', () => {
    const upright = [...named].flatMap(([name, { points }]) =>
      segmentsOf(points).flatMap(([a, b]) => (a.x === b.x ? [{ name, x: a.x, top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) }] : [])),
    );
    for (const one of upright) {
      for (const other of upright) {
        if (one.name === other.name || one.top >= other.bottom || other.top >= one.bottom) continue;
        const isLabelled = one.name.startsWith('follows') && other.name.startsWith('follows');
        expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(isLabelled ? 29 : 15);
      }
    }
  });

  test('a self reference loops on one side', () => {
    const loop = named.get('comments.parent_id')!;
    expect(loop.from.side).toBe(loop.to.side);
    expect(loop.points).toHaveLength(4);
  });

  test('a folded association joins the two headers', () => {
    const line = named.get('post_tags')!;
    expect(line.points).toHaveLength(2);
    expect(line.from).toMatchObject({ side: 'right', y: 40 + rowMiddle(-1) });
    expect(line.middle).toEqual({ x: (676 + 236 + 1016) / 2, y: 40 + rowMiddle(-1) });
  });

  test('a foot touches the table with its maximum and holds its minimum further out', () => {
    const { from, fromFoot, to, toFoot } = named.get('posts.author_id')!;
    expect(from.side).toBe('left');
    expect(fromFoot.path).toBe(`M${from.x} ${from.y + 6.5}L${from.x - 13} ${from.y}L${from.x} ${from.y - 6.5}`);
    expect(fromFoot.ring).toEqual({ x: from.x - 17.5, y: from.y });
    expect(toFoot.path).toBe(`M${to.x + 8} ${to.y - 5.5}L${to.x + 8} ${to.y + 5.5}M${to.x + 13} ${to.y - 5.5}L${to.x + 13} ${to.y + 5.5}`);
    expect(toFoot.ring).toBeNull();
  });
});

function hub(count: number, nullable = (_at: number): boolean => false): { graph: SchemaGraph; named: Map<string, RelationShape> } {
  const names = Array.from({ length: count }, (_, at) => `log_${at}`);
  const graph = schemaGraph(
    schema([
      table('users', 'id INTEGER p'),
      ...names.map((name, at) => table(name, `id INTEGER p, user_id INTEGER${nullable(at) ? '?' : ''} >users.id`)),
    ]),
  );
  const places = new Map<string, readonly [number, number, number]>([
    ['users', [0, 300, 200]],
    ...names.map((name, at): [string, [number, number, number]] => [name, [400, at * 150, 200]]),
  ]);
  return { graph, named: draw(graph, places).named };
}

test('four ends at one key become one trunk', () => {
  const { named } = hub(5);
  const ports = new Set([...named.values()].map(({ to }) => to));
  expect(ports.size).toBe(1);
  expect([...ports][0]).toMatchObject({ trunk: true, y: 300 + rowMiddle(0) });
  const turns = new Set([...named.values()].filter(({ points }) => points.length > 2).map(({ points }) => points[1]!.x));
  expect(turns.size).toBe(1);
});

test('ends of two kinds become two trunks, 16 apart', () => {
  const { named } = hub(6, (at) => at % 2 === 0);
  const heights = new Set([...named.values()].map(({ to }) => to.y));
  expect([...heights].sort((a, b) => a - b)).toEqual([300 + rowMiddle(0) - 8, 300 + rowMiddle(0) + 8]);
});

test('a line goes round a table that stands between', () => {
  const graph = schemaGraph(
    schema([table('a', 'id INTEGER p'), table('wall', 'id INTEGER p, b TEXT, c TEXT'), table('z', 'id INTEGER p, a_id INTEGER >a.id')]),
  );
  const places: Places = new Map([
    ['a', [0, 0, 200]],
    ['wall', [320, -10, 200]],
    ['z', [700, -26, 200]],
  ]);
  const { boxes, shapes } = draw(graph, places);
  for (const shape of shapes.values()) for (const box of boxes.values()) expect(cuts(shape, box)).toBe(false);
});

test('tables above one another are joined at the nearer side', () => {
  const graph = schemaGraph(schema([table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER >roles.id')]));
  const sideWith = (x: number): string =>
    [
      ...draw(
        graph,
        new Map([
          ['roles', [0, 0, 200]],
          ['users', [x, 300, 200]],
        ] as const),
      ).shapes.values(),
    ][0]!.from.side;
  expect(sideWith(40)).toBe('right');
  expect(sideWith(0)).toBe('right');
});

test('a few pixels between two ends make no kink', () => {
  const graph = schemaGraph(schema([table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER >roles.id')]));
  const { shapes } = draw(
    graph,
    new Map([
      ['roles', [0, 24, 200]],
      ['users', [400, 0, 200]],
    ] as const),
  );
  expect([...shapes.values()][0]!.points).toHaveLength(2);
});

test('a line keeps its way while its ends stay', () => {
  const graph = foldAssociations(schemaGraph(blog), new Set());
  const { boxes, shapes } = draw(graph, blogPlaces);
  const profiles = graph.tables.find((each) => each.name === 'profiles')!;
  const moved = new Map(boxes).set(profiles.id, { ...boxes.get(profiles.id)!, x: 36, y: 32 });
  const next = routeRelations(graph.relations, moved, shapes);
  for (const relation of graph.relations) {
    if (relation.from === profiles.id) expect(next.get(relation.id)).not.toBe(shapes.get(relation.id));
    else expect(next.get(relation.id)).toBe(shapes.get(relation.id));
  }
});

test('a line takes another way when a table is pushed into it', () => {
  const graph = schemaGraph(
    schema([table('a', 'id INTEGER p'), table('wall', 'id INTEGER p'), table('z', 'id INTEGER p, a_id INTEGER >a.id')]),
  );
  const { boxes, shapes } = draw(
    graph,
    new Map([
      ['a', [0, 0, 200]],
      ['wall', [360, 400, 200]],
      ['z', [800, -26, 200]],
    ] as const),
  );
  const wall = graph.tables.find((each) => each.name === 'wall')!;
  const way = [...shapes.values()][0]!;
  const pushed = new Map(boxes).set(wall.id, { ...boxes.get(wall.id)!, y: way.middle.y - 30 });
  const next = routeRelations(graph.relations, pushed, shapes).get(way.id)!;
  expect(cuts(way, pushed.get(wall.id)!)).toBe(true);
  expect(cuts(next, pushed.get(wall.id)!)).toBe(false);
});

test('a kept way gets the foot of an end that has changed', () => {
  const before = schemaGraph(schema([table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER? >roles.id')]));
  const after = schemaGraph(schema([table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER >roles.id')]), before);
  const boxes = boxesOf(
    before,
    new Map([
      ['roles', [0, 0, 200]],
      ['users', [400, 80, 200]],
    ] as const),
  );
  const shapes = routeRelations(before.relations, boxes);
  const next = routeRelations(after.relations, boxes, shapes);
  const { id } = before.relations[0]!;
  expect([shapes.get(id)!.toFoot.symbol, next.get(id)!.toFoot.symbol]).toEqual(['zero-or-one', 'one']);
  expect(next.get(id)!.path).toBe(shapes.get(id)!.path);
});

test('of 200 tables few lines cut a table, and none its own', () => {
  const graph = schemaGraph(manyTables(200));
  const sizes = graph.tables.map(({ id, rows }) => ({ id, width: 208, height: heightOf(rows.length) }));
  const links = graph.relations.map(({ from, to, fromRow, toRow }) => ({
    from,
    to,
    fromY: rowMiddle(fromRow),
    toY: rowMiddle(toRow),
    label: 0,
  }));
  const positions = layoutTables({ tables: sizes, links });
  const boxes = new Map(sizes.map(({ id, width, height }) => [id, { ...positions.get(id)!, width, height }]));
  const shapes = routeRelations(graph.relations, boxes);
  let cutting = 0;
  for (const relation of graph.relations) {
    const shape = shapes.get(relation.id)!;
    expect(isOrthogonal(shape)).toBe(true);
    for (const [id, box] of boxes) {
      if (!cuts(shape, box)) continue;
      cutting++;
      expect([relation.from, relation.to]).not.toContain(id);
    }
  }
  expect(cutting / graph.relations.length).toBeLessThan(0.1);
});
