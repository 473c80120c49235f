import { CompileError } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import { DDLCompiler, type EnumTypeLike } from '../../schema/ddl-compiler.ts';
import type { Computed } from '../../schema/generated.ts';
import type { AnyTable } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import type { ClauseElement } from '../../sql/clause-element.ts';
import { ColumnClause } from '../../sql/column-clause.ts';
import { FunctionElement } from '../../sql/functions.ts';
import { UnaryExpression } from '../../sql/operator-expression.ts';
import { EnumType } from '../../sql/types/enum.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';

const METHOD = /^[a-z_]\w*$/i;

/** How PostgreSQL writes tables. */
export class PostgresDDLCompiler extends DDLCompiler {
  override readonly supportsSequences = true;
  override readonly supportsEnumTypes = true;
  override readonly comments = 'after';
  override readonly maxIdentifierLength = 63;

  override columnSpecification(column: Column, table: AnyTable | null = column.table): string {
    const identity = column.generatedIdentity;
    let text = `${this.columnName(column)} ${this.#serial(column, table) ?? this.columnType(column)}`;
    const serverDefault = this.serverDefault(column);
    if (serverDefault !== null) text += ` DEFAULT ${serverDefault}`;
    if (column.computed) text += ` ${this.computed(column.computed)}`;
    if (identity) text += ` ${this.identity(identity)}`;
    if (!column.nullable && !identity) text += ' NOT NULL';
    else if (column.nullable && identity) text += ' NULL';
    return text;
  }

  /** A column that counts by itself is a SERIAL; one with a sequence or an identity says so otherwise. */
  #serial(column: Column, table: AnyTable | null): string | null {
    if (!column.primaryKey || table?.autoincrementColumn !== column || column.generatedIdentity) return null;
    if (column.sequence && !column.sequence.optional) return null;
    switch (column.type.visitName.toLowerCase()) {
      case 'big_integer':
      case 'biginteger':
      case 'bigint':
        return 'BIGSERIAL';
      case 'small_integer':
      case 'smallinteger':
      case 'smallint':
        return 'SMALLSERIAL';
      default:
        return 'SERIAL';
    }
  }

  /** PostgreSQL has had only stored ones, and takes no other word. @throws CompileError for `persisted: false` */
  protected override computed(computed: Computed): string {
    if (computed.persisted === false) {
      throw new CompileError(
        "PostgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to null or true for PostgreSQL support.",
      );
    }
    return `GENERATED ALWAYS AS (${this.textOrExpression(computed.sqltext)}) STORED`;
  }

  protected override wantsTypeCheck(type: TypeEngine): boolean {
    return type instanceof EnumType ? !type.nativeEnum : super.wantsTypeCheck(type);
  }

  override enumTypeOf(column: Column): EnumTypeLike | null {
    return column.type instanceof EnumType && column.type.nativeEnum ? column.type : null;
  }

  protected override indexMethod(index: Index): string {
    const method = index.options['postgresqlUsing'];
    if (method === undefined) return '';
    if (typeof method !== 'string' || !METHOD.test(method))
      throw new CompileError(`Unexpected SQL phrase: '${String(method)}' as an index method`);
    return ` USING ${method}`;
  }

  protected override indexItem(expression: ClauseElement): string {
    const text = this.expression(expression);
    return standsAlone(expression) ? text : `(${text})`;
  }

  protected override afterIndex(index: Index): string {
    const where = (index.options['postgresqlWhere'] as typeof index.where | undefined) ?? index.where;
    return where === null || where === undefined ? '' : ` WHERE ${this.textOrExpression(where)}`;
  }
}

/** A column and a function call stand as they are, also with an order; anything else needs brackets. */
function standsAlone(expression: ClauseElement): boolean {
  if (expression instanceof UnaryExpression && expression.position === 'suffix') return standsAlone(expression.element);
  return expression instanceof ColumnClause || expression instanceof FunctionElement;
}
