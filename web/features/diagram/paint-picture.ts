import type { DiagramStore } from './diagram-store.ts';
import { RING } from './foot.ts';
import { type Box, boundsOf, HEAD, type Point, ROW } from './geometry.ts';
import type { GraphRelation, GraphRow, GraphTable } from './graph.ts';
import type { RelationShape } from './route-relations.ts';
import type { MeasureText, TextRole } from './table-size.ts';

/** The colours of the page's theme that a picture has. */
export type Ink = 'canvas' | 'surface' | 'line' | 'line-2' | 'edge' | 'text' | 'text-2' | 'text-3' | 'accent' | 'warn' | 'bad' | 'hover';

/** One thing on the paper. A picture is a list of them, from the lowest to the topmost: SVG text and canvas are made of the same. */
export type Stroke =
  | {
      readonly kind: 'rect';
      readonly box: Box;
      readonly radius: number;
      readonly fill: Ink | null;
      readonly stroke: Ink | null;
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'path';
      readonly d: string;
      readonly stroke: Ink;
      readonly width: number;
      readonly fill?: Ink;
      readonly dashed?: boolean;
      /** Where the path's own origin lies, and how large it is drawn. */
      readonly at?: Point & { readonly scale: number };
    }
  | {
      readonly kind: 'circle';
      readonly center: Point;
      readonly radius: number;
      readonly fill: Ink;
      readonly stroke: Ink | null;
      readonly width: number;
    }
  | {
      readonly kind: 'text';
      readonly at: Point;
      readonly text: string;
      readonly role: TextRole | 'badge';
      readonly ink: Ink;
      readonly anchor: 'start' | 'middle' | 'end';
    };

export interface PaintedPicture {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
}

export type PictureToPaint = Pick<DiagramStore, 'graph' | 'boxes' | 'shapes' | 'labels' | 'counts'>;

const MARGIN = 24;
const keyIcon =
  'M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4zM16.5 7.5h.01';
const linkIcon = 'M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 1 1 0 10h-2M8 12h8';

/** Paints the whole diagram, not the part that is in sight, with all its columns. */
export function paintPicture(picture: PictureToPaint, measure: MeasureText): PaintedPicture {
  const points = [...picture.shapes.values()].flatMap((shape) => shape.points);
  const bounds = boundsOf([...picture.boxes.values(), ...points.map((point) => ({ ...point, width: 0, height: 0 }))]) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  const painter = new Painter(measure);
  for (const relation of picture.graph.relations) {
    const shape = picture.shapes.get(relation.id);
    if (shape) painter.relation(relation, shape, picture.labels.get(relation.id) ?? null);
  }
  for (const table of picture.graph.tables) {
    const box = picture.boxes.get(table.id);
    if (box) painter.table(table, box, picture.counts.get(table.id));
  }
  const [dx, dy] = [MARGIN - bounds.x, MARGIN - bounds.y];
  const size = { width: Math.ceil(bounds.width + 2 * MARGIN), height: Math.ceil(bounds.height + 2 * MARGIN) };
  return { ...size, strokes: painter.strokes.map((stroke) => shifted(stroke, dx, dy)) };
}

class Painter {
  readonly strokes: Stroke[] = [];
  readonly #measure: MeasureText;

  constructor(measure: MeasureText) {
    this.#measure = measure;
  }

  relation(relation: GraphRelation, shape: RelationShape, label: Point | null): void {
    const ink: Ink = relation.fault ? 'bad' : 'edge';
    const line = { kind: 'path', stroke: ink, width: 1.5 } as const;
    this.strokes.push({ ...line, d: shape.path, dashed: relation.fault !== null });
    for (const foot of [shape.fromFoot, shape.toFoot]) {
      this.strokes.push({ ...line, d: foot.path });
      if (foot.ring) this.strokes.push({ kind: 'circle', center: foot.ring, radius: RING, fill: 'canvas', stroke: ink, width: 1.5 });
    }
    const { x, y } = shape.middle;
    if (relation.through !== null) this.strokes.push({ ...line, d: `M${x - 9} ${y}l9 -9 9 9 -9 9z`, fill: 'surface' });
    if (relation.fault) {
      this.strokes.push({ kind: 'circle', center: shape.middle, radius: 8, fill: 'bad', stroke: null, width: 0 });
      this.strokes.push({ kind: 'path', d: `M${x} ${y - 4}v4.5M${x} ${y + 3.5}v.01`, stroke: 'surface', width: 2 });
    } else if (relation.through !== null || (relation.labelled && label)) {
      const at = relation.through === null ? label! : { x, y: y + 20 };
      const width = this.#measure(relation.role, 'label') + 8;
      this.strokes.push({
        kind: 'rect',
        box: { x: at.x - width / 2, y: at.y - 8, width, height: 16 },
        radius: 0,
        fill: 'canvas',
        stroke: null,
      });
      this.#text({ x: at.x, y: at.y + 4 }, relation.role, 'label', 'text-2', 'middle');
    }
  }

