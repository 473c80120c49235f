import { CircularDependencyError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { EnumTypeLike } from './ddl-compiler.ts';
import type { Sequence } from './generated.ts';
import type { MetaData } from './metadata.ts';
import type { SchemaTarget } from './schema-target.ts';
import { type SortedTables, sortTablesAndConstraints } from './sort-tables.ts';
import type { AnyTable } from './table.ts';

/** How tables are created and dropped. */
export interface CreateOptions {
  /** Only these, in whatever order. */
  readonly tables?: readonly AnyTable[];
  /** Ask the database first and pass over what is there (what is not); on unless `false`. */
  readonly checkfirst?: boolean;
}

/** Creates tables, with their types, sequences, indexes and comments. @throws as {@link MetaData.createAll} */
export function* createAll(target: SchemaTarget, metadata: MetaData, options: CreateOptions = {}): Io<void> {
  const checks = options.checkfirst !== false;
  const wanted = yield* tablesThat(target, metadata, options, false);
  const { ddl } = target;
  const sorted = sortTablesAndConstraints(wanted);
  const made = new Set<unknown>();
  if (ddl.supportsSequences && !options.tables) {
    for (const sequence of metadata.sequences.values()) if (!sequence.column) yield* createSequence(target, sequence, checks, made);
  }
  for (const { table, foreignKeys } of sorted.tables) {
    yield* createWhatComesBefore(target, table, checks, made);
    yield* target.sendDdl(ddl.createTable(table, ddl.supportsAlter ? { foreignKeys } : {}));
    for (const index of table.indexes) yield* target.sendDdl(ddl.createIndex(index));
    for (const sql of ddl.commentsAfterCreate(table)) yield* target.sendDdl(sql);
  }
  if (ddl.supportsAlter) for (const key of sorted.remaining) yield* target.sendDdl(ddl.addConstraint(key));
}

/** Drops tables, with their types and sequences. @throws as {@link MetaData.dropAll} */
export function* dropAll(target: SchemaTarget, metadata: MetaData, options: CreateOptions = {}): Io<void> {
  const checks = options.checkfirst !== false;
  const wanted = yield* tablesThat(target, metadata, options, true);
  const { ddl } = target;
  const sorted = sortForDrop(wanted, ddl.supportsAlter);
  const gone = new Set<unknown>();
  if (ddl.supportsAlter) for (const key of sorted.remaining) yield* target.sendDdl(ddl.dropConstraint(key));
  for (const { table } of sorted.tables) {
    yield* target.sendDdl(ddl.dropTable(table));
    yield* dropWhatComesAfter(target, table, checks, gone);
  }
  if (ddl.supportsSequences && !options.tables) {
    for (const sequence of metadata.sequences.values()) if (!sequence.column) yield* dropSequence(target, sequence, checks, gone);
  }
}

/** The tables that are (are not) in the database, all asked for before anything changes. */
function* tablesThat(target: SchemaTarget, metadata: MetaData, options: CreateOptions, exist: boolean): Io<AnyTable[]> {
  const tables = options.tables ?? [...metadata.tables.values()];
  if (options.checkfirst === false) return [...tables];
  const found: AnyTable[] = [];
  for (const table of tables) if ((yield* target.hasTable(table.name, table.schema)) === exist) found.push(table);
  return found;
}

/** Last created, first dropped. Where a circle has keys that cannot be dropped by name, a database without ALTER takes the tables in any order. */
function sortForDrop(tables: readonly AnyTable[], canAlter: boolean): SortedTables {
  try {
    const sorted = sortTablesAndConstraints(tables, (key) => canAlter && key.name !== null);
    return { tables: [...sorted.tables].reverse(), remaining: sorted.remaining };
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error;
    if (!canAlter) return { tables: tables.map((table) => ({ table, foreignKeys: table.foreignKeyConstraints })), remaining: [] };
    const names = (error.cycle as readonly AnyTable[]).map((table) => table.key).sort();
    throw new CircularDependencyError(
      `Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: ${names.join(', ')}.  Please ensure that the ForeignKey and ForeignKeyConstraint objects involved in the cycle have names so that they can be dropped using DROP CONSTRAINT.`,
      error.cycle,
    );
  }
}

function* createWhatComesBefore(target: SchemaTarget, table: AnyTable, checks: boolean, made: Set<unknown>): Io<void> {
  for (const type of enumTypes(target, table)) {
    const sql = target.ddl.createEnumType(type);
    if (made.has(type.name) || (checks && (yield* target.hasEnumType(type.name!, type.schema ?? table.schema)))) continue;
    made.add(type.name);
    yield* target.sendDdl(sql);
  }
  if (!target.ddl.supportsSequences) return;
  for (const column of table.columnList) if (column.sequence) yield* createSequence(target, column.sequence, checks, made);
}

function* dropWhatComesAfter(target: SchemaTarget, table: AnyTable, checks: boolean, gone: Set<unknown>): Io<void> {
  for (const type of enumTypes(target, table)) {
    const sql = target.ddl.dropEnumType(type);
    const isUsedElsewhere = [...table.metadata.tables.values()].some(
      (other) => other !== table && enumTypes(target, other).some((used) => used.name === type.name),
    );
    if (gone.has(type.name) || (isUsedElsewhere && (yield* isStillUsed(target, table, type, gone)))) continue;
    if (checks && !(yield* target.hasEnumType(type.name!, type.schema ?? table.schema))) continue;
    gone.add(type.name);
    yield* target.sendDdl(sql);
  }
  if (!target.ddl.supportsSequences) return;
  for (const column of table.columnList) if (column.sequence) yield* dropSequence(target, column.sequence, checks, gone);
}

/** A type goes with the last table that has a column of it. */
function* isStillUsed(target: SchemaTarget, table: AnyTable, type: EnumTypeLike, gone: Set<unknown>): Io<boolean> {
  gone.add(table);
  for (const other of table.metadata.tables.values()) {
    if (other === table || gone.has(other) || !enumTypes(target, other).some((used) => used.name === type.name)) continue;
    if (yield* target.hasTable(other.name, other.schema)) return true;
  }
  return false;
}

function enumTypes(target: SchemaTarget, table: AnyTable): EnumTypeLike[] {
  return target.ddl.supportsEnumTypes ? table.columnList.flatMap((column) => target.ddl.enumTypeOf(column) ?? []) : [];
}

function* createSequence(target: SchemaTarget, sequence: Sequence, checks: boolean, made: Set<unknown>): Io<void> {
  if (sequence.optional || made.has(sequence.key)) return;
  if (checks && (yield* target.hasSequence(sequence.name, sequence.schema))) return;
  made.add(sequence.key);
  yield* target.sendDdl(target.ddl.createSequence(sequence));
}

function* dropSequence(target: SchemaTarget, sequence: Sequence, checks: boolean, gone: Set<unknown>): Io<void> {
  if (sequence.optional || gone.has(sequence.key)) return;
  if (checks && !(yield* target.hasSequence(sequence.name, sequence.schema))) return;
  gone.add(sequence.key);
  yield* target.sendDdl(target.ddl.dropSequence(sequence));
}
