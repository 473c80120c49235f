import type { EndSymbol, SchemaGraph } from './graph.ts';

/** An end that an edit has just changed: what it was, so that old and new can cross-fade. */
export interface EndChange {
  readonly relation: string;
  readonly end: 'from' | 'to';
  readonly before: EndSymbol;
  /** Tells one change from the next, so that each is shown once. */
  readonly stamp: number;
}

let stamp = 0;

/** The ends whose symbol is another one in `now` than it was. */
export function endChanges(before: SchemaGraph, now: SchemaGraph): EndChange[] {
  const old = new Map(before.relations.map((relation) => [relation.id, relation]));
  const changes: EndChange[] = [];
  for (const relation of now.relations) {
    const last = old.get(relation.id);
    if (!last) continue;
    for (const end of ['from', 'to'] as const) {
      const symbol = last[`${end}End`].symbol;
      if (symbol !== relation[`${end}End`].symbol) changes.push({ relation: relation.id, end, before: symbol, stamp: ++stamp });
    }
  }
  return changes;
}
