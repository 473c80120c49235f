import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import { composePicture, emptyPicture, type Picture, shownGraph } from './compose-picture.ts';
import { type DiagramLayout, nameKey } from './diagram-layout.ts';
import { type DriftMark, driftMarks } from './drift-marks.ts';
import { type EndChange, endChanges } from './end-changes.ts';
import type { Box, Point } from './geometry.ts';
import type { GraphTable, SchemaGraph } from './graph.ts';
import { type Lit, litByName, litByRelation, litByTable, nothingLit } from './lit.ts';
import { createLayoutWorker, type RequestLayout } from './request-layout.ts';
import type { SchemaDifference } from './schema-difference.ts';
import { emptyGraph, schemaGraph } from './schema-graph.ts';
import { TablePlaces } from './table-places.ts';
import type { MeasureText } from './table-size.ts';

/** The canvas, as far as the store moves it. */
export interface DiagramView {
  /** Shows the whole picture. */
  fit(): void;
  /** Shows the picture as it is met first: the whole, or on a small canvas as much of it as can be read. */
  open(): void;
  /** Where a person has moved the canvas, or null while nobody has. */
  place(): ViewPlace | null;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Moves just so far that the box is seen. */
  reveal(box: Box): void;
  /** The visible part, or null while the canvas has no size. */
  seen(): Box | null;
}

/** A part of the picture, as a window of one width showed it. */
export interface ViewPlace {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly windowWidth: number;
}

export interface DiagramPlace {
  readonly table: string;
  readonly column: string | null;
}

/** Whose tables the picture shows. */
export type DiagramSource = 'models' | 'database';

export interface DiagramState extends Picture {
  readonly schema: SchemaSnapshot | null;
  /** By a table's id, and by its id and a column's name with a space between. */
  readonly marks: ReadonlyMap<string, DriftMark>;
  readonly full: SchemaGraph;
  /** False until every table of the first schema has its place. */
  readonly isPlaced: boolean;
  readonly open: ReadonlySet<string>;
  readonly only: string | null;
  readonly counts: ReadonlyMap<string, number>;
  readonly changes: readonly EndChange[];
  /** Lit by the editor's cursor or a picked statement. */
  readonly lit: Lit;
  /** Lit by the pointer or the keyboard; everything else steps back. */
  readonly hover: Lit | null;
  readonly hoveredEnd: { readonly relation: string; readonly end: 'from' | 'to' } | null;
  /** The table that has the keyboard. */
  readonly focus: string | null;
  readonly legend: boolean;
  readonly isSearching: boolean;
  readonly isTidying: boolean;
  /** Places before the last Tidy. */
  readonly untidy: ReadonlyMap<string, Point> | null;
}

export interface DiagramActions {
  /** Starts afresh with what is stored of a project's diagram. */
  openProject(layout: DiagramLayout | null, project?: string): void;
  /** Shows the tables of a schema; what the other source's tables have in common with them stays where it is. */
  showSchema(schema: SchemaSnapshot | null, source?: DiagramSource): void;
  /** Marks in what the tables of the database differ from those of the models. */
  showDifferences(differences: readonly SchemaDifference[]): void;
  showCounts(counts: readonly { readonly table: string; readonly rows: number }[] | null): void;
  highlight(place: DiagramPlace | null): void;
  hoverTable(id: string | null): void;
  hoverRelation(id: string | null): void;
  hoverEnd(relation: string, end: 'from' | 'to' | null): void;
  focusTable(id: string | null): void;
  moveTables(moves: ReadonlyMap<string, Point>, isDone: boolean): void;
  openLink(id: string): void;
  foldLink(id: string): void;
  setLinksOpen(isOpen: boolean): void;
  showOnly(id: string | null): void;
  setLegend(isShown: boolean): void;
  setMeasure(measure: MeasureText): void;
  attach(view: DiagramView | null): void;
  /** Where the canvas of this project was when it was put away. */
  leftAt(): ViewPlace | null;
  onLayout(listener: ((layout: DiagramLayout) => void) | null): void;
  tidy(): Promise<void>;
  putBack(): void;
  fit(): void;
  /** The picture as it is met first, once more: the canvas has another size. */
  openView(): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomReset(): void;
  reveal(id: string): void;
  openSearch(): void;
  closeSearch(): void;
}

export type DiagramStore = DiagramState & DiagramActions;

export interface DiagramDeps {
  readonly requestLayout?: RequestLayout;
  readonly measure?: MeasureText;
  readonly prefersReducedMotion?: () => boolean;
}

const ZOOM_STEP = 1.25;
/** How long an end that changed keeps its halo and its reason. */
const CHANGE_SHOWN_MS = 4000;
const TIDY_MS = 240;
/** So many new tables at once are laid out among themselves instead of one by one; fewer are, where they are most of the picture. */
const MANY_NEW = 24;
const MOST_NEW = 6;

