import { type BaseType, type Selection, select } from 'd3-selection';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CanvasMove, interrupt } from './canvas-moves.ts';

type Any = Selection<BaseType, unknown, BaseType, unknown>;

let frames: ((now: number) => void)[] = [];
const frame = (now: number): void => {
  for (const callback of frames.splice(0)) callback(now);
};
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: (now: number) => void) => frames.push(callback));
});
afterEach(() => void vi.unstubAllGlobals());

function moved(element: object): { readonly move: CanvasMove; readonly told: string[] } {
  const told: string[] = [];
  const of = select(element as Element) as unknown as Any;
  const move = (of as unknown as { transition(): CanvasMove }).transition();
  move
    .duration(100)
    .on('start.zoom', () => told.push('start'))
    .on('interrupt.zoom end.zoom', () => told.push('over'))
    .on('end', () => told.push('end'))
    .tween('zoom', () => (done) => told.push(String(done)));
  return { move, told };
}

test('a move begins with the next frame and ends exactly at its aim', () => {
  const { move, told } = moved({});
  expect(move).toBeInstanceOf(CanvasMove);
  expect(told).toEqual([]);
  frame(1000);
  frame(1050);
  frame(1130);
  expect(told).toEqual(['start', '0', '0.5', '1', 'over', 'end']);
  frame(1200);
  expect(told).toHaveLength(6);
});

test('another move of the same element, and a touch, break it off', () => {
  const element = {};
  const first = moved(element);
  frame(0);
  const second = moved(element);
  frame(20);
  expect(first.told).toEqual(['start', '0', 'over']);
  interrupt(element as Element);
  frame(40);
  expect(second.told).toEqual(['start', '0', 'over']);
});

test('what is broken off before it began says nothing', () => {
  const element = {};
  const { told } = moved(element);
  (select(element as Element) as unknown as { interrupt(): unknown }).interrupt();
  frame(0);
  expect(told).toEqual([]);
});
