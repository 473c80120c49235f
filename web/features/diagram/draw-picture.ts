import type { PaintedPicture, Stroke } from './paint-picture.ts';
import type { Inks, SvgFonts } from './svg-text.ts';

/** Browsers draw no canvas beyond this; a larger picture is drawn smaller. */
const LARGEST_SIDE = 16_000;
const LARGEST_AREA = 120_000_000;

/** How many pixels a unit of the picture gets: two, as long as a canvas can hold them. */
const scaleOf = ({ width, height }: Pick<PaintedPicture, 'width' | 'height'>): number =>
  Math.min(2, LARGEST_SIDE / width, LARGEST_SIDE / height, Math.sqrt(LARGEST_AREA / (width * height)));

/** Draws a painted picture with the page's own fonts and gives it as a PNG file. @throws Error when the browser makes none */
export async function pngOf(picture: PaintedPicture, inks: Inks, fonts: Pick<SvgFonts, 'ui' | 'code'>): Promise<Blob> {
  const scale = scaleOf(picture);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = inks.canvas;
  context.fillRect(0, 0, picture.width, picture.height);
  for (const stroke of picture.strokes) draw(context, stroke, inks, fonts);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png'),
  );
}

function draw(context: CanvasRenderingContext2D, stroke: Stroke, inks: Inks, fonts: Pick<SvgFonts, 'ui' | 'code'>): void {
  context.save();
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if ('dashed' in stroke && stroke.dashed) context.setLineDash([4, 4]);
  switch (stroke.kind) {
    case 'rect': {
      const { x, y, width, height } = stroke.box;
      const inset = stroke.stroke ? 0.5 : 0;
      const path = new Path2D();
      path.roundRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, stroke.radius);
      fill(context, path, stroke.fill && inks[stroke.fill]);
      line(context, path, stroke.stroke && inks[stroke.stroke], 1);
      break;
    }
    case 'path': {
      if (stroke.at) {
        context.translate(stroke.at.x, stroke.at.y);
        context.scale(stroke.at.scale, stroke.at.scale);
      }
      const path = new Path2D(stroke.d);
      fill(context, path, stroke.fill ? inks[stroke.fill] : null);
      line(context, path, inks[stroke.stroke], stroke.width);
      break;
    }
    case 'circle': {
      const path = new Path2D();
      path.arc(stroke.center.x, stroke.center.y, stroke.radius, 0, 2 * Math.PI);
      fill(context, path, inks[stroke.fill]);
      line(context, path, stroke.stroke && inks[stroke.stroke], stroke.width);
      break;
    }
    case 'text':
      context.font = fontOf(stroke.role, fonts);
      context.textAlign = stroke.anchor === 'middle' ? 'center' : stroke.anchor;
      context.textRendering = 'geometricPrecision';
      context.fillStyle = inks[stroke.ink];
      context.fillText(stroke.text, stroke.at.x, stroke.at.y);
      break;
  }
  context.restore();
}

function fill(context: CanvasRenderingContext2D, path: Path2D, color: string | null): void {
  if (!color) return;
  context.fillStyle = color;
  context.fill(path);
}

function line(context: CanvasRenderingContext2D, path: Path2D, color: string | null, width: number): void {
  if (!color) return;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}

function fontOf(role: 'name' | 'column' | 'type' | 'label' | 'badge', fonts: Pick<SvgFonts, 'ui' | 'code'>): string {
  const [weight, size] = { name: [600, 13], column: [400, 13], type: [400, 12], label: [400, 12], badge: [500, 12] }[role];
  return `${weight} ${size}px ${role === 'type' ? fonts.code : fonts.ui}`;
}
