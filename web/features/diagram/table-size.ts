import { heightOf, MAX_WIDTH, MIN_WIDTH, type Size, SNAP } from './geometry.ts';
import type { GraphTable } from './graph.ts';

export type TextRole = 'name' | 'column' | 'type' | 'label';
/** Width of a text in the diagram's own pixels. */
export type MeasureText = (text: string, role: TextRole) => number;

const ICON = 16;
const GAP = 8;
const BADGE = 22;
const LEFT = 13;
const RIGHT = 16;
/** Kept free for the row count, so that a table does not grow while rows are added. */
const COUNT = 48;

/** As wide as its widest row, as high as its rows, whatever is shown of them. */
export function tableSize(table: GraphTable, measure: MeasureText): Size {
  let width = Math.max(MIN_WIDTH, 2 * LEFT + measure(table.title, 'name') + COUNT);
  for (const row of table.rows) {
    const badges = (row.unique ? BADGE : 0) + (row.indexed ? BADGE : 0) + (row.primary && row.foreign ? ICON + GAP : 0);
    width = Math.max(width, LEFT + ICON + GAP + measure(row.name, 'column') + badges + 2 * GAP + measure(row.type, 'type') + RIGHT);
    if (width >= MAX_WIDTH) break;
  }
  return { width: Math.min(MAX_WIDTH, Math.ceil(width / SNAP) * SNAP), height: heightOf(table.rows.length) };
}

const fonts: Readonly<Record<TextRole, readonly [weight: number, size: number, family: '--font-ui' | '--font-code']>> = {
  name: [600, 13, '--font-ui'],
  column: [400, 13, '--font-ui'],
  type: [400, 12, '--font-code'],
  label: [400, 12, '--font-ui'],
};

const faces = ['600 13px "Inter Variable"', '400 13px "Inter Variable"', '400 12px "JetBrains Mono Variable"'];

export const areFontsThere = (): boolean => faces.every((face) => document.fonts.check(face));

export async function loadFonts(): Promise<void> {
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  await document.fonts.ready;
}

/** Measures on a canvas with the fonts that the page has by now. */
export function createMeasureText(): MeasureText {
  const context = document.createElement('canvas').getContext('2d')!;
  const style = getComputedStyle(document.documentElement);
  context.textRendering = 'geometricPrecision';
  const known = new Map<string, number>();
  return (text, role) => {
    const key = `${role} ${text}`;
    const width = known.get(key);
    if (width !== undefined) return width;
    const [weight, size, family] = fonts[role];
    context.font = `${weight} ${size}px ${style.getPropertyValue(family)}`;
    const measured = context.measureText(text).width;
    known.set(key, measured);
    return measured;
  };
}
