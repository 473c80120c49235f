import { LANE, type Point, STUB } from './geometry.ts';
import type { Port } from './ports.ts';

/** One way a line could take; `detour` says how far it is from the way it would take alone, in pixels. */
export interface Candidate {
  readonly points: readonly Point[];
  readonly detour: number;
}

const LANES = 7;

/** The ways from one port to another with one upright run: between the tables, or around them when both ends lie on one side. */
export function simpleCandidates(from: Port, to: Port): Candidate[] {
  if (to.side === 'top' || to.side === 'bottom') return [{ points: [from, { x: to.x, y: from.y }, to], detour: 0 }];
  if (from.side === to.side) return aroundCandidates(from, to);
  const sign = from.side === 'right' ? 1 : -1;
  const gap = (to.x - from.x) * sign;
  if (gap < 2 * STUB) return [];
  if (Math.abs(from.y - to.y) < 1) return [{ points: [from, to], detour: 0 }];
  const [low, high] = [Math.min(from.x, to.x) + STUB, Math.max(from.x, to.x) - STUB];
  const preferred = preferredX(from, to, low, high);
  const xs = new Set([preferred, low, high]);
  for (let lane = 1; lane <= LANES; lane++)
    for (const x of [preferred - lane * LANE, preferred + lane * LANE]) if (x >= low && x <= high) xs.add(x);
  return [...xs].map((x) => ({ points: elbow(from, to, x), detour: Math.abs(x - preferred) }));
}

/** A trunk turns soon after it leaves its table, so that its lines part late; any other line turns half way. */
function preferredX(from: Port, to: Port, low: number, high: number): number {
  const trunk = to.trunk ? to : from.trunk ? from : null;
  if (!trunk) return (low + high) / 2;
  return trunk.side === 'right' ? low : high;
}

function aroundCandidates(from: Port, to: Port): Candidate[] {
  const right = from.side === 'right';
  const edge = right ? Math.max(from.x, to.x) + STUB : Math.min(from.x, to.x) - STUB;
  return Array.from({ length: LANES + 1 }, (_, lane) => ({
    points: elbow(from, to, right ? edge + lane * LANE : edge - lane * LANE),
    detour: lane * LANE,
  }));
}

const elbow = (from: Port, to: Port, x: number): Point[] => [from, { x, y: from.y }, { x, y: to.y }, to];
