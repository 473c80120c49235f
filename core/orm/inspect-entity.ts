import type { ColumnProperty } from './column-property.ts';
import { findState, type ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

/** One attribute of an object as it is known without SQL. */
export interface InspectedAttribute {
  readonly name: string;
  readonly role: 'primaryKey' | 'foreignKey' | 'column' | 'relationship';
  /** `VARCHAR(64)`, or the class name of a relationship's target. */
  readonly type: string;
  readonly loaded: boolean;
  /** Undefined where it is not loaded. Collections are arrays or sets of entities. */
  readonly value: unknown;
}

/** An object as it is known without SQL. */
export interface InspectedEntity {
  readonly model: string;
  readonly table: string;
  readonly state: ObjectState['name'];
  readonly key: readonly unknown[] | null;
  readonly attributes: readonly InspectedAttribute[];
}

/** Looks into a mapped object without running SQL or code of its class; null for anything else. */
export function inspectEntity(value: unknown): InspectedEntity | null {
  const state = findState(value);
  if (state === null) return null;
  const { mapper } = state;
  return {
    model: mapper.name,
    table: mapper.table.name,
    state: state.name,
    key: state.key,
    attributes: [
      ...mapper.columns.map((property) => inspectColumn(state, property)),
      ...mapper.relationships.filter((each) => !each.isDynamic).map((each) => inspectRelationship(state, each)),
    ],
  };
}

function inspectColumn(state: ObjectState, property: ColumnProperty): InspectedAttribute {
  const value = readSafely(state, property);
  const isForeignKey = property.columns.some((column) => column.foreignKeys.length > 0);
  return {
    name: property.key,
    role: property.isPrimaryKey ? 'primaryKey' : isForeignKey ? 'foreignKey' : 'column',
    type: String(property.type),
    loaded: value !== undefined || !state.hasRow,
    value: value === undefined && !state.hasRow && property.isNullable ? null : value,
  };
}

/** A stored value that its type refuses is shown as it is stored. */
function readSafely(state: ObjectState, property: ColumnProperty): unknown {
  try {
    return state.valueOf(property);
  } catch {
    return state.values[property.slot];
  }
}

function inspectRelationship(state: ObjectState, relationship: Relationship): InspectedAttribute {
  const related = state.relatedOf(relationship);
  const isKnown = related !== undefined || !state.hasRow;
  const none = relationship.uselist ? [] : null;
  return {
    name: relationship.key,
    role: 'relationship',
    type: relationship.target.name,
    loaded: isKnown,
    value: related ?? (isKnown ? none : undefined),
  };
}

type Inspect = (value: unknown, options: object) => string;
const nodeInspect = Symbol.for('nodejs.util.inspect.custom');

/** How Node's console shows an object: its loaded attributes; what is not loaded says so. Entities inside are named only. */
export function inspectInNode(entity: InspectedEntity | null, depth: number, options: object, inspect: Inspect): string {
  if (entity === null) return 'model prototype';
  if (depth < 0) return `[${entity.model}]`;
  const shown: Record<string, unknown> = {};
  for (const { name, loaded, value } of entity.attributes) {
    Object.defineProperty(shown, name, { value: loaded ? brief(value) : literal('[not loaded]'), enumerable: true });
  }
  return `${entity.model} ${inspect(shown, options)}`;
}

function brief(value: unknown): unknown {
  const state = findState(value);
  if (state !== null) return literal(String(state));
  if (Array.isArray(value)) return Array.from(value, brief);
  return value instanceof Set ? new Set(Array.from(value, brief)) : value;
}

function literal(text: string): object {
  return { [nodeInspect]: () => text };
}