/** Before the fonts are there, and where nothing can be measured, a letter is as wide as most. */
const roughMeasure: MeasureText = (text, role) => text.length * (role === 'name' ? 7.4 : role === 'column' ? 7 : 7.2);

const initial: DiagramState = {
  ...emptyPicture,
  schema: null,
  marks: new Map(),
  full: emptyGraph,
  isPlaced: false,
  open: new Set(),
  only: null,
  counts: new Map(),
  changes: [],
  lit: nothingLit,
  hover: null,
  hoveredEnd: null,
  focus: null,
  legend: true,
  isSearching: false,
  isTidying: false,
  untidy: null,
};

/** The state of one diagram: the schema's graph, the places of its tables, what is lit, and what a person can do with it. */
export function createDiagramStore(deps: DiagramDeps = {}): StoreApi<DiagramStore> {
  const isStill =
    deps.prefersReducedMotion ?? (() => typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches);
  const places = new TablePlaces(deps.requestLayout ?? createLayoutWorker(), deps.measure ?? roughMeasure);
  let isFirst = true;
  let view: DiagramView | null = null;
  /** Where the canvas was when it was put away. */
  let left: ViewPlace | null = null;
  let opened = '';
  let listener: ((layout: DiagramLayout) => void) | null = null;
  let highlighted: DiagramPlace | null = null;
  let rowCounts: readonly { readonly table: string; readonly rows: number }[] = [];
  let layoutTurn = 0;
  let source: DiagramSource = 'models';
  /** Tables of the source that is not shown: their places are kept with the project all the same. */
  let hidden: readonly GraphTable[] = [];
  let differences: readonly SchemaDifference[] = [];

  return createStore<DiagramStore>()((set, get) => {
    /** Draws what the state says; `keepWays` leaves lines alone that nothing pushes. */
    const compose = (keepWays: boolean, change: Partial<DiagramState> = {}): void => {
      const state = { ...get(), ...change };
      const picture = composePicture(
        { full: state.full, open: state.open, only: state.only, places: places.byId, sizeOf: places.sizeOf, labelWidth: places.labelWidth },
        state,
        keepWays,
      );
      const focus = picture.boxes.has(state.focus ?? '') ? state.focus : null;
      set({
        ...change,
        ...picture,
        focus,
        lit: litByName(picture.graph, state.full, highlighted),
        hover: null,
        hoveredEnd: null,
        counts: countsById(state.full, rowCounts),
        marks: marksOf(state.full),
      });
    };

    const marksOf = (full: SchemaGraph): ReadonlyMap<string, DriftMark> =>
      source === 'models' ? new Map() : driftMarks(full, differences);

    /** What a person arranged, told to whoever stores it. */
    const tell = (): void => {
      const { full, open, legend } = get();
      places.remember(full.tables, open);
      const shown = new Set(full.tables.map(nameKey));
      listener?.(places.layoutOf([...full.tables, ...hidden.filter((table) => !shown.has(nameKey(table)))], legend));
    };

    /** Gives new tables a place among the others, which stay where they are. */
    const placeNew = async (tables: readonly GraphTable[]): Promise<void> => {
      const turn = ++layoutTurn;
      const { full } = get();
      const shown = shownGraph(get());
      const standing = places.boxesOf(shown.tables);
      const isMany = tables.length >= MANY_NEW || (tables.length >= MOST_NEW && tables.length > 2 * standing.size);
      if (standing.size > 0 && !isMany) {
        const added = places.putAmong(tables, standing, full.relations, view?.seen() ?? null);
        compose(true, { isPlaced: true });
        if (added) view?.reveal(added);
      } else {
        if (tables.length === 1) places.move([[tables[0]!.id, { x: 0, y: 0 }]]);
        else {
          const group = await places.layOut(tables, shown, full);
          if (turn !== layoutTurn) return;
          places.putBelow(group, standing);
        }
        compose(true, { isPlaced: true });
        view?.open();
      }
      tell();
    };

    const forgetLater = (changes: readonly EndChange[]): void => {
      if (changes.length === 0) return;
      setTimeout(() => set({ changes: get().changes.filter((change) => !changes.includes(change)) }), CHANGE_SHOWN_MS);
    };

    const moveAll = (to: ReadonlyMap<string, Point>): void => {
      places.move(to);
      const isStillNow = isStill();
      compose(false, { isTidying: !isStillNow });
      view?.fit();
      tell();
      if (!isStillNow) setTimeout(() => set({ isTidying: false }), TIDY_MS);
    };

    const setOpen = (open: ReadonlySet<string>): void => {
      set({ open });
      const unplaced = places.lacking(shownGraph(get()).tables);
      if (unplaced.length > 0) void placeNew(unplaced);
      else {
        compose(true);
        tell();
      }
    };

    return {
      ...initial,
      openProject: (layout, project = '') => {
        const { legend } = places.openLayout(layout);
        isFirst = true;
        // A canvas that was put away for another pane comes back to where it was.
        if (project !== opened) left = null;
        opened = project;
        layoutTurn++;
        source = 'models';
        hidden = [];
        differences = [];
        set({ ...initial, legend });
      },
      showSchema: (schema, of = 'models') => {
        const before = get();
        if (schema === before.schema) return;
        if (!schema) {
          set({ schema });
          return;
        }
        const isEdit = !isFirst && of === source;
        if (of !== source) {
          tell();
          hidden = before.full.tables;
        }
        source = of;
        const full = schemaGraph(schema, before.full);
        places.recall(full.tables);
        const changes = isEdit ? endChanges(before.full, full) : [];
        set({
          schema,
          full,
          open: openLinks(full, before, (table) => isEdit || places.isRememberedOpen(table)),
          changes: [...before.changes.filter((change) => !changes.some((next) => next.relation === change.relation)), ...changes],
        });
        forgetLater(changes);
        const unplaced = places.lacking(shownGraph(get()).tables);
        const wasFirst = isFirst;
        isFirst = false;
        if (unplaced.length > 0) {
          if (before.isPlaced) compose(true);
          void placeNew(unplaced);
          return;
        }
        layoutTurn++;
        compose(true, { isPlaced: true });
        if (wasFirst) view?.open();
        else if (full !== before.full) tell();
      },
      showDifferences: (next) => {
        differences = next;
        set({ marks: marksOf(get().full) });
      },
      showCounts: (counts) => {
        rowCounts = counts ?? [];
        set({ counts: countsById(get().full, rowCounts) });
      },
      highlight: (place) => {
        highlighted = place;
        const { graph, full } = get();
        set({ lit: litByName(graph, full, place) });
      },
      hoverTable: (id) => set({ hover: id === null ? null : litByTable(get().graph, id), hoveredEnd: null }),
      hoverRelation: (id) => set({ hover: id === null ? null : litByRelation(get().graph, id), hoveredEnd: null }),
      hoverEnd: (relation, end) => set({ hoveredEnd: end && { relation, end } }),
      focusTable: (focus) => set({ focus }),
      moveTables: (moves, isDone) => {
        places.move(moves);
        compose(!isDone);
        if (isDone) tell();
      },
      openLink: (id) => setOpen(new Set([...get().open, id])),
      foldLink: (id) => setOpen(new Set([...get().open].filter((each) => each !== id))),
      setLinksOpen: (isOpen) =>
        setOpen(
          new Set(
            isOpen
              ? get()
                  .full.tables.filter((table) => table.association === 'pure')
                  .map(({ id }) => id)
              : [],
          ),
        ),
      showOnly: (only) => {
        compose(false, { only });
        view?.fit();
      },
      setLegend: (legend) => {
        set({ legend });
        tell();
      },
      setMeasure: (next) => {
        places.measureBy(next);
        if (get().isPlaced) compose(false);
      },
      attach: (next) => {
        if (!next) left = view?.place() ?? null;
        view = next;
        if (next && get().isPlaced) next.open();
      },
      leftAt: () => left,
      onLayout: (next) => {
        listener = next;
      },
      tidy: async () => {
        const { graph, full } = get();
        const turn = ++layoutTurn;
        const found = await places.layOut(graph.tables, shownGraph(get()), full);
        if (turn !== layoutTurn) return;
        set({ untidy: places.byId });
        moveAll(found);
      },
      putBack: () => {
        const { untidy } = get();
        if (!untidy) return;
        set({ untidy: null });
        moveAll(untidy);
      },
      fit: () => view?.fit(),
      openView: () => view?.open(),
      zoomIn: () => view?.zoomBy(ZOOM_STEP),
      zoomOut: () => view?.zoomBy(1 / ZOOM_STEP),
      zoomReset: () => view?.zoomTo(1),
      reveal: (id) => {
        const box = get().boxes.get(id);
        if (box) view?.reveal(box);
      },
      openSearch: () => set({ isSearching: true }),
      closeSearch: () => set({ isSearching: false }),
    };
  });
}

function countsById(full: SchemaGraph, rowCounts: readonly { readonly table: string; readonly rows: number }[]): Map<string, number> {
  const byName = new Map(rowCounts.map(({ table, rows }) => [table, rows]));
  const counts = new Map<string, number>();
  for (const table of full.tables) {
    const rows = byName.get(table.title) ?? byName.get(table.name);
    if (rows !== undefined) counts.set(table.id, rows);
  }
  return counts;
}

/** The link tables to show as tables: those that were, and of the new ones those that `isShown` says. One that was there before stays folded. */
function openLinks(full: SchemaGraph, before: DiagramState, isShown: (table: GraphTable) => boolean): ReadonlySet<string> {
  const open = new Set([...before.open].filter((id) => full.tables.some((table) => table.id === id)));
  const known = new Set(before.full.tables.filter((table) => table.association === 'pure').map((table) => table.id));
  for (const table of full.tables) if (table.association === 'pure' && !known.has(table.id) && isShown(table)) open.add(table.id);
  return open;
}
