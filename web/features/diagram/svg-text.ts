import type { Ink, PaintedPicture, Stroke } from './paint-picture.ts';

export type Inks = Readonly<Record<Ink, string>>;

/** Font families and, where they are to come along, the style sheet that holds them. */
export interface SvgFonts {
  readonly ui: string;
  readonly code: string;
  readonly faces: string;
}

/** A painted picture as an SVG file of its own: no name in it is ever markup. */
export function svgText({ width, height, strokes }: PaintedPicture, inks: Inks, fonts: SvgFonts, title: string): string {
  const style = [
    fonts.faces,
    `text{white-space:pre}`,
    `.name{font:600 13px ${fonts.ui}}`,
    `.column{font:400 13px ${fonts.ui}}`,
    `.label{font:400 12px ${fonts.ui}}`,
    `.badge{font:500 12px ${fonts.ui}}`,
    `.type{font:400 12px ${fonts.code};font-variant-ligatures:none}`,
  ].join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${escaped(style)}</style>`,
    `<rect width="${width}" height="${height}" fill="${inks.canvas}"/>`,
    ...strokes.map((stroke) => element(stroke, inks)),
    '</svg>',
    '',
  ].join('\n');
}

function element(stroke: Stroke, inks: Inks): string {
  const ink = (name: Ink | null | undefined): string => (name ? inks[name] : 'none');
  switch (stroke.kind) {
    case 'rect': {
      const { x, y, width, height } = stroke.box;
      // The border lies inside of the box, as on the page.
      const inset = stroke.stroke ? 0.5 : 0;
      const place = `x="${round(x + inset)}" y="${round(y + inset)}" width="${round(width - 2 * inset)}" height="${round(height - 2 * inset)}"`;
      return `<rect ${place} rx="${stroke.radius}" fill="${ink(stroke.fill)}" stroke="${ink(stroke.stroke)}"${stroke.dashed ? ' stroke-dasharray="4 4"' : ''}/>`;
    }
    case 'path': {
      const at = stroke.at ?? { x: 0, y: 0, scale: 1 };
      const transform = `translate(${round(at.x)} ${round(at.y)})${at.scale === 1 ? '' : ` scale(${round(at.scale)})`}`;
      const line = `stroke="${ink(stroke.stroke)}" stroke-width="${stroke.width}" stroke-linecap="round" stroke-linejoin="round"`;
      return `<path d="${stroke.d}" transform="${transform}" fill="${ink(stroke.fill)}" ${line}${stroke.dashed ? ' stroke-dasharray="4 4"' : ''}/>`;
    }
    case 'circle':
      return `<circle cx="${round(stroke.center.x)}" cy="${round(stroke.center.y)}" r="${stroke.radius}" fill="${ink(stroke.fill)}" stroke="${ink(stroke.stroke)}" stroke-width="${stroke.width}"/>`;
    case 'text':
      return `<text class="${stroke.role}" x="${round(stroke.at.x)}" y="${round(stroke.at.y)}" text-anchor="${stroke.anchor}" fill="${ink(stroke.ink)}">${escaped(stroke.text)}</text>`;
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold at all (control characters, halves of a pair) becomes the replacement character. */
const escaped = (text: string): string =>
  text.replace(/[\p{Cs}\uFFFE\uFFFF]|(?![\t\n\r])\p{Cc}/gu, '\uFFFD').replace(/[&<>"]/g, (sign) => entities[sign]!);
