import { Result } from '../../engine/result.ts';
import { Row } from '../../engine/row.ts';
import { findState, type ObjectState } from '../../orm/object-state.ts';
import { Pagination } from '../../orm/pagination.ts';
import { Query } from '../../orm/query.ts';
import type { Relationship } from '../../orm/relationship.ts';
import { jsonNull } from '../../sql/types/json.ts';
import type { Describe } from '../replay/compare.ts';
import { tagPythonValue } from './python-values.ts';

/** Names of the attributes that an object holds without SQL, sorted. */
export function loadedNames(object: object): string[] {
  const state = findState(object);
  if (!state) return [];
  const columns = state.mapper.columns.filter((property) => state.isLoaded(property)).map((property) => property.key);
  const related = Array.from(state.mapper.relationships.values()).filter((relationship) => isHeld(state, relationship));
  return [...columns, ...related.map((relationship) => relationship.key)].sort();
}

/** An empty list that was only looked at is nothing an object without a row holds. */
function isHeld(state: ObjectState, relationship: Relationship): boolean {
  const held = state.relatedOf(relationship);
  if (held === undefined) return false;
  return (
    state.key !== null ||
    !relationship.uselist ||
    state.relatedBeforeOf(relationship) !== undefined ||
    [...(held as Iterable<object>)].length > 0
  );
}

/** transient, pending, persistent, deleted or detached. */
export function stateName(object: object): string {
  const state = findState(object);
  if (!state) return 'unmapped';
  if (!state.key) return state.session ? 'pending' : 'transient';
  if (!state.session) return 'detached';
  return state.wasDeleted ? 'deleted' : 'persistent';
}

/** How the core's objects read; nothing here runs SQL. */
export const describe: Describe = {
  entity(value) {
    const state = typeof value === 'object' && value !== null ? findState(value) : null;
    if (!state) return undefined;
    const attributes: Record<string, unknown> = {};
    for (const property of state.mapper.columns) if (state.isLoaded(property)) attributes[property.key] = state.valueOf(property);
    const related: Record<string, unknown> = {};
    for (const relationship of state.mapper.relationships.values()) {
      const held = state.relatedOf(relationship);
      if (held !== undefined) related[relationship.key] = held;
    }
    const key = state.key ?? state.mapper.primaryKey.map((property) => state.valueOf(property) ?? null);
    return { name: state.mapper.name, key, attributes, related };
  },
  row: (value) => (value instanceof Row ? { values: [...value], keys: rowKeys(value) } : undefined),
  tagged(value) {
    if (value === jsonNull) return { __int__: "symbol('JSON_NULL')" };
    if (value instanceof Query) return { __query__: true };
    if (value instanceof Result) return { __result__: 'no rows' };
    if (value instanceof Pagination) return paginationTag(value);
    return tagPythonValue(value);
  },
};

/** The names of a row's columns. */
const rowKeys = (row: Row): string[] => Object.keys(Object.getPrototypeOf(row) as object).filter((key) => !/^\d+$/.test(key));

function paginationTag(value: Pagination<unknown, any>): Readonly<Record<string, unknown>> {
  return {
    __pagination__: {
      items: value.items,
      page: value.page,
      per_page: value.perPage,
      total: value.total,
      pages: value.pages,
      has_next: value.hasNext,
      has_prev: value.hasPrev,
      next_num: value.nextNum,
      prev_num: value.prevNum,
      first: value.first,
      last: value.last,
      iter_pages: [...value.iterPages()],
    },
  };
}
