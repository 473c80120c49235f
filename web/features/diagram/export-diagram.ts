import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import codeUrl from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import { pngOf } from './draw-picture.ts';
import { type Ink, type PictureToPaint, paintPicture } from './paint-picture.ts';
import { type Inks, type SvgFonts, svgText } from './svg-text.ts';
import { createMeasureText } from './table-size.ts';

const inkNames: readonly Ink[] = [
  'canvas',
  'surface',
  'line',
  'line-2',
  'edge',
  'text',
  'text-2',
  'text-3',
  'accent',
  'warn',
  'bad',
  'hover',
];

/** The whole diagram as an SVG file that carries its fonts. */
export async function diagramAsSvg(picture: PictureToPaint, title: string): Promise<Blob> {
  const { inks, fonts } = themeOf();
  const faces = (await Promise.all([face('Inter Variable', interUrl), face('JetBrains Mono Variable', codeUrl)])).join('');
  return new Blob([svgText(paintPicture(picture, createMeasureText()), inks, { ...fonts, faces }, title)], { type: 'image/svg+xml' });
}

/** The whole diagram as a PNG file, twice as large as on the screen where that fits. */
export async function diagramAsPng(picture: PictureToPaint): Promise<Blob> {
  const { inks, fonts } = themeOf();
  return await pngOf(paintPicture(picture, createMeasureText()), inks, fonts);
}

function themeOf(): { inks: Inks; fonts: Omit<SvgFonts, 'faces'> } {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const inks = Object.fromEntries(inkNames.map((name) => [name, read(`--${name}`)])) as Inks;
  return { inks, fonts: { ui: read('--font-ui'), code: read('--font-code') } };
}

/** A font as a rule of its own; without it the viewer takes the next of the family. */
async function face(family: string, url: string): Promise<string> {
  try {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return `@font-face{font-family:'${family}';font-weight:100 900;src:url(data:font/woff2;base64,${btoa(binary)}) format('woff2')}`;
  } catch {
    return '';
  }
}
