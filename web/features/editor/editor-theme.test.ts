import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measuresFrom, mix, themeFrom } from './editor-theme.ts';

const css = readFileSync(new URL('../../ui/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] =
  css.split("[data-theme='dark'] {").length > 1 ? css.split("[data-theme='dark'] {") : css.split('[data-theme="dark"] {');
const reader = (block: string) => (name: string) => new RegExp(`${name}:\\s*([^;]+);`).exec(block)?.[1] ?? '';

test.each([
  ['light', light, false],
  ['dark', dark, true],
] as const)('the %s theme is made of the tokens', (_name, block, isDark) => {
  const read = reader(block);
  const theme = themeFrom(read, isDark);
  expect(theme.base).toBe(isDark ? 'vs-dark' : 'vs');
  expect(theme.colors['editor.background']).toBe(read('--surface').toLowerCase());
  expect(theme.colors['editorError.foreground']).toBe(read('--bad').toLowerCase());
  expect(theme.rules.find((rule) => rule.token === 'keyword')?.foreground).toBe(read('--code-keyword').slice(1).toLowerCase());
  for (const colour of Object.values(theme.colors)) expect(colour).toMatch(/^#[\da-f]{6}(?:[\da-f]{2})?$/);
});

test('sizes and family come from the tokens', () => {
  expect(measuresFrom(reader(light))).toEqual({ fontFamily: expect.stringContaining('JetBrains Mono'), fontSize: 13, lineHeight: 20 });
});

test('a mixed colour is what color-mix gives', () => {
  expect(mix('#ffffff', 0.5, '#000000')).toBe('#808080');
  expect(mix('#2a313d', 0.35, '#161a21')).toBe('#1d222b');
});

test('a token that is no colour is said', () => {
  expect(() => themeFrom(() => 'rebeccapurple', false)).toThrow('rebeccapurple is no colour of six hex digits');
});
