import { expect, test } from 'vitest';
import { rawColours } from './check-colours.ts';

test.each(['color: #fff;', 'background: rgb(0 0 0 / 50%);', 'border: 1px solid black;', 'fill: oklch(50% 0.1 20);'])(
  'refuses %s',
  (line) => {
    expect(rawColours(`.a {\n  ${line}\n}`)).toEqual([`2: ${line}`]);
  },
);

test.each(['color: var(--text);', 'background: color-mix(in srgb, var(--accent) 88%, var(--text));', 'color: CanvasText;', '/* #fff */'])(
  'allows %s',
  (line) => {
    expect(rawColours(`.a {\n  ${line}\n}\n#main:hover {\n}`)).toEqual([]);
  },
);
