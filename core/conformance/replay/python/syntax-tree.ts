import { NotReadable } from './errors.ts';

/** A node of Python's syntax tree as JSON; `_` is its class. */
export interface Node {
  readonly _: string;
  readonly [field: string]: unknown;
}

/** A field that holds one node. */
export const node = (value: unknown): Node => value as Node;
/** A field that holds a list of nodes; an empty one is left out of the tree. */
export const nodes = (value: unknown): readonly Node[] => (value as readonly Node[] | undefined) ?? [];

/** The value of a `Constant`. */
export function constantOf(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return value;
  const tagged = value as { __int__?: string; __float__?: string; __bytes__?: string };
  if (tagged.__int__ !== undefined) return BigInt(tagged.__int__);
  if (tagged.__float__ !== undefined) return Number(tagged.__float__.replace('inf', 'Infinity')); // Number('nan') is NaN
  if (tagged.__bytes__ !== undefined) return Uint8Array.from(tagged.__bytes__.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  throw new NotReadable('constant');
}
