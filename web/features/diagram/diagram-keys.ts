import type { DiagramPlace, DiagramStore } from './diagram-store.ts';
import { type Arrow, nextTable } from './next-table.ts';
import { type DiagramMessages, relationText, tablesById } from './relation-text.ts';

export interface KeyContext {
  readonly announce: (text: string) => void;
  readonly open: (place: DiagramPlace) => void;
  readonly messages: DiagramMessages;
}

const toggleOnly = (state: DiagramStore): void => state.showOnly(state.only === null ? state.focus : null);

const commands: Readonly<Record<string, (state: DiagramStore) => void>> = {
  n: toggleOnly,
  N: toggleOnly,
  '/': (state) => state.openSearch(),
  '+': (state) => state.zoomIn(),
  '=': (state) => state.zoomIn(),
  '-': (state) => state.zoomOut(),
  '0': (state) => state.fit(),
};

/** Does what a key means on the picture. @returns false for a key that means nothing there and is the page's */
export function pressKey(key: string, state: DiagramStore, context: KeyContext): boolean {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      followArrow(key, state, context);
      return true;
    case 'Home':
      goTo(state.graph.tables[0]?.id, state, context);
      return true;
    case 'End':
      goTo(state.graph.tables.at(-1)?.id, state, context);
      return true;
    case 'Enter': {
      const table = state.graph.tables.find(({ id }) => id === state.focus);
      if (table && !table.missing) context.open({ table: table.name, column: null });
      return true;
    }
    case 'Escape':
      return putAway(state);
    default: {
      if (!Object.hasOwn(commands, key)) return false;
      commands[key]!(state);
      return true;
    }
  }
}

/** Arrows follow relationships; the first one only shows where the keyboard is. */
function followArrow(arrow: Arrow, state: DiagramStore, context: KeyContext): void {
  const { graph, boxes, focus } = state;
  if (focus === null) {
    goTo(graph.tables[0]?.id, state, context);
    return;
  }
  const step = nextTable(graph, boxes, focus, arrow);
  if (step) goTo(step.table, state, context, step.relation ? relationText(context.messages, step.relation, tablesById(graph)) : '');
}

/** The table is brought into sight first, so that it is there also where culling had taken it out. */
function goTo(id: string | undefined, state: DiagramStore, { announce, messages }: KeyContext, way = ''): void {
  const table = state.graph.tables.find((each) => each.id === id);
  if (!table) return;
  state.reveal(table.id);
  state.focusTable(table.id);
  const count = state.counts.get(table.id);
  const spoken = [table.title, messages.columns(table.rows.length), ...(count === undefined ? [] : [messages.rows(count)])].join(', ');
  announce(way ? `${way}. ${spoken}` : spoken);
}

/** Puts away one thing: the neighbours alone, then the focus. */
function putAway(state: DiagramStore): boolean {
  if (state.only !== null) state.showOnly(null);
  else if (state.focus !== null) state.focusTable(null);
  else return false;
  return true;
}
