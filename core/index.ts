/** The public face of the core. What is not named here is nobody's business but the core's. */

export { directAccess } from './dialects/sqlite/sql-js-direct.ts';
export { sqlJsDriver } from './dialects/sqlite/sql-js-driver.ts';
export { AsyncConnection, AsyncTransaction, Connection, Transaction } from './engine/connection.ts';
export type { AsyncDriver, Driver, SyncDriver } from './engine/driver.ts';
export { AsyncEngine, createAsyncEngine, createEngine, Engine, type EngineOptions } from './engine/engine.ts';
export type { StatementEvent } from './engine/events.ts';
export { Inspector } from './engine/inspector.ts';
export type {
  ReflectedCheckConstraint,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedUniqueConstraint,
} from './engine/introspection.ts';
export type { Answer, Mode } from './engine/mode.ts';
export { drivers } from './engine/registry.ts';
export { Result } from './engine/result.ts';
export { Row } from './engine/row.ts';
export { makeUrl } from './engine/url.ts';
export * from './errors.ts';
export type { AssociationList } from './orm/association-proxy.ts';
export type { AsyncSession } from './orm/async-session.ts';
export { createAsyncDatabase, createDatabase, Database, type DatabaseOptions } from './orm/database.ts';
export type { DynamicQuery, WriteOnlyCollection } from './orm/dynamic-query.ts';
export { type InspectedAttribute, type InspectedEntity, inspectEntity } from './orm/inspect-entity.ts';
export { isModel } from './orm/model-record.ts';
export type {
  AttributeOf,
  ColumnDefinition,
  DynamicRelationship,
  InitOf,
  ManyToOne,
  ModelClass,
  ModelInstance,
  OneToMany,
} from './orm/model-types.ts';
export type { Pagination } from './orm/pagination.ts';
export type { Query } from './orm/query.ts';
export { registryText } from './orm/registry-text.ts';
export type { RelationshipDefinition, RelationshipOptions } from './orm/relationship-definition.ts';
export type { Session } from './orm/session.ts';
export { sql } from './orm/sql-namespace.ts';
export { takeSnapshot } from './orm/take-snapshot.ts';
// What `declare module 'crowfoot'` adds to; a re-export by name could not be added to.
export * from './orm/type-registry.ts';
export { Column } from './schema/column.ts';
export * as ddl from './schema/ddl-element.ts';
export { MetaData } from './schema/metadata.ts';
export type { SchemaSnapshot } from './schema/snapshot.ts';
export { Table } from './schema/table.ts';
export { ColumnElement } from './sql/column-element.ts';
export { Decimal } from './sql/types/decimal.ts';
export { Temporal } from './sql/types/temporal.ts';
export { TypeDecorator } from './sql/types/type-decorator.ts';
