import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { WireError } from '../runtime/protocol.ts';

/**
 * A missing foreign key belongs to the child's table, but both sides of a relationship ask for it and the parent's may be configured first.
 * The last good models tell which side is which: the error is told from the child's, where it can be cured.
 */
export function childSide(error: WireError, schema: SchemaSnapshot | null): WireError {
  const { entity, attribute, table, targetTable } = error.facts;
  if (error.code !== 'no-foreign-keys' || !schema || !entity || !attribute || !table || !targetTable) return error;
  const relationship = schema.models.find((model) => model.name === entity)?.relationships.find((one) => one.name === attribute);
  if (relationship?.direction !== 'oneToMany') return error;
  const child = schema.models.find((model) => model.name === relationship.target);
  const back = child?.relationships.find(
    (one) =>
      one.target === entity && one.direction === 'manyToOne' && (!relationship.backPopulates || one.name === relationship.backPopulates),
  );
  if (!child || !back) return error;
  const facts = { ...error.facts, entity: child.name, attribute: back.name, table: targetTable, target: entity, targetTable: table };
  return { ...error, facts };
}
