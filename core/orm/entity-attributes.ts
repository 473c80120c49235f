import { ArgumentError, InvalidRequestError } from '../errors.ts';
import { resolveElement, undefinedError } from '../sql/coercions.ts';
import { ColumnElement } from '../sql/column-element.ts';
import type { Entity } from './entity.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';

/** An attribute of an entity by its name: a column, a relationship, a hybrid of the class; undefined where there is none. */
function attributeOf(entity: Entity, name: string): unknown {
  const { mapper } = entity;
  mapper.registry.configure();
  const property = mapper.findColumn(name);
  if (property !== undefined) return entity.columnOf(property);
  const relationship = mapper.findRelationship(name);
  if (relationship !== undefined) return new RelationshipAttribute(entity, relationship);
  return hybridOf(entity, name);
}

/** A static getter of the class, evaluated for this entity: through an alias its columns are the alias's. */
function hybridOf(entity: Entity, name: string): unknown {
  const { cls } = entity.mapper;
  if (cls === null || !(name in cls)) return undefined;
  const value: unknown = Reflect.get(cls, name, entity.isAliased ? attributesOf(entity) : cls);
  const element = resolveElement(value);
  return element instanceof ColumnElement || value instanceof RelationshipAttribute ? value : undefined;
}

/** An object that has the attributes of an entity as a class has them: what `aliased(User)` gives. */
export function attributesOf(entity: Entity): object {
  const { mapper } = entity;
  const holder = Object.create(mapper.cls) as object;
  const define = (key: string): void => {
    Object.defineProperty(holder, key, { configurable: true, enumerable: true, get: () => attributeOf(entity, key) });
  };
  for (const property of mapper.columns) define(property.key);
  for (const relationship of mapper.relationships) define(relationship.key);
  return holder;
}

/** The condition `name = value` of `filterBy`. @throws InvalidRequestError for an unknown name, ArgumentError for undefined */
export function criterionFor(entity: Entity, name: string, value: unknown): ColumnElement {
  if (value === undefined) throw undefinedError(`filterBy({ ${name} })`);
  const attribute = attributeOf(entity, name);
  if (attribute === undefined) {
    throw new InvalidRequestError(
      `Entity namespace for "${entity.mapper.table.name}" has no property "${name}": ${entity.mapper.name} has ${namesOf(entity)}`,
    );
  }
  if (attribute instanceof RelationshipAttribute) return attribute.eq(value as never);
  const element = resolveElement(attribute);
  if (!(element instanceof ColumnElement))
    throw new ArgumentError(`filterBy({ ${name} }): ${entity.mapper.name}.${name} is no column, relationship or hybrid`);
  return element.eq(value);
}

function namesOf({ mapper }: Entity): string {
  return [...mapper.columns.map(({ key }) => key), ...mapper.relationships.map(({ key }) => key)].join(', ');
}
