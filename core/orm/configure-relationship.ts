import { ArgumentError, InvalidRequestError, LoaderStrategyException } from '../errors.ts';
import { addRelationship } from './add-relationship.ts';
import type { Mapper } from './mapper.ts';
import { type MappingFacts, withFacts } from './mapping-error.ts';
import { classNameOf, findModelRecord } from './model-record.ts';
import type { Relationship } from './relationship.ts';
import { readColumns, readJoin, readOrder, readSecondary } from './relationship-arguments.ts';
import { Backref, RelationshipDefinition, type RelationshipOptions } from './relationship-definition.ts';
import { determineJoin } from './relationship-join.ts';

/**
 * Finds out what a relationship means and ties it to its other side. Does nothing while its target may still be registered.
 *
 * @throws ArgumentError, InvalidRequestError and their kin, each with the place of the relationship in public fields
 */
export function configureRelationship(relationship: Relationship): void {
  if (relationship.isConfigured) return;
  try {
    checkStrategy(relationship);
    const target = findTarget(relationship);
    if (target === null) return;
    settle(relationship, target);
    connect(relationship);
  } catch (error) {
    relationship.isConfigured = false;
    throw error instanceof Error ? withFacts(error, factsOf(relationship)) : error;
  }
}

const lazyWords: readonly string[] = [
  'select',
  'immediate',
  'joined',
  'subquery',
  'selectin',
  'noload',
  'raise',
  'raiseOnSql',
  'dynamic',
  'writeOnly',
];

function checkStrategy(relationship: Relationship): void {
  if (lazyWords.includes(relationship.lazy)) return;
  throw new LoaderStrategyException(
    `Can't find strategy lazy: '${relationship.lazy}' for ${relationship}; there are ${lazyWords.join(', ')}`,
  );
}

/** As `configureRelationship`; a target that is not known is an error now. */
export function requireConfigured(relationship: Relationship): void {
  configureRelationship(relationship);
  if (!relationship.isConfigured) throw withFacts(unresolved(relationship), factsOf(relationship));
}

function factsOf(relationship: Relationship): MappingFacts {
  const { parent } = relationship;
  const target = relationship.target as Mapper | undefined;
  return {
    entity: parent.name,
    attribute: relationship.key,
    table: parent.table.name,
    definedAt: relationship.definition.definedAt,
    ...(target === undefined ? {} : { target: target.name, targetTable: target.table.name }),
  };
}

// ---- the target

function findTarget(relationship: Relationship): Mapper | null {
  if (relationship.madeBy !== null) return relationship.madeBy.parent;
  const { target } = relationship.definition;
  return typeof target === 'string' ? namedTarget(relationship, target) : givenTarget(relationship, target);
}

function namedTarget(relationship: Relationship, name: string): Mapper | null {
  const { registry } = relationship.parent;
  const found = registry.mappersNamed(name);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new InvalidRequestError(
      `Multiple classes found for path "${name}" in the registry of this database: ${relationship} cannot tell which is meant. Write a function instead: db.relationship(() => ${name})`,
    );
  }
  if (registry.awaitsClasses) return null;
  throw unresolved(relationship);
}

function unresolved(relationship: Relationship): InvalidRequestError {
  const { target } = relationship.definition;
  if (typeof target !== 'string') {
    return new InvalidRequestError(
      `The class that ${relationship} refers to is not there yet: declare it before the first use, or call db.register with it`,
    );
  }
  return new InvalidRequestError(
    `When initializing mapper ${relationship.parent}, expression '${target}' failed to locate a name ('${target}'). If this is a class name, check its spelling and that the class is registered: db.register(${target})`,
  );
}

function givenTarget(relationship: Relationship, target: () => unknown): Mapper | null {
  const { registry } = relationship.parent;
  let cls: unknown;
  try {
    cls = target();
  } catch (error) {
    if (error instanceof ReferenceError && registry.awaitsClasses) return null;
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidRequestError(`The target of ${relationship} failed: ${why}`, { cause: error });
  }
  if (cls === undefined && registry.awaitsClasses) return null;
  if (findModelRecord(cls) === null) {
    throw new ArgumentError(
      `relationship '${relationship.key}' expects a class or a mapper argument (received: ${cls === undefined ? 'undefined' : classNameOf(cls)})`,
    );
  }
  return registry.mapperOf(cls);
}

// ---- its meaning

function settle(relationship: Relationship, target: Mapper): void {
  relationship.target = target;
  relationship.join = determineJoin({
    label: String(relationship),
    parent: relationship.parent,
    target,
    secondary: readSecondary(relationship),
    primaryjoin: readJoin(relationship, 'primaryjoin'),
    secondaryjoin: readJoin(relationship, 'secondaryjoin'),
    foreignKeys: readColumns(relationship, 'foreignKeys'),
    remoteSide: readColumns(relationship, 'remoteSide'),
    viewonly: relationship.viewonly,
  });
  relationship.orderBy = readOrder(relationship);
  relationship.uselist = relationship.options.uselist ?? relationship.join.direction !== 'manyToOne';
  checkUselist(relationship);
  checkCascade(relationship);
  relationship.isConfigured = true;
}

