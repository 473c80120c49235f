import { ArgumentError } from '../errors.ts';
import { type CascadeOptions, parseCascade } from './cascade.ts';
import { instrumentRelationship } from './instrument.ts';
import type { Mapper } from './mapper.ts';
import { withFacts } from './mapping-error.ts';
import { Relationship } from './relationship.ts';
import type { RelationshipDefinition } from './relationship-definition.ts';

/**
 * Adds a relationship to a mapper, and its attribute to the mapper's class.
 *
 * @param madeBy - the relationship whose `backref` asks for it
 * @throws ArgumentError for options that are wrong by themselves
 */
export function addRelationship(
  mapper: Mapper,
  key: string,
  definition: RelationshipDefinition,
  madeBy: Relationship | null = null,
): Relationship {
  const relationship = new Relationship(mapper, key, definition, checkOptions(mapper, key, definition), madeBy);
  mapper.addRelationship(relationship);
  instrumentRelationship(mapper, relationship);
  return relationship;
}

function checkOptions(mapper: Mapper, key: string, definition: RelationshipDefinition): CascadeOptions {
  const { options } = definition;
  try {
    checkCollectionClass(options.collectionClass);
    return parseCascade(options.cascade, { viewonly: options.viewonly ?? false });
  } catch (error) {
    throw withFacts(error as Error, { entity: mapper.name, attribute: key, table: mapper.table.name, definedAt: definition.definedAt });
  }
}

function checkCollectionClass(given: unknown): void {
  if (given === undefined || given === Set || given === Array) return;
  throw new ArgumentError(`collectionClass is Array or Set, not ${String(given)}`);
}
