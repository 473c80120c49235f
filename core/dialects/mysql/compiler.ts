import type { Cast } from '../../sql/cast.ts';
import type { ColumnClause } from '../../sql/column-clause.ts';
import type { ColumnElement } from '../../sql/column-element.ts';
import { standardFunctions } from '../../sql/compiler/expression-compiler.ts';
import { SQLCompiler } from '../../sql/compiler/sql-compiler.ts';
import type { RowValues } from '../../sql/dml-values.ts';
import type { FromClause } from '../../sql/from-clause.ts';
import type { FunctionElement } from '../../sql/functions.ts';
import { IdentifierPreparer } from '../../sql/identifier-preparer.ts';
import type { BinaryExpression } from '../../sql/operator-expression.ts';
import { ops } from '../../sql/operators.ts';
import type { Select } from '../../sql/select.ts';
import type { ForUpdate } from '../../sql/select-extras.ts';
import { SqlDialect } from '../../sql/sql-dialect.ts';
import { lookup } from '../../util/own.ts';
import { mysqlReservedWords } from './reserved-words.ts';
import { MysqlTypeCompiler, mysqlCastType } from './type-compiler.ts';

/** What stands for "no limit" where OFFSET needs one: the largest number there is. */
const NO_LIMIT = '18446744073709551615';

/** How MySQL writes statements. */
export class MysqlCompiler extends SQLCompiler {
  /** `concat(concat('%', a), '%')`: `||` means OR here. */
  protected override writeConcat(parts: readonly (() => void)[]): void {
    this.write('concat('.repeat(parts.length - 1));
    parts.forEach((part, i) => {
      if (i > 0) this.write(', ');
      part();
      if (i > 0) this.write(')');
    });
  }

  protected override visitConcat(binary: BinaryExpression): void {
    this.writeConcat([() => this.node(binary.left), () => this.node(binary.right)]);
  }

  protected override visitMatch(binary: BinaryExpression): void {
    if (binary.operator === ops.notMatch) this.write('NOT ');
    this.write('MATCH (');
    this.node(binary.left);
    this.write(') AGAINST (');
    this.node(binary.right);
    this.write(' IN BOOLEAN MODE)');
  }

  protected override visitIsDistinctFrom(binary: BinaryExpression): void {
    if (binary.operator === ops.isNotDistinctFrom) {
      this.writeInfix(binary, '<=>');
      return;
    }
    this.write('NOT (');
    this.writeInfix(binary, '<=>');
    this.write(')');
  }

  protected override visitRegexpMatch(binary: BinaryExpression): void {
    const flags = binary.modifiers?.flags;
    const isNegated = binary.operator === ops.notRegexpMatch;
    if (flags === undefined) {
      this.writeInfix(binary, isNegated ? 'NOT REGEXP' : 'REGEXP');
      return;
    }
    this.write(isNegated ? 'NOT REGEXP_LIKE(' : 'REGEXP_LIKE(');
    this.writeList([binary.left, binary.right]);
    this.write(`, ${this.dialect.writeText(flags)})`);
  }

  protected override visitRegexpReplace(binary: BinaryExpression): void {
    this.writeRegexpReplace(binary);
  }

  /** Types that MySQL cannot convert to leave the element as it is. */
  override visitCast(cast: Cast): void {
    const type = mysqlCastType(cast.type, this.dialect.types);
    if (type === null) {
      this.node(cast.element.selfGroup(ops.asBoolean));
      return;
    }
    this.write('CAST(');
    this.node(cast.element);
    this.write(` AS ${type})`);
  }

  protected override get joinKeyword(): string {
    return ' INNER JOIN ';
  }

  protected override writeFroms(select: Select<any, any>, froms: readonly FromClause<any, any>[]): void {
    if (froms.length === 0 && select.criteria.length > 0) this.write(' \nFROM DUAL');
    else super.writeFroms(select, froms);
  }

  protected override writeLimit(limit: ColumnElement | null, offset: ColumnElement | null): void {
    this.write(' \n LIMIT ');
    if (offset !== null) {
      this.node(offset);
      this.write(', ');
    }
    if (limit === null) this.write(NO_LIMIT);
    else this.node(limit);
  }

  protected override writeForUpdate(lock: ForUpdate): void {
    this.write(lock.read ? ' LOCK IN SHARE MODE' : ' FOR UPDATE');
    this.writeLockedTables(lock);
    this.writeLockPatience(lock);
  }

  protected override writeOnConflict(): void {
    this.unsupported('ON CONFLICT: write onDuplicateKeyUpdate()');
  }

  protected override writeExcluded(column: ColumnClause<any, any>): void {
    this.write(`VALUES(${this.dialect.identifiers.quote(column.name)})`);
  }

  /** `UPDATE a, b SET a.x=b.y`: the other tables stand beside the one that is written. */
  protected override writeUpdateTables(table: FromClause, others: readonly FromClause[]): void {
    this.writeList([table, ...others]);
  }

  protected override writeUpdateSet(row: RowValues, columns: readonly ColumnClause<any, any>[], others: readonly FromClause[]): void {
    if (others.length === 0) {
      super.writeUpdateSet(row, columns, others);
      return;
    }
    columns.forEach((column, i) => {
      if (i > 0) this.write(', ');
      this.node(column);
      this.write('=');
      this.node(row.get(column)!.selfGroup(ops.getitem));
    });
  }

  protected override writeUpdateFrom(): void {}

  protected override writeDeleteUsing(table: FromClause, others: readonly FromClause[]): void {
    this.write(' USING ');
    this.writeList([table, ...others]);
  }

  override visitFunction(call: FunctionElement): void {
    const isAggregate = call.name.toLowerCase() === 'aggregate_strings' && call.packageNames.length === 0;
    const [text, separator] = call.clauses;
    if (!isAggregate || text === undefined || separator === undefined) {
      super.visitFunction(call);
      return;
    }
    this.write('group_concat(');
    this.node(text);
    this.write(' SEPARATOR ');
    this.node(separator);
    this.write(')');
  }

  protected override functionName(name: string): string {
    return name.toLowerCase() === 'random' ? 'rand' : super.functionName(name);
  }

  protected override get functionsWithoutArguments(): Readonly<Record<string, string | undefined>> {
    return functionsWithoutArguments;
  }
}

const functionsWithoutArguments = lookup({ ...standardFunctions, sysdate: 'SYSDATE()' });

/** SQL as MySQL has it. */
export const mysqlSql = new SqlDialect({
  name: 'mysql',
  paramStyle: 'qmark',
  identifiers: new IdentifierPreparer(mysqlReservedWords, '`', 255),
  types: new MysqlTypeCompiler(),
  compiler: MysqlCompiler,
  supportsNativeBoolean: false,
  supportsNativeDecimal: true,
  supportsReturning: false,
  supportsDefaultValues: false,
  backslashEscapes: true,
});
