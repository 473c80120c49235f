import { expect, test } from 'vitest';
import { ActionRegistry, shortcutText } from './actions.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent & { prevented: boolean } => {
  const event = {
    key,
    keyCode: 0,
    isComposing: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
    stopPropagation() {},
    ...held,
  };
  return event as unknown as KeyboardEvent & { prevented: boolean };
};

function registry(): { actions: ActionRegistry; done: string[]; state: { allowed: boolean } } {
  const done: string[] = [];
  const state = { allowed: true };
  const actions = new ActionRegistry();
  actions.add({ id: 'run', message: () => 'Run', shortcut: 'Mod+Enter', when: () => state.allowed, run: () => done.push('run') });
  return { actions, done, state };
}

test('the shortcut runs the action, with Cmd on a Mac and Ctrl elsewhere', () => {
  const { actions, done } = registry();
  expect(actions.handleKey(press('Enter', { ctrlKey: true }), false)).toBe(true);
  expect(actions.handleKey(press('Enter', { metaKey: true }), true)).toBe(true);
  expect(actions.handleKey(press('Enter', { metaKey: true }), false)).toBe(false);
  expect(actions.handleKey(press('Enter', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(done).toEqual(['run', 'run']);
});

test('no shortcut fires while an input method composes', () => {
  const { actions, done } = registry();
  expect(actions.handleKey(press('Enter', { ctrlKey: true, isComposing: true }), false)).toBe(false);
  expect(actions.handleKey(press('Enter', { ctrlKey: true, keyCode: 229 }), false)).toBe(false);
  expect(done).toEqual([]);
});

test('an action that cannot be done now keeps its key from the browser and does nothing', () => {
  const { actions, done, state } = registry();
  state.allowed = false;
  const event = press('Enter', { ctrlKey: true });
  expect(actions.handleKey(event, false)).toBe(true);
  expect(event.prevented).toBe(true);
  expect(done).toEqual([]);
});

test('two actions of one id are a mistake', () => {
  const { actions } = registry();
  expect(() => actions.add({ id: 'run', message: () => 'Run', when: () => true, run: () => {} })).toThrow('Two actions are called run.');
});

test('a shortcut is written as its machine writes it', () => {
  expect(shortcutText('Mod+Enter', true)).toBe('⌘⏎');
  expect(shortcutText('Mod+Shift+e', true)).toBe('⇧⌘E');
  expect(shortcutText('Mod+s', false)).toBe('Ctrl+S');
});
