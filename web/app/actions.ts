import type { LucideIcon } from 'lucide-react';
import type { Messages } from '../ui/messages/messages.ts';

/** One thing a person can do: buttons, menus and shortcuts are made from it, so that they never disagree. */
export interface Action {
  readonly id: string;
  message(messages: Messages): string;
  readonly icon?: LucideIcon;
  /** `Mod` is Cmd on a Mac and Ctrl elsewhere; the last part is `KeyboardEvent.key`. */
  readonly shortcut?: string;
  /** A second set of keys. */
  readonly otherShortcut?: string;
  /** True where the palette must not list it. */
  readonly isHidden?: boolean;
  /** Whether it can be done now. */
  when(): boolean;
  run(): void;
  /** What its keys do where that is more than `run`: they know what the cursor is on. */
  byKeys?(): void;
}

export class ActionRegistry {
  readonly #actions = new Map<string, Action>();

  add(...actions: readonly Action[]): void {
    for (const action of actions) {
      if (this.#actions.has(action.id)) throw new Error(`Two actions are called ${action.id}.`);
      this.#actions.set(action.id, action);
    }
  }

  get(id: string): Action {
    const action = this.#actions.get(id);
    if (!action) throw new Error(`No action is called ${id}.`);
    return action;
  }

  all(): readonly Action[] {
    return [...this.#actions.values()];
  }

  run(id: string): void {
    const action = this.get(id);
    if (action.when()) action.run();
  }

  /** Does the action of a pressed key. Keys that belong to an input method's composition are never ours. */
  handleKey(event: KeyboardEvent, isMac: boolean): boolean {
    if (event.isComposing || event.keyCode === 229) return false;
    for (const action of this.#actions.values()) {
      const keys = [action.shortcut, action.otherShortcut];
      if (!keys.some((shortcut) => shortcut !== undefined && matches(shortcut, event, isMac))) continue;
      event.preventDefault();
      event.stopPropagation();
      if (action.when()) (action.byKeys ?? action.run).call(action);
      return true;
    }
    return false;
  }
}

function matches(shortcut: string, event: KeyboardEvent, isMac: boolean): boolean {
  const parts = shortcut.split('+');
  const key = parts.pop()!;
  const wants = (part: string): boolean => parts.includes(part);
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    mod === wants('Mod') &&
    !other &&
    event.shiftKey === wants('Shift') &&
    event.altKey === wants('Alt')
  );
}

/** A shortcut as it is written on this machine: `⌘⏎`, `Ctrl+Enter`. */
export function shortcutText(shortcut: string, isMac: boolean): string {
  const parts = shortcut.split('+');
  if (!isMac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part.length === 1 ? part.toUpperCase() : part)).join('+');
  const signs: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '⏎' };
  const order = ['Alt', 'Shift', 'Mod'];
  return parts
    .sort((a, b) => order.indexOf(a) - order.indexOf(b) || 0)
    .sort((a, b) => Number(!order.includes(a)) - Number(!order.includes(b)))
    .map((part) => signs[part] ?? part.toUpperCase())
    .join('');
}
