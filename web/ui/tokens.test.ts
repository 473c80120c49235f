import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const source = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';

function readTheme(selector: string): Map<string, string> {
  const start = source.indexOf(`\n${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const body = source.slice(start, source.indexOf('\n}', start));
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name, value]) => [name!, value!]));
}
const themes: Record<Theme, Map<string, string>> = { light: readTheme(':root'), dark: readTheme('[data-theme="dark"]') };

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(theme: Theme, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => {
    const hex = themes[theme].get(name);
    if (!hex) throw new Error(`tokens.css has no --${name} in the ${theme} theme`);
    return luminance(hex);
  });
  return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05);
}

/** token, ground, ratio in the light theme, ratio in the dark one. */
const ratios: readonly (readonly [string, string, number, number])[] = [
  ['control', 'surface', 3.6, 4.0],
  ['control', 'canvas', 3.4, 4.4],
  ['control', 'sunken', 3.2, 4.5],
  ['text-3', 'hover', 4.7, 5.1],
  ['text', 'surface', 17.4, 14.5],
  ['text-2', 'surface', 8.1, 8.9],
  ['text-3', 'surface', 5.4, 6.1],
  ['text-3', 'canvas', 5.0, 6.7],
  ['text-3', 'sunken', 4.7, 6.9],
  ['accent', 'surface', 6.5, 7.7],
  ['accent', 'canvas', 6.0, 8.3],
  ['accent', 'sunken', 5.6, 8.6],
  ['on-accent', 'accent', 6.5, 8.3],
  ['ok', 'surface', 5.7, 8.7],
  ['ok', 'canvas', 5.3, 9.4],
  ['ok', 'sunken', 4.9, 9.7],
  ['ok', 'ok-soft', 5.0, 7.0],
  ['warn', 'surface', 6.5, 9.4],
  ['warn', 'canvas', 6.1, 10.2],
  ['warn', 'sunken', 5.6, 10.5],
  ['warn', 'warn-soft', 5.8, 7.6],
  ['bad', 'surface', 5.9, 7.8],
  ['bad', 'canvas', 5.5, 8.5],
  ['bad', 'sunken', 5.1, 8.8],
  ['bad', 'bad-soft', 5.1, 6.9],
  ['edge', 'surface', 6.1, 6.6],
  ['edge', 'canvas', 5.7, 7.2],
  ['edge', 'sunken', 5.3, 7.4],
  ['code-keyword', 'surface', 7.2, 8.4],
  ['code-string', 'surface', 5.7, 10.0],
  ['code-number', 'surface', 5.8, 8.9],
  ['code-type', 'surface', 5.9, 9.8],
  ['code-function', 'surface', 6.5, 8.7],
  ['code-comment', 'surface', 5.4, 6.1],
];
const drawn = new Set(['control', 'edge']);

for (const theme of ['light', 'dark'] as const) {
  test.each(ratios)(`%s on %s keeps its ratio (${theme})`, (front, back, light, dark) => {
    const expected = theme === 'light' ? light : dark;
    expect(Math.abs(contrast(theme, front, back) - expected)).toBeLessThanOrEqual(0.06);
  });

  test.each(ratios)(`%s on %s can be read (${theme})`, (front, back) => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(drawn.has(front) ? 3 : 4.5);
  });

  const onSoft = ['text', 'text-2', 'text-3', 'accent', 'warn'].map((front) => [front, 'accent-soft'] as const);
  test.each(onSoft)(`%s can be read on a lit row, %s (${theme})`, (front, back) => {
    expect(contrast(theme, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  test(`the focus ring is seen on every ground (${theme})`, () => {
    for (const ground of ['surface', 'canvas', 'sunken']) expect(contrast(theme, 'accent', ground)).toBeGreaterThanOrEqual(3);
  });
}

test('both themes give the same colours', () => {
  expect([...themes.dark.keys()].sort()).toEqual([...themes.light.keys()].sort());
  expect(themes.light.size).toBe(26);
});