/** The type of an attribute written with a function is a list unless it says otherwise: a many-to-one has to say so. */
function checkUselist(relationship: Relationship): void {
  const { definition, options, join } = relationship;
  if (typeof definition.target === 'string' || relationship.isFromBackref) return;
  if (join.direction !== 'manyToOne' || options.uselist !== undefined) return;
  throw new ArgumentError(
    `${relationship} is a many-to-one relationship, so that its value is one ${relationship.target.name} or null, and its type has to say so: write db.relationship(() => ${relationship.target.name}, { uselist: false, … })`,
  );
}

function checkCascade(relationship: Relationship): void {
  const { cascade, parent, target, passiveDeletes } = relationship;
  const { direction } = relationship.join;
  if (cascade.deleteOrphan && !relationship.singleParent && direction !== 'oneToMany') {
    const name = direction === 'manyToOne' ? 'many-to-one' : 'many-to-many';
    throw new ArgumentError(
      `For ${name} relationship ${relationship}, delete-orphan cascade is normally configured only on the "one" side of a one-to-many relationship, and not on the "many" side of a many-to-one or many-to-many relationship.  To force this relationship to allow a particular "${target.name}" object to be referred towards by only a single "${parent.name}" object at a time via the ${relationship} relationship, which would allow delete-orphan cascade to take place in this direction, set singleParent: true.`,
    );
  }
  if (passiveDeletes === 'all' && (cascade.delete || cascade.deleteOrphan)) {
    throw new ArgumentError(`On ${relationship}, can't set passiveDeletes: 'all' in conjunction with 'delete' or 'delete-orphan' cascade`);
  }
}

// ---- the other side

function connect(relationship: Relationship): void {
  const { backref, backPopulates } = relationship.options;
  if (backref !== undefined && backPopulates !== undefined) {
    throw new ArgumentError(
      `backref and backPopulates of ${relationship} exclude each other: backref makes the other side, backPopulates names one that is written out`,
    );
  }
  if (backref !== undefined) makeBackref(relationship, typeof backref === 'string' ? new Backref(backref, {}) : backref);
  if (backPopulates !== undefined) tie(relationship, backPopulates);
}

function makeBackref(relationship: Relationship, backref: Backref): void {
  const { target } = relationship;
  const known = target.findRelationship(backref.name);
  if (known?.madeBy === relationship) {
    configureRelationship(known);
    return;
  }
  const taken = target.selfAndDescendants.find((mapper) => mapper.hasAttribute(backref.name));
  if (taken !== undefined) {
    throw new ArgumentError(
      `Error creating backref '${backref.name}' on relationship '${relationship}': property of that name exists on mapper '${taken}'. Choose another name for the backref, or remove the attribute`,
    );
  }
  const { definedAt } = relationship.definition;
  const definition = new RelationshipDefinition<unknown, any>(relationship.parent.name, backrefOptions(relationship, backref), definedAt);
  configureRelationship(addRelationship(target, backref.name, definition, relationship));
}

/** The other side's options: what its author gave, and what follows from this side turned round. */
function backrefOptions(relationship: Relationship, backref: Backref): RelationshipOptions {
  const { join, options } = relationship;
  const given = backref.options;
  const isSelfReferential = relationship.isSelfReferential && join.secondary === null;
  return {
    ...(options.viewonly === undefined ? {} : { viewonly: options.viewonly }),
    ...(options.postUpdate === undefined ? {} : { postUpdate: options.postUpdate }),
    ...(options.passiveUpdates === undefined ? {} : { passiveUpdates: options.passiveUpdates }),
    ...(join.secondary === null ? {} : { secondary: join.secondary, secondaryjoin: () => join.primaryjoin }),
    primaryjoin: () => join.secondaryjoin ?? join.primaryjoin,
    foreignKeys: () => [...join.foreignColumns],
    ...(isSelfReferential ? { remoteSide: () => [...join.localColumns] } : {}),
    ...given,
    backPopulates: relationship.key,
  };
}

function tie(relationship: Relationship, key: string): void {
  const { target, parent } = relationship;
  const other = target.findRelationship(key);
  if (other === undefined) {
    throw new InvalidRequestError(
      `Mapper '${target}' has no property '${key}': backPopulates of ${relationship} names a relationship of ${target.name}, so write it there, or use backref: '${key}' here`,
    );
  }
  configureRelationship(other);
  if (!other.isConfigured) return;
  if (!isRelated(other.target, parent)) {
    throw new ArgumentError(
      `reverse_property '${key}' on relationship ${relationship} references relationship ${other}, which does not reference mapper ${parent}`,
    );
  }
  if (relationship.direction !== 'manyToMany' && relationship.direction === other.direction) {
    throw new ArgumentError(
      `${relationship} and back-reference ${other} are both of the same direction ${relationship.direction}.  Did you mean to set remoteSide on the many-to-one side ?`,
    );
  }
  if (!relationship.reverses.includes(other)) relationship.reverses.push(other);
  if (!other.reverses.includes(relationship)) other.reverses.push(relationship);
}

function isRelated(left: Mapper, right: Mapper): boolean {
  return left.isA(right) || right.isA(left);
}
