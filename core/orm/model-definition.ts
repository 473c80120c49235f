import { ArgumentError, InvalidRequestError } from '../errors.ts';
import { Column } from '../schema/column.ts';
import { AssociationProxyDefinition } from './association-proxy-definition.ts';
import { ColumnPropertyDefinition } from './column-property-definition.ts';
import { RelationshipDefinition } from './relationship-definition.ts';

/** Names that an instance or a class needs for itself. */
const reservedNames: ReadonlySet<string> = new Set([
  'query',
  'metadata',
  'c',
  'prototype',
  'constructor',
  'then',
  'load',
  'toJSON',
  'toString',
  'valueOf',
  '__proto__',
]);

/** One attribute of a model, as it was written. */
export type DefinitionPart = Column | RelationshipDefinition | ColumnPropertyDefinition | AssociationProxyDefinition;

/** A model's attributes by name, in the order they were written. */
export type ModelDefinition = ReadonlyMap<string, DefinitionPart>;

/**
 * Reads the object given to `db.Model`. Columns are copied, so that mixins can be spread into several models.
 *
 * @param call - how the call is written, for messages
 * @throws InvalidRequestError for a reserved name
 * @throws ArgumentError for a value that is no attribute
 */
export function readDefinition(definition: unknown, call: string): ModelDefinition {
  if (typeof definition !== 'object' || definition === null) {
    throw new ArgumentError(`${call} takes an object of columns and relationships: { id: db.Column(db.Integer, { primaryKey: true }), … }`);
  }
  const prototype = Object.getPrototypeOf(definition) as unknown;
  if (prototype !== Object.prototype && prototype !== null) refuseReserved('__proto__', call);
  const parts = new Map<string, DefinitionPart>();
  for (const key of Object.keys(definition)) {
    if (reservedNames.has(key)) refuseReserved(key, call);
    parts.set(key, readPart((definition as Record<string, unknown>)[key], key, call));
  }
  return parts;
}

function readPart(value: unknown, key: string, call: string): DefinitionPart {
  if (value instanceof Column) return value.unattachedCopy();
  if (value instanceof RelationshipDefinition || value instanceof ColumnPropertyDefinition || value instanceof AssociationProxyDefinition)
    return value;
  const given = value === undefined ? 'undefined' : typeof value === 'function' ? 'a function' : String(value);
  throw new ArgumentError(
    `Attribute '${key}' of ${call} is ${given}: an attribute is a db.Column(…), db.relationship(…), db.columnProperty(…) or db.associationProxy(…); methods and hybrids belong into the class body`,
  );
}

function refuseReserved(key: string, call: string): never {
  const metadata = key === 'metadata' ? ' for the MetaData instance when using a declarative base class' : '';
  throw new InvalidRequestError(
    `Attribute name '${key}' is reserved${metadata}. Give the attribute in ${call} another name; its column may keep this one: other: db.Column('${key}', …)`,
  );
}
