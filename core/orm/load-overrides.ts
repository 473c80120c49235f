import type { ColumnProperty } from './column-property.ts';
import type { LoadOverride } from './load-plan.ts';
import type { LoaderOption } from './loader-options.ts';
import type { ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

const overrides = new WeakMap<ObjectState, Map<Relationship, LoaderOption>>();

/** Keeps with an object how the statement that read it wants a relationship loaded later. */
export function setLoadOverride(state: ObjectState, { relationship, option }: LoadOverride): void {
  let own = overrides.get(state);
  if (own === undefined) overrides.set(state, (own = new Map()));
  own.set(relationship, option);
}

/** How the statement that read an object wants a relationship loaded; undefined: as it is mapped. */
export function loadOverrideOf(state: ObjectState, relationship: Relationship): LoaderOption | undefined {
  return overrides.get(state)?.get(relationship);
}

const deferred = new WeakMap<ObjectState, ReadonlySet<ColumnProperty>>();

/** Keeps with an object which columns the statement that read it has left out on purpose. */
export function setDeferredByStatement(state: ObjectState, properties: ReadonlySet<ColumnProperty>): void {
  deferred.set(state, properties);
}

/** True for a column that the statement that read an object has left out on purpose: it is loaded alone when it is read. */
export function isDeferredByStatement(state: ObjectState, property: ColumnProperty): boolean {
  return deferred.get(state)?.has(property) ?? false;
}
