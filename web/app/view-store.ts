import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DiagramSource } from '../features/diagram/diagram-store.ts';
import { preferences } from '../lib/preferences.ts';

export type LowerTab = 'results' | 'sql' | 'session' | 'problems';
export type NarrowPane = 'code' | 'diagram' | LowerTab | 'more';

/** What is picked is lit up at once in the editor, the log and the diagram. */
export type Pick =
  | { readonly kind: 'statements'; readonly indexes: readonly number[] }
  | { readonly kind: 'relation'; readonly table: string; readonly column: string };

export interface Toast {
  readonly text: string;
  readonly act: { readonly label: string; readonly run: () => void } | null;
}

export interface ViewState {
  readonly lowerTab: LowerTab;
  readonly pane: NarrowPane;
  readonly pick: Pick | null;
  readonly toast: Toast | null;
  /** The dialog that is open. */
  readonly dialog: 'rename' | 'palette' | 'shortcuts' | 'settings' | 'compare' | 'rebuild' | 'rebuild-run' | 'snapshots' | null;
  /** The whole page: the workbench, the workbench as an audience sees it, or projects and examples. */
  readonly screen: 'work' | 'present' | 'gallery';
  /** Whether the list of earlier runs stands beside the results. */
  readonly history: boolean;
  /** Whose tables the diagram shows. */
  readonly diagramOf: DiagramSource;
  /** Whether the suggestions of the first visit are shown. */
  readonly tries: boolean;
  /** Something the page itself did wrong, in the browser's words. */
  readonly fault: string | null;
}

export const createViewStore = (): StoreApi<ViewState> =>
  createStore<ViewState>(() => ({
    lowerTab: 'results',
    pane: 'code',
    pick: null,
    toast: null,
    dialog: null,
    screen: 'work',
    history: preferences.read('history') === 'open',
    diagramOf: 'models',
    tries: preferences.read('try') !== 'closed',
    fault: null,
  }));

const toastMs = 6000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A word about something done, with at most one button; it goes by itself. */
export function showToast(view: StoreApi<ViewState>, text: string, act: Toast['act'] = null): void {
  clearTimeout(timer);
  view.setState({ toast: { text, act } });
  timer = setTimeout(() => view.setState({ toast: null }), toastMs);
}

/** Shows or hides the list of runs; the browser remembers it. */
export function showHistory(view: StoreApi<ViewState>, history: boolean): void {
  preferences.write('history', history ? 'open' : 'closed');
  view.setState({ history });
}
