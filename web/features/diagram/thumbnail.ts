import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import { foldAssociations } from './associations.ts';
import { type DiagramLayout, nameKey, rememberLayout } from './diagram-layout.ts';
import { type Box, boundsOf, heightOf, rowMiddle } from './geometry.ts';
import type { SchemaGraph } from './graph.ts';
import { layoutTables } from './layout-tables.ts';
import { routeRelations } from './route-relations.ts';
import { schemaGraph } from './schema-graph.ts';

/** A diagram as small as a stamp: a box a table, with how many of its rows are keys, and the lines. Plain data, made at build or in the page. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly rows: number;
  }[];
  readonly lines: readonly string[];
}

const WIDTH = 208;
/** Of more tables nobody sees the lines. */
const LINES_UP_TO = 60;

/** Draws with the places a person gave the tables, or a layout of its own. */
export function thumbnailOf(schema: SchemaSnapshot, layout: DiagramLayout | null): Thumbnail {
  const graph = foldAssociations(schemaGraph(schema), new Set());
  const boxes = placed(graph, layout);
  const shapes = graph.tables.length <= LINES_UP_TO ? routeRelations(graph.relations, boxes) : new Map();
  const bounds = boundsOf(boxes.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = ({ x, y }: { x: number; y: number }): string => `${Math.round(x - bounds.x)} ${Math.round(y - bounds.y)}`;
  return {
    width: Math.round(bounds.width),
    height: Math.round(bounds.height),
    boxes: graph.tables.map((table) => {
      const { x, y, width, height } = boxes.get(table.id)!;
      return { x: Math.round(x - bounds.x), y: Math.round(y - bounds.y), width, height, rows: table.rows.length };
    }),
    lines: [...shapes.values()].map((shape) => `M${shape.points.map(at).join('L')}`),
  };
}

function placed(graph: SchemaGraph, layout: DiagramLayout | null): Map<string, Box> {
  const remembered = rememberLayout(layout).places;
  const sizes = graph.tables.map((table) => ({ id: table.id, width: WIDTH, height: heightOf(table.rows.length) }));
  const known = graph.tables.every((table) => remembered.has(nameKey(table)));
  const positions = known
    ? new Map(graph.tables.map((table) => [table.id, remembered.get(nameKey(table))!]))
    : layoutTables({
        tables: sizes,
        links: graph.relations.map(({ from, to, fromRow, toRow }) => ({
          from,
          to,
          fromY: rowMiddle(fromRow),
          toY: rowMiddle(toRow),
          label: 0,
        })),
      });
  return new Map(sizes.map(({ id, width, height }) => [id, { ...positions.get(id)!, width, height }]));
}