  table(table: GraphTable, box: Box, count: number | undefined): void {
    const { x, y, width } = box;
    this.strokes.push({ kind: 'rect', box, radius: 8, fill: 'surface', stroke: table.missing ? 'bad' : 'line-2', dashed: table.missing });
    this.strokes.push({ kind: 'path', d: `M${x + 0.5} ${y + HEAD - 0.5}h${width - 1}`, stroke: 'line', width: 1 });
    const counted = count === undefined ? '' : count.toLocaleString('en');
    const countWidth = counted ? this.#measure(counted, 'label') + 12 : 0;
    this.#text({ x: x + 13, y: y + 22.5 }, this.#cut(table.title, 'name', width - 26 - countWidth), 'name', 'text', 'start');
    if (counted) this.#text({ x: x + width - 13, y: y + 22.5 }, counted, 'label', 'text-3', 'end');
    for (const [at, row] of table.rows.entries()) this.#row(row, { x, y: y + HEAD + at * ROW }, width);
  }

  #row(row: GraphRow, { x, y }: Point, width: number): void {
    const middle = y + ROW / 2;
    if (row.primary || row.foreign) this.#icon(row.primary ? 'key' : 'link', { x: x + 14, y: middle - 7 });
    const right = x + width - 16;
    const typeWidth = this.#measure(row.type, 'type');
    const signs = [...(row.unique ? ['U'] : []), ...(row.indexed ? ['I'] : [])];
    const link = row.primary && row.foreign ? 22 : 0;
    const name = this.#cut(row.name, 'column', right - typeWidth - x - 37 - signs.length * 20 - link - 12);
    this.#text({ x: x + 37, y: middle + 4.5 }, name, 'column', 'text', 'start');
    let after = x + 37 + this.#measure(name, 'column') + 6;
    if (link) {
      this.#icon('link', { x: after, y: middle - 7 });
      after += link;
    }
    for (const sign of signs) {
      this.strokes.push({ kind: 'rect', box: { x: after, y: middle - 8, width: 16, height: 16 }, radius: 3, fill: 'hover', stroke: null });
      this.#text({ x: after + 8, y: middle + 4.2 }, sign, 'badge', 'text-3', 'middle');
      after += 19;
    }
    this.#text({ x: right, y: middle + 4.2 }, this.#cut(row.type, 'type', Math.max(36, right - after - 6)), 'type', 'text-3', 'end');
    if (row.nullable) this.#text({ x: right + 0.5, y: middle + 4.2 }, '?', 'type', 'text-3', 'start');
  }

  #icon(kind: 'key' | 'link', at: Point): void {
    this.strokes.push({
      kind: 'path',
      d: kind === 'key' ? keyIcon : linkIcon,
      stroke: kind === 'key' ? 'warn' : 'accent',
      width: 2,
      at: { ...at, scale: 14 / 24 },
    });
  }

  #text(at: Point, text: string, role: TextRole | 'badge', ink: Ink, anchor: 'start' | 'middle' | 'end'): void {
    if (text) this.strokes.push({ kind: 'text', at, text, role, ink, anchor });
  }

  /** As many letters as fit, and `…` for the rest. */
  #cut(text: string, role: TextRole, width: number): string {
    if (this.#measure(text, role) <= width) return text;
    const letters = [...text];
    let [low, high] = [0, letters.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#measure(`${letters.slice(0, middle).join('')}…`, role) <= width) low = middle;
      else high = middle - 1;
    }
    return `${letters.slice(0, low).join('')}…`;
  }
}

/** Moves a stroke; a path is moved by its origin, so that its data stay as they are. */
function shifted(stroke: Stroke, dx: number, dy: number): Stroke {
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy });
  switch (stroke.kind) {
    case 'rect':
      return { ...stroke, box: move(stroke.box) };
    case 'path':
      return { ...stroke, at: stroke.at ? move(stroke.at) : { x: dx, y: dy, scale: 1 } };
    case 'circle':
      return { ...stroke, center: move(stroke.center) };
    case 'text':
      return { ...stroke, at: move(stroke.at) };
  }
}
