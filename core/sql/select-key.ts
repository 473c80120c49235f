import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { resolveElement } from './coercions.ts';
import type { ColumnElement } from './column-element.ts';
import { keyTo } from './protocol.ts';
import type { JoinSetup, Select } from './select.ts';
import { noExtras, type SelectExtras } from './select-extras.ts';

/** Adds a SELECT's part of a statement's key. */
export function keySelect(key: CacheKey, select: Select<any, any>): void {
  key.put(select.plugin === null ? 'S' : 'P');
  key.put(select.labels);
  for (const item of select.items) item[keyTo](key);
  key.put(']');
  for (const join of select.joins) addJoin(key, join);
  if (select.froms.length > 0) {
    key.put('f');
    for (const from of select.froms) addAny(key, from);
  }
  if (select.criteria.length > 0) {
    key.put('w');
    key.addAll(select.criteria);
  }
  if (select.groupings.length > 0) addOrder(key, 'g', select.groupings);
  if (select.havings.length > 0) {
    key.put('h');
    key.addAll(select.havings);
  }
  if (select.orderings.length > 0) addOrder(key, 'o', select.orderings);
  if (select.limitClause !== null || select.offsetClause !== null) {
    key.put('l');
    key.add(select.limitClause);
    key.add(select.offsetClause);
  }
  if (select.distinctOn !== null) {
    key.put('d');
    if (select.distinctOn !== true) key.addAll(select.distinctOn);
  }
  if (select.extras !== noExtras) addExtras(key, select.extras);
  key.put(';');
}

function addJoin(key: CacheKey, join: JoinSetup): void {
  key.put(join.full ? 'jf' : join.isouter ? 'jo' : 'j');
  addAny(key, join.target);
  if (join.onclause !== null) addAny(key, join.onclause);
  if (join.left !== null) {
    key.put('<');
    addAny(key, join.left);
  }
}

/** Adds what a join or FROM was given: elements by structure, what stands for one by that. */
function addAny(key: CacheKey, value: unknown): void {
  const element = resolveElement(value) as Partial<Pick<ClauseElement, typeof keyTo>> | null | undefined;
  if (typeof element?.[keyTo] === 'function') element[keyTo](key);
  else key.isUsable = false;
}

function addOrder(key: CacheKey, mark: string, items: readonly (ColumnElement | string)[]): void {
  key.put(mark);
  for (const item of items) {
    if (typeof item === 'string') key.putText(item);
    else item[keyTo](key);
  }
  key.put(']');
}

function addExtras(key: CacheKey, extras: SelectExtras): void {
  const addFroms = (mark: string, froms: readonly ClauseElement[] | null): void => {
    if (froms === null) return;
    key.put(mark);
    key.addAll(froms);
  };
  addFroms('c', extras.correlate);
  addFroms('x', extras.correlateExcept);
  if (!extras.autoCorrelate) key.put('n');
  if (extras.forUpdate !== null) {
    const { read, nowait, skipLocked, keyShare, of } = extras.forUpdate;
    key.put(`u${[read, nowait, skipLocked, keyShare].map((flag) => (flag ? 1 : 0)).join('')}`);
    key.addAll(of);
  }
  for (const [mark, list] of [['p', extras.prefixes] as const, ['s', extras.suffixes] as const]) {
    for (const { text, dialect } of list) {
      key.put(mark);
      key.put(dialect);
      if (typeof text === 'string') key.putText(text);
      else text[keyTo](key);
    }
  }
  for (const { from, text, dialect } of extras.hints) {
    key.put('i');
    from[keyTo](key);
    key.put(`${dialect}\n${text}`);
  }
  addFroms('e', extras.ctes);
  for (const option of extras.options) addAny(key, option);
}
