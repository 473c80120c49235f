import { expect, test } from 'vitest';
import type { DiagramLayout } from './diagram-layout.ts';
import { createDiagramStore } from './diagram-store.ts';
import type { Point } from './geometry.ts';
import { layoutTables } from './layout-tables.ts';
import { schema, table } from './testing/build-schema.ts';

const roles = table('roles', 'id INTEGER p, name VARCHAR(64)? u');
const users = table('users', 'id INTEGER p, role_id INTEGER? >roles.id');
const posts = table('posts', 'id INTEGER p, user_id INTEGER >users.id');
const link = table('user_roles', 'user_id INTEGER p >users.id, role_id INTEGER p >roles.id');

function openDiagram(stored: DiagramLayout | null = null) {
  const store = createDiagramStore({ requestLayout: async (request) => layoutTables(request), prefersReducedMotion: () => true });
  const told: DiagramLayout[] = [];
  store.getState().onLayout((layout) => told.push(layout));
  store.getState().openProject(stored);
  const settled = () => new Promise((done) => setTimeout(done, 20));
  return {
    told,
    settled,
    state: () => store.getState(),
    show: async (...[tables, source]: [Parameters<typeof schema>[0], Parameters<ReturnType<typeof store.getState>['showSchema']>[1]?]) => {
      store.getState().showSchema(schema(tables), source);
      await settled();
    },
    /** Where the shown tables stand, by title. */
    places: (): Record<string, Point> => {
      const { graph, boxes } = store.getState();
      return Object.fromEntries(graph.tables.map(({ id, title }) => [title, { x: boxes.get(id)!.x, y: boxes.get(id)!.y }]));
    },
  };
}

test('the first tables are laid out, a later one finds a free place beside them', async () => {
  const { show, places, state, told } = openDiagram();
  await show([roles, users]);
  const before = places();
  expect(state().isPlaced).toBe(true);
  await show([roles, users, posts]);
  const { posts: added, ...others } = places();
  expect(others).toEqual(before);
  expect(added).toBeDefined();
  expect(told.at(-1)?.tables.map(({ name }) => name)).toEqual(['roles', 'users', 'posts']);
});

test('many new tables are laid out together, below those that stand', async () => {
  const { show, places } = openDiagram();
  await show([roles, users]);
  const before = places();
  await show([roles, users, ...Array.from({ length: 30 }, (_, at) => table(`t${at}`, 'id INTEGER p'))]);
  const { roles: first, users: second, ...added } = places();
  expect({ roles: first, users: second }).toEqual(before);
  expect(Math.min(...Object.values(added).map(({ y }) => y))).toBeGreaterThan(Math.max(first!.y, second!.y) + 80);
});

test('a project opens with the places and the open link tables it was left with', async () => {
  const one = openDiagram();
  await one.show([roles, users, link]);
  const [id] = one.state().full.tables.flatMap((each) => (each.association === 'pure' ? [each.id] : []));
  expect(Object.keys(one.places())).toEqual(['roles', 'users']);
  one.state().openLink(id!);
  await one.settled();
  one.state().moveTables(new Map([[one.state().graph.tables[0]!.id, { x: -500, y: 40 }]]), true);
  const other = openDiagram(one.told.at(-1)!);
  await other.show([roles, users, link]);
  expect(other.places()).toEqual(one.places());
  expect(other.places()['roles']).toEqual({ x: -500, y: 40 });
});

test('a link table that is being written is shown as it is written', async () => {
  const { show, places } = openDiagram();
  await show([roles, users]);
  await show([roles, users, link]);
  expect(Object.keys(places())).toEqual(['roles', 'users', 'user_roles']);
});

test('Tidy can be put back', async () => {
  const { show, places, state } = openDiagram();
  await show([roles, users]);
  state().moveTables(new Map([[state().graph.tables[0]!.id, { x: 900, y: 900 }]]), true);
  const before = places();
  await state().tidy();
  expect(places()).not.toEqual(before);
  state().putBack();
  expect(places()).toEqual(before);
  expect(state().untidy).toBeNull();
});

test('an end that an edit changes is told with what it was', async () => {
  const { show, state } = openDiagram();
  await show([roles, users]);
  expect(state().changes).toEqual([]);
  await show([roles, table('users', 'id INTEGER p, role_id INTEGER >roles.id')]);
  expect(state().changes.map(({ end, before }) => [end, before])).toEqual([['to', 'zero-or-one']]);
});

test('the database’s tables share the places of the models’ tables, and are marked where they differ', async () => {
  const { show, places, state, told } = openDiagram();
  await show([roles, users, posts]);
  const before = places();
  state().showDifferences([{ kind: 'only-database', table: 'roles', column: 'name', models: '', database: '' }]);
  expect(state().marks.size).toBe(0);
  await show([roles, users], 'database');
  expect(places()).toEqual({ roles: before['roles'], users: before['users'] });
  const { id } = state().graph.tables.find(({ title }) => title === 'roles')!;
  expect([...state().marks]).toEqual([
    [id, 'changed'],
    [`${id} name`, 'only-here'],
  ]);
  state().moveTables(new Map([[id, { x: 5, y: 7 }]]), true);
  expect(told.at(-1)?.tables.map(({ name }) => name)).toEqual(['roles', 'users', 'posts']);
  await show([roles, users, posts]);
  expect(places()).toEqual({ ...before, roles: { x: 5, y: 7 } });
});

test('rows are counted by a table’s title', async () => {
  const { show, state } = openDiagram();
  state().showCounts([{ table: 'roles', rows: 3 }]);
  await show([roles, users]);
  expect([...state().counts.values()]).toEqual([3]);
});
