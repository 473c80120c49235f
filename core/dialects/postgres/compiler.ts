import { literalColumn } from '../../sql/column-clause.ts';
import type { ColumnElement } from '../../sql/column-element.ts';
import type { SequenceLike } from '../../sql/compiler/dml-columns.ts';
import { SQLCompiler } from '../../sql/compiler/sql-compiler.ts';
import { IdentifierPreparer } from '../../sql/identifier-preparer.ts';
import type { BinaryExpression } from '../../sql/operator-expression.ts';
import { ops } from '../../sql/operators.ts';
import type { Select } from '../../sql/select.ts';
import type { ForUpdate } from '../../sql/select-extras.ts';
import { hex, SqlDialect } from '../../sql/sql-dialect.ts';
import { postgresReservedWords } from './reserved-words.ts';
import { PostgresTypeCompiler } from './type-compiler.ts';

/** How PostgreSQL writes statements. */
export class PostgresCompiler extends SQLCompiler {
  protected override visitIlike(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator.sql);
    this.writeEscape(binary);
  }

  protected override visitMatch(binary: BinaryExpression): void {
    if (binary.operator === ops.notMatch) this.write('NOT ');
    this.node(binary.left);
    this.write(' @@ to_tsquery(');
    this.node(binary.right);
    this.write(')');
  }

  protected override visitRegexpMatch(binary: BinaryExpression): void {
    const operator = binary.operator === ops.regexpMatch ? '~' : '!~';
    const flags = binary.modifiers?.flags;
    if (flags === undefined || flags === 'i') {
      this.writeInfix(binary, flags === 'i' ? `${operator}*` : operator);
      return;
    }
    this.node(binary.left);
    this.write(` ${operator} CONCAT('(?', ${this.dialect.writeText(flags)}, ')', `);
    this.node(binary.right);
    this.write(')');
  }

  protected override visitRegexpReplace(binary: BinaryExpression): void {
    this.writeRegexpReplace(binary);
  }

  protected override writeDistinct(select: Select<any, any>): void {
    const { distinctOn } = select;
    if (distinctOn === null) return;
    if (distinctOn === true) {
      this.write('DISTINCT ');
      return;
    }
    this.write('DISTINCT ON (');
    this.writeList(distinctOn);
    this.write(') ');
  }

  protected override writeLimit(limit: ColumnElement | null, offset: ColumnElement | null): void {
    if (limit !== null) {
      this.write(' \n LIMIT ');
      this.node(limit);
    }
    if (offset !== null) {
      this.write(limit === null ? '\n LIMIT ALL OFFSET ' : ' OFFSET ');
      this.node(offset);
    }
  }

  protected override writeForUpdate(lock: ForUpdate): void {
    if (lock.read) this.write(lock.keyShare ? ' FOR KEY SHARE' : ' FOR SHARE');
    else this.write(lock.keyShare ? ' FOR NO KEY UPDATE' : ' FOR UPDATE');
    this.writeLockedTables(lock);
    this.writeLockPatience(lock);
  }

  /** Keys that the database makes come back with the INSERT. */
  protected override get returnsKeys(): boolean {
    return true;
  }

  protected override sequenceValue(sequence: SequenceLike): ColumnElement | null {
    return sequence.optional ? null : literalColumn(`nextval(${this.dialect.writeText(this.dialect.identifiers.formatTable(sequence))})`);
  }

  protected override writeOnDuplicateKey(): void {
    this.unsupported('ON DUPLICATE KEY UPDATE: write onConflictDoUpdate()');
  }

  protected override functionName(name: string): string {
    return name.toLowerCase() === 'aggregate_strings' ? 'string_agg' : super.functionName(name);
  }
}

/** SQL as PostgreSQL has it. */
export const postgresSql = new SqlDialect({
  name: 'postgresql',
  paramStyle: 'numeric',
  identifiers: new IdentifierPreparer(postgresReservedWords, '"', 63),
  types: new PostgresTypeCompiler(),
  compiler: PostgresCompiler,
  supportsNativeDecimal: true,
  supportsNativeInterval: true,
  supportsTimezones: true,
  writeBytes: (bytes) => `'\\x${hex(bytes)}'::BYTEA`,
});
