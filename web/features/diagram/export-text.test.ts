import { expect, test } from 'vitest';
import { foldAssociations } from './associations.ts';
import { dbmlText } from './dbml-text.ts';
import { heightOf } from './geometry.ts';
import { mermaidText } from './mermaid-text.ts';
import { type PaintedPicture, paintPicture } from './paint-picture.ts';
import { routeRelations } from './route-relations.ts';
import { schemaGraph } from './schema-graph.ts';
import { type Inks, svgText } from './svg-text.ts';
import { blog, blogPlaces } from './testing/blog.ts';
import { foreignKey, index, schema, table } from './testing/build-schema.ts';

test('Mermaid has every column with its keys and every line with both ends', () => {
  const graph = schemaGraph(
    schema([
      table('roles', 'id INTEGER p, name VARCHAR(64)? u'),
      table('users', 'id INTEGER p, role_id INTEGER? >roles.id, price NUMERIC(10'),
    ]),
  );
  expect(mermaidText(graph)).toBe(`erDiagram
  "roles" {
    INTEGER id PK
    VARCHAR(64) name UK "may be null"
  }
  "users" {
    INTEGER id PK
    INTEGER role_id FK "may be null"
    NUMERIC(10 price
  }
  "users" }o..o| "roles" : "role"
`);
});

test('Mermaid tells required, unique, identifying and folded relations apart', () => {
  const text = mermaidText(foldAssociations(schemaGraph(blog), new Set()));
  expect(text).toContain('"profiles" |o..|| "users" : "user"');
  expect(text).toContain('"follows" }o--|| "users" : "follower"');
  expect(text).toContain('"comments" }o..o| "comments" : "parent"');
  expect(text).toContain('"posts" }o--o{ "tags" : "post_tags"');
});

test('a name that is no word of Mermaid does not break it', () => {
  const text = mermaidText(schemaGraph(schema([table('a "b"\nc', 'id INTEGER p, 1st-day? DOUBLE')])));
  expect(text).toContain('"a #quot;b#quot; c" {');
  expect(text).toContain('DOUBLE _1st-day_ "1st-day?"');
});

test('DBML has keys, defaults, indexes, comments and references', () => {
  const text = dbmlText(
    schema([
      table('pairs', 'a INTEGER p, b INTEGER p', { comment: "it's a pair" }),
      table('users', 'id INTEGER p, x INTEGER, y INTEGER?, email VARCHAR(20) u', {
        foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b', 'fk_pair')],
        indexes: [index(['x'], { unique: true, where: 'y > 1', name: 'one' })],
      }),
      table('profiles', 'user_id INTEGER p >users.id'),
      table('order lines', 'id INTEGER p, user_id INTEGER >users.id'),
    ]),
  );
  expect(text).toBe(`Table pairs {
  a INTEGER [not null]
  b INTEGER [not null]

  indexes {
    (a, b) [pk]
  }

  Note: 'it\\'s a pair'
}

Table users {
  id INTEGER [pk]
  x INTEGER [not null]
  y INTEGER
  email VARCHAR(20) [unique, not null]

  indexes {
    (x) [unique, name: 'one', note: 'where y > 1']
  }
}

Table profiles {
  user_id INTEGER [pk]
}

Table "order lines" {
  id INTEGER [pk]
  user_id INTEGER [not null]
}

Ref fk_pair: users.(x, y) > pairs.(a, b)
Ref: profiles.user_id - users.id
Ref: "order lines".user_id > users.id
`);
});

const inks = new Proxy({}, { get: () => '#123456' }) as Inks;
const fonts = { ui: 'Inter, "A B"', code: 'Mono', faces: '' };

function painted(snapshot = blog, places: ReadonlyMap<string, readonly [number, number, number]> = blogPlaces): PaintedPicture {
  const graph = foldAssociations(schemaGraph(snapshot), new Set());
  const boxes = new Map(
    graph.tables.map((each, at) => {
      const [x, y, width] = places.get(each.name) ?? [at * 300, 0, 200];
      return [each.id, { x, y, width, height: heightOf(each.rows.length) }];
    }),
  );
  const shapes = routeRelations(graph.relations, boxes);
  return paintPicture({ graph, boxes, shapes, labels: new Map(), counts: new Map() }, (text) => text.length * 7);
}

test('the picture holds every table and line, and nothing lies outside of it', () => {
  const { width, height, strokes } = painted();
  const texts = strokes.flatMap((stroke) => (stroke.kind === 'text' ? [stroke.text] : []));
  for (const name of ['profiles', 'follows', 'users', 'posts', 'comments', 'tags', 'member_since']) expect(texts).toContain(name);
  for (const stroke of strokes) {
    if (stroke.kind !== 'rect') continue;
    expect(stroke.box.x).toBeGreaterThanOrEqual(0);
    expect(stroke.box.y).toBeGreaterThanOrEqual(0);
    expect(stroke.box.x + stroke.box.width).toBeLessThanOrEqual(width);
    expect(stroke.box.y + stroke.box.height).toBeLessThanOrEqual(height);
  }
});

test('no name becomes markup, and no character breaks the file', () => {
  const svg = svgText(painted(schema([table('</svg><b>&"', 'id INTEGER p, a\uD800b\u0001 TEXT')])), inks, fonts, '<x>');
  expect(svg).toContain('&lt;/svg&gt;&lt;b&gt;&amp;&quot;');
  expect(svg).toContain('a\uFFFDb\uFFFD');
  expect(svg).toContain('<title>&lt;x&gt;</title>');
  expect(svg.match(/<\/svg>/g)).toHaveLength(1);
});

test('a name too long for its table is cut where it ends', () => {
  const { strokes } = painted(schema([table('a'.repeat(200), 'id INTEGER p')]));
  const title = strokes.find((stroke) => stroke.kind === 'text' && stroke.role === 'name');
  expect(title?.kind === 'text' && title.text).toMatch(/^a{20,30}…$/);
});
