import { type DiagramLayout, nameKey, type RememberedLayout, rememberLayout } from './diagram-layout.ts';
import { findPlace } from './find-place.ts';
import { type Box, boundsOf, type Point, rowMiddle, type Size } from './geometry.ts';
import type { GraphRelation, GraphTable, SchemaGraph } from './graph.ts';
import type { LayoutRequest } from './layout-tables.ts';
import type { RequestLayout } from './request-layout.ts';
import { type MeasureText, tableSize } from './table-size.ts';

/** How far below the tables that stand a group of new ones begins. */
const BELOW = 88;

/** Where the tables of a diagram stand and how large they are, and what is kept with the project of those that are not there. */
export class TablePlaces {
  readonly #requestLayout: RequestLayout;
  #measure: MeasureText;
  #sizes = new WeakMap<GraphTable, Size>();
  #byId = new Map<string, Point>();
  #remembered: RememberedLayout = rememberLayout(null);

  constructor(requestLayout: RequestLayout, measure: MeasureText) {
    this.#requestLayout = requestLayout;
    this.#measure = measure;
  }

  /** By the tables' ids; never changed afterwards, so that it can be kept. */
  get byId(): ReadonlyMap<string, Point> {
    return this.#byId;
  }

  readonly sizeOf = (table: GraphTable): Size => {
    let size = this.#sizes.get(table);
    if (!size) {
      size = tableSize(table, this.#measure);
      this.#sizes.set(table, size);
    }
    return size;
  };

  readonly labelWidth = (text: string): number => this.#measure(text, 'label');

  measureBy(measure: MeasureText): void {
    this.#measure = measure;
    this.#sizes = new WeakMap();
  }

  /** Starts afresh with what is stored of a project's diagram. */
  openLayout(layout: DiagramLayout | null): RememberedLayout {
    this.#byId = new Map();
    this.#remembered = rememberLayout(layout);
    return this.#remembered;
  }

  /** Puts tables that have no place where they stood before, by their names. */
  recall(tables: readonly GraphTable[]): void {
    const recalled = this.lacking(tables).flatMap((table) => {
      const place = this.#remembered.places.get(nameKey(table));
      return place ? [[table.id, place] as const] : [];
    });
    this.move(recalled);
  }

  isRememberedOpen(table: GraphTable): boolean {
    return this.#remembered.open.has(nameKey(table));
  }

  /** Those of the tables that have no place. */
  lacking(tables: readonly GraphTable[]): GraphTable[] {
    return tables.filter((table) => !this.#byId.has(table.id));
  }

  move(places: Iterable<readonly [id: string, place: Point]>): void {
    this.#byId = new Map([...this.#byId, ...places]);
  }

  /** The boxes of those of the tables that have a place. */
  boxesOf(tables: readonly GraphTable[]): Map<string, Box> {
    const boxes = new Map<string, Box>();
    for (const table of tables) {
      const place = this.#byId.get(table.id);
      if (place) boxes.set(table.id, { ...place, ...this.sizeOf(table) });
    }
    return boxes;
  }

  /** Gives each of the tables a free place among `standing`, near those it is related to. @returns what they take up together */
  putAmong(
    tables: readonly GraphTable[],
    standing: ReadonlyMap<string, Box>,
    relations: readonly GraphRelation[],
    seen: Box | null,
  ): Box | null {
    const boxes = new Map(standing);
    for (const table of tables) boxes.set(table.id, this.#freeBox(table, boxes, relations, seen));
    const added = tables.map((table) => boxes.get(table.id)!);
    this.move(tables.map(({ id }, at) => [id, { x: added[at]!.x, y: added[at]!.y }] as const));
    return boundsOf(added);
  }

  /** Puts a group that was laid out for itself below what stands. */
  putBelow(group: ReadonlyMap<string, Point>, standing: ReadonlyMap<string, Box>): void {
    const taken = boundsOf(standing.values());
    const shift = taken ? { x: 0, y: taken.y + taken.height + BELOW } : { x: 0, y: 0 };
    const placed = [...group].filter(([id]) => !this.#byId.has(id));
    this.move(placed.map(([id, { x, y }]) => [id, { x: x + shift.x, y: y + shift.y }] as const));
  }

  /** Places for the tables among themselves, from the worker; without one, each takes the next free place. */
  async layOut(tables: readonly GraphTable[], shown: SchemaGraph, full: SchemaGraph): Promise<ReadonlyMap<string, Point>> {
    try {
      return await this.#requestLayout(this.#requestOf(tables, shown));
    } catch {
      const boxes = new Map<string, Box>();
      for (const table of tables) boxes.set(table.id, this.#freeBox(table, boxes, full.relations, null));
      return boxes;
    }
  }

  /** Keeps where these tables stand and which of them are open, for as long as the project is. */
  remember(tables: readonly GraphTable[], open: ReadonlySet<string>): void {
    for (const table of tables) {
      const key = nameKey(table);
      const place = this.#byId.get(table.id);
      if (place) this.#remembered.places.set(key, place);
      if (open.has(table.id)) this.#remembered.open.add(key);
      else this.#remembered.open.delete(key);
    }
  }

  /** What of these tables is stored with the project. */
  layoutOf(tables: readonly GraphTable[], legend: boolean): DiagramLayout {
    const { places, open } = this.#remembered;
    return {
      version: 1,
      tables: tables.flatMap((table) => {
        const place = places.get(nameKey(table));
        return place ? [{ schema: table.schema, name: table.name, x: place.x, y: place.y }] : [];
      }),
      open: tables.filter((table) => open.has(nameKey(table))).map(({ schema, name }) => ({ schema, name })),
      legend,
    };
  }

  #freeBox(table: GraphTable, boxes: ReadonlyMap<string, Box>, relations: readonly GraphRelation[], seen: Box | null): Box {
    const relatedIds = new Set(relations.flatMap(({ from, to }) => (from === table.id ? [to] : to === table.id ? [from] : [])));
    const related = [...relatedIds].filter((id) => id !== table.id && boxes.has(id)).map((id) => boxes.get(id)!);
    const size = this.sizeOf(table);
    return { ...findPlace(size, [...boxes.values()], related, seen), ...size };
  }

  #requestOf(tables: readonly GraphTable[], shown: SchemaGraph): LayoutRequest {
    const ids = new Set(tables.map((table) => table.id));
    // A line to a table that stays where it is would end the layout with an error.
    const among = shown.relations.filter(({ from, to }) => ids.has(from) && ids.has(to));
    return {
      tables: tables.map((table) => ({ id: table.id, ...this.sizeOf(table) })),
      links: among.map(({ from, to, fromRow, toRow, labelled, role }) => ({
        from,
        to,
        fromY: rowMiddle(fromRow),
        toY: rowMiddle(toRow),
        label: labelled ? this.labelWidth(role) : 0,
      })),
    };
  }
}
