import { foldAssociations } from './associations.ts';
import type { Box, Point, Size } from './geometry.ts';
import type { GraphTable, SchemaGraph } from './graph.ts';
import { placeLabels } from './place-labels.ts';
import { type RelationShape, routeRelations, type Shapes } from './route-relations.ts';

export interface PictureInput {
  readonly full: SchemaGraph;
  readonly open: ReadonlySet<string>;
  /** Shows this table and its neighbours alone. */
  readonly only: string | null;
  readonly places: ReadonlyMap<string, Point>;
  readonly sizeOf: (table: GraphTable) => Size;
  readonly labelWidth: (text: string) => number;
}

/** What is shown, and where: everything the canvas, the export and the keyboard work with. */
export interface Picture {
  readonly graph: SchemaGraph;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly shapes: Shapes;
  /** Middle of the label of each line that always shows its role. */
  readonly labels: ReadonlyMap<string, Point>;
}

export const emptyPicture: Picture = {
  graph: { tables: [], relations: [], nextId: 1 },
  boxes: new Map(),
  shapes: new Map(),
  labels: new Map(),
};

/** The tables and lines to show, before it is known where. */
export function shownGraph({ full, open, only }: Pick<PictureInput, 'full' | 'open' | 'only'>): SchemaGraph {
  const graph = foldAssociations(full, open);
  if (only === null || !graph.tables.some((table) => table.id === only)) return graph;
  const near = new Set([only]);
  for (const { from, to } of graph.relations) {
    if (from === only) near.add(to);
    if (to === only) near.add(from);
  }
  return {
    tables: graph.tables.filter((table) => near.has(table.id)),
    relations: graph.relations.filter((relation) => near.has(relation.from) && near.has(relation.to)),
    nextId: graph.nextId,
  };
}

/** Puts boxes where the places are and lines between them. With `keepWays`, lines whose ends stay where they are keep their way. */
export function composePicture(input: PictureInput, previous: Picture, keepWays: boolean): Picture {
  const graph = shownGraph(input);
  const boxes = new Map<string, Box>();
  for (const table of graph.tables) {
    const place = input.places.get(table.id);
    if (!place) continue;
    const box = { ...place, ...input.sizeOf(table) };
    const old = previous.boxes.get(table.id);
    boxes.set(table.id, old && sameBox(old, box) ? old : box);
  }
  const shapes = routeRelations(graph.relations, boxes, keepWays ? previous.shapes : undefined);
  for (const [id, shape] of shapes) {
    const old = previous.shapes.get(id);
    if (old && sameShape(old, shape)) shapes.set(id, old);
  }
  return { graph, boxes, shapes, labels: labelsOf(graph, shapes, input, previous) };
}

function labelsOf(graph: SchemaGraph, shapes: Shapes, { labelWidth }: PictureInput, previous: Picture): Map<string, Point> {
  const labelled = graph.relations.filter((relation) => relation.labelled && relation.through === null && shapes.has(relation.id));
  if (labelled.length === 0) return new Map();
  const lines = new Map([...shapes].map(([id, shape]) => [id, shape.points]));
  const labels = placeLabels(
    labelled.map(({ id, role }) => ({ id, points: lines.get(id)!, width: labelWidth(role) })),
    lines,
  );
  for (const [id, point] of labels) {
    const old = previous.labels.get(id);
    if (old && old.x === point.x && old.y === point.y) labels.set(id, old);
  }
  return labels;
}

const sameBox = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const sameShape = (a: RelationShape, b: RelationShape): boolean =>
  a.path === b.path &&
  a.fromFoot.symbol === b.fromFoot.symbol &&
  a.toFoot.symbol === b.toFoot.symbol &&
  a.from.trunk === b.from.trunk &&
  a.to.trunk === b.to.trunk;
