import { CompileError } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import type { ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { DDLCompiler } from '../../schema/ddl-compiler.ts';
import type { ServerDefault } from '../../schema/generated.ts';
import type { AnyTable } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { TextClause } from '../../sql/text-clause.ts';

const CONFLICTS = /^(?:ROLLBACK|ABORT|FAIL|IGNORE|REPLACE)$/i;

/** How SQLite writes tables. Constraints cannot be added to a table afterwards, so that all stand in CREATE TABLE. */
export class SqliteDDLCompiler extends DDLCompiler {
  override readonly supportsAlter = false;

  protected override afterTable(table: AnyTable): string {
    const words = [];
    if (table.options['sqliteWithRowid'] === false) words.push('WITHOUT ROWID');
    if (table.options['sqliteStrict'] === true) words.push('STRICT');
    return words.length > 0 ? `\n ${words.join(', ')}` : '';
  }

  override columnSpecification(column: Column, table: AnyTable | null = column.table): string {
    let text = `${this.columnName(column)} ${this.columnType(column)}`;
    const serverDefault = this.serverDefault(column);
    if (serverDefault !== null) text += ` DEFAULT ${serverDefault}`;
    if (!column.nullable) text += ` NOT NULL${onConflict(column.options['sqliteOnConflictNotNull'])}`;
    if (column.primaryKey && table?.options['sqliteAutoincrement']) text += this.#autoincrement(column, table);
    if (column.computed) text += ` ${this.computed(column.computed)}`;
    return text;
  }

  #autoincrement(column: Column, table: AnyTable): string {
    if (table.primaryKey.length !== 1) {
      throw new CompileError('SQLite does not support autoincrement for composite primary keys');
    }
    if (column.type.affinity !== 'integer' || column.foreignKeys.length > 0) return '';
    return ` PRIMARY KEY${onConflict(column.options['sqliteOnConflictPrimaryKey'])} AUTOINCREMENT`;
  }

  protected override primaryKey(constraint: PrimaryKeyConstraint): string {
    const [column, second] = constraint.columns;
    // AUTOINCREMENT can only be said with the column itself.
    if (
      column &&
      !second &&
      constraint.table?.options['sqliteAutoincrement'] &&
      column.type.affinity === 'integer' &&
      column.foreignKeys.length === 0
    )
      return '';
    const text = super.primaryKey(constraint);
    return text && text + onConflict(constraint.options['sqliteOnConflict'] ?? column?.options['sqliteOnConflictPrimaryKey']);
  }

  protected override unique(constraint: UniqueConstraint): string {
    const text = super.unique(constraint);
    const [column, second] = constraint.columns;
    return (
      text && text + onConflict(constraint.options['sqliteOnConflict'] ?? (second ? undefined : column?.options['sqliteOnConflictUnique']))
    );
  }

  /** SQLite cannot refer to a table of another attached database. */
  protected override foreignKey(constraint: ForeignKeyConstraint): string {
    return constraint.referredTable.schema === constraint.table?.schema ? super.foreignKey(constraint) : '';
  }

  protected override referredTableName(table: AnyTable): string {
    return this.quote(table.name, table.quote);
  }

  /** An expression as a default must stand in brackets. */
  protected override defaultText(arg: ServerDefault): string {
    if (typeof arg === 'string' || arg instanceof TextClause) return super.defaultText(arg);
    return `(${this.expression(arg)})`;
  }

  /** The index, not the table, is named with its schema. */
  override indexName(index: Index): string {
    const schema = index.table?.schema ?? null;
    return `${schema === null ? '' : `${this.sql.identifiers.quote(schema)}.`}${super.indexName(index)}`;
  }

  protected override indexTable(table: AnyTable): string {
    return this.quote(table.name, table.quote);
  }

  protected override afterIndex(index: Index): string {
    const where = (index.options['sqliteWhere'] as typeof index.where | undefined) ?? index.where;
    return where === null || where === undefined ? '' : ` WHERE ${this.textOrExpression(where)}`;
  }
}

/** @throws CompileError for a word that is no conflict clause: it is written into SQL as it is */
function onConflict(word: unknown): string {
  if (word === undefined || word === null) return '';
  if (typeof word !== 'string' || !CONFLICTS.test(word))
    throw new CompileError(`Unexpected SQL phrase: '${String(word)}' after ON CONFLICT`);
  return ` ON CONFLICT ${word.toUpperCase()}`;
}
