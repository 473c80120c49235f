import { CompileError } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import {
  CheckConstraint,
  type Constraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from '../../schema/constraints.ts';
import { DDLCompiler } from '../../schema/ddl-compiler.ts';
import type { AnyTable } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import type { ClauseElement } from '../../sql/clause-element.ts';
import { ColumnClause } from '../../sql/column-clause.ts';
import { UnaryExpression } from '../../sql/operator-expression.ts';
import { EnumType } from '../../sql/types/enum.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';

const WORD = /^\w+$/;
/** What may follow CREATE TABLE's bracket, as options of the table: `{ mysqlEngine: 'InnoDB' }`. */
const TABLE_OPTIONS = [
  ['mysqlEngine', 'ENGINE='],
  ['mysqlAutoIncrement', ' AUTO_INCREMENT='],
  ['mysqlDefaultCharset', ' DEFAULT CHARSET='],
  ['mysqlCharset', ' CHARSET='],
  ['mysqlCollate', ' COLLATE='],
  ['mysqlRowFormat', ' ROW_FORMAT='],
] as const;

/** How MySQL writes tables. */
export class MysqlDDLCompiler extends DDLCompiler {
  override readonly comments = 'inline';
  override readonly maxIdentifierLength = 64;

  protected override afterTable(table: AnyTable): string {
    const parts: string[] = [];
    for (const [option, text] of TABLE_OPTIONS) {
      const value = table.options[option];
      if (value === undefined || value === null) continue;
      if (!WORD.test(String(value)))
        throw new CompileError(`Unexpected SQL phrase: '${String(value)}' for ${option} of table '${table.name}'`);
      parts.push(`${text}${String(value)}`);
    }
    const comment = table.comment === null ? '' : ` COMMENT=${this.literal(table.comment)}`;
    return `${parts.join('')}${comment}`.trimStart();
  }

  override columnSpecification(column: Column, table: AnyTable | null = column.table): string {
    const type = this.columnType(column);
    const isTimestamp = type.startsWith('TIMESTAMP');
    let text = `${this.columnName(column)} ${isTimestamp ? type.replace(/ NULL$/, '') : type}`;
    if (column.computed) text += ` ${this.computed(column.computed)}`;
    if (!column.nullable) text += ' NOT NULL';
    else if (isTimestamp) text += ' NULL';
    if (column.comment !== null) text += ` COMMENT ${this.literal(column.comment)}`;
    const serverDefault = this.serverDefault(column);
    if (table && table.autoincrementColumn === column && serverDefault === null) text += ' AUTO_INCREMENT';
    else if (serverDefault !== null) text += ` DEFAULT ${serverDefault}`;
    return text;
  }

  protected override wantsTypeCheck(type: TypeEngine): boolean {
    if (type instanceof EnumType) return !type.nativeEnum;
    return true;
  }

  protected override dropConstraintWord(constraint: Constraint): string {
    if (constraint instanceof ForeignKeyConstraint) return 'DROP FOREIGN KEY';
    if (constraint instanceof UniqueConstraint) return 'DROP INDEX';
    if (constraint instanceof CheckConstraint) return 'DROP CHECK';
    return 'DROP CONSTRAINT';
  }

  override dropConstraint(constraint: Constraint, options: { readonly cascade?: boolean } = {}): string {
    if (constraint instanceof PrimaryKeyConstraint) return `ALTER TABLE ${this.tableName(constraint.table!)} DROP PRIMARY KEY`;
    return super.dropConstraint(constraint, options);
  }

  override dropIndex(index: Index): string {
    return `\nDROP INDEX ${this.indexName(index)} ON ${this.tableName(index.table!)}`;
  }

  /** Expressions other than columns stand in brackets of their own. */
  protected override indexItem(expression: ClauseElement): string {
    const text = this.expression(expression);
    return expression instanceof ColumnClause || expression instanceof UnaryExpression ? text : `(${text})`;
  }

  /** @throws CompileError: MySQL has no partial indexes */
  protected override afterIndex(index: Index): string {
    if (index.where === null) return '';
    throw new CompileError(
      `MySQL has no partial indexes: leave out 'where' of index '${index.name}', or say sqliteWhere and postgresqlWhere`,
    );
  }

  override setTableComment(table: AnyTable): string {
    return `ALTER TABLE ${this.tableName(table)} COMMENT ${this.literal(table.comment ?? '')}`;
  }

  override setColumnComment(column: Column): string {
    return `ALTER TABLE ${this.tableName(column.table!)} CHANGE ${this.columnName(column)} ${this.columnSpecification(column)}`;
  }
}
