import type { MetaData } from '../schema/metadata.ts';
import type { ModelSnapshot, RelationshipSnapshot, SchemaSnapshot } from '../schema/snapshot.ts';
import { type SnapshotDialect, snapshotTables } from '../schema/take-snapshot.ts';
import type { Mapper } from './mapper.ts';
import type { Registry } from './registry.ts';
import type { Relationship } from './relationship.ts';

/** What a snapshot is taken of. */
export interface SnapshotSource {
  readonly metadata: MetaData;
  readonly registry: Registry;
  readonly engine: { readonly dialect: SnapshotDialect };
}

/**
 * What the models of a database say about it, as plain data. Configures the mappers; runs no SQL.
 *
 * @throws the error of whatever is wrong with a mapping
 */
export function takeSnapshot(db: SnapshotSource): SchemaSnapshot {
  db.registry.configure();
  return {
    version: 1,
    tables: snapshotTables(db.metadata, db.engine.dialect),
    models: db.registry.mappers.filter((mapper) => mapper.isRegistered).map(snapshotModel),
  };
}

function snapshotModel(mapper: Mapper): ModelSnapshot {
  return {
    name: mapper.name,
    table: mapper.table.name,
    schema: mapper.table.schema,
    attributes: mapper.columns
      .filter((property) => !property.isReadOnly)
      .map((property) => ({ name: property.key, column: property.column.name })),
    relationships: mapper.relationships.map(snapshotRelationship),
  };
}

function snapshotRelationship(relationship: Relationship): RelationshipSnapshot {
  return {
    name: relationship.key,
    target: relationship.target.name,
    direction: relationship.direction,
    uselist: relationship.uselist,
    lazy: relationship.lazy,
    secondary: relationship.secondary?.name ?? null,
    fromBackref: relationship.isFromBackref,
    backPopulates: relationship.reverse?.key ?? null,
  };
}
