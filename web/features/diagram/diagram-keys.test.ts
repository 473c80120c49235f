import { expect, test } from 'vitest';
import { en } from '../../ui/messages/en.ts';
import { pressKey } from './diagram-keys.ts';
import { createDiagramStore, type DiagramPlace } from './diagram-store.ts';
import { layoutTables } from './layout-tables.ts';
import { schema, table } from './testing/build-schema.ts';

async function openDiagram() {
  const store = createDiagramStore({ requestLayout: async (request) => layoutTables(request) });
  store.getState().openProject(null);
  store
    .getState()
    .showSchema(
      schema([table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER? >roles.id'), table('far', 'id INTEGER p')]),
    );
  await expect.poll(() => store.getState().isPlaced).toBe(true);
  const said: string[] = [];
  const opened: DiagramPlace[] = [];
  const context = { announce: (text: string) => said.push(text), open: (place: DiagramPlace) => opened.push(place), messages: en.diagram };
  const focus = (): string | null => {
    const { graph, focus: id } = store.getState();
    return graph.tables.find((each) => each.id === id)?.title ?? null;
  };
  return { said, opened, focus, state: () => store.getState(), press: (key: string) => pressKey(key, store.getState(), context) };
}

test('the first arrow shows where the keyboard is, the next follows a relationship and says it', async () => {
  const { press, focus, said } = await openDiagram();
  press('ArrowRight');
  expect(focus()).toBe('roles');
  press('ArrowRight');
  expect(focus()).toBe('users');
  expect(said).toEqual(['roles, 1 column', 'users.role_id: many users to zero or one role. users, 2 columns']);
});

test('Home and End lead to the first and the last table, Enter to the code of one', async () => {
  const { press, focus, opened } = await openDiagram();
  press('End');
  expect(focus()).toBe('far');
  press('Home');
  expect(focus()).toBe('roles');
  press('Enter');
  expect(opened).toEqual([{ table: 'roles', column: null }]);
});

test('Escape puts away the neighbours, then the focus, and is then the page’s', async () => {
  const { press, focus, state } = await openDiagram();
  press('Home');
  press('n');
  expect(state().only).not.toBeNull();
  expect(press('Escape')).toBe(true);
  expect([state().only, focus()]).toEqual([null, 'roles']);
  expect(press('Escape')).toBe(true);
  expect(focus()).toBeNull();
  expect(press('Escape')).toBe(false);
});

test('a slash opens the search, other keys are the page’s', async () => {
  const { press, state } = await openDiagram();
  expect(press('/')).toBe(true);
  expect(state().isSearching).toBe(true);
  expect([press('x'), press('constructor')]).toEqual([false, false]);
});
