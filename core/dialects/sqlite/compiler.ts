import type { ClauseElement } from '../../sql/clause-element.ts';
import type { ColumnElement } from '../../sql/column-element.ts';
import { SQLCompiler } from '../../sql/compiler/sql-compiler.ts';
import { CompoundSelect } from '../../sql/compound-select.ts';
import { trueElement } from '../../sql/constants.ts';
import type { DmlStatement } from '../../sql/dml-statement.ts';
import type { Extract } from '../../sql/extract.ts';
import { IdentifierPreparer } from '../../sql/identifier-preparer.ts';
import type { BinaryExpression } from '../../sql/operator-expression.ts';
import { ops } from '../../sql/operators.ts';
import { mapChildren } from '../../sql/protocol.ts';
import { Select } from '../../sql/select.ts';
import type { SelectBase } from '../../sql/select-base.ts';
import { SqlDialect } from '../../sql/sql-dialect.ts';
import { TypeCompiler } from '../../sql/type-compiler.ts';
import { TupleType } from '../../sql/types/tuple.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';
import { lookup } from '../../util/own.ts';
import { sqliteReservedWords } from './reserved-words.ts';

/** How SQLite writes statements. */
export class SqliteCompiler extends SQLCompiler {
  protected override get rowsPrefix(): string {
    return 'VALUES ';
  }

  /** SQLite knows no list without values beside columns, and finds a SELECT without rows instead. */
  protected override emptyList(_kind: 'in' | 'notIn', type: TypeEngine): string {
    const ones = type instanceof TupleType ? type.types.map(() => '1').join(', ') : '1';
    return `SELECT ${ones} FROM (SELECT ${ones}) WHERE 1!=1`;
  }

  protected override visitIsDistinctFrom(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator === ops.isDistinctFrom ? 'IS NOT' : 'IS');
  }

  protected override visitRegexpMatch(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator === ops.regexpMatch ? 'REGEXP' : 'NOT REGEXP');
  }

  protected override visitRegexpReplace(): void {
    this.fail('the sqlite dialect does not support regular expression replacements');
  }

  /** There is no OFFSET without LIMIT, and one LIMIT is written as SQLAlchemy does: with both. */
  protected override writeLimit(limit: ColumnElement | null, offset: ColumnElement | null): void {
    this.write('\n LIMIT ');
    this.node(limit ?? this.ownValue(-1));
    this.write(' OFFSET ');
    this.node(offset ?? this.ownValue(0));
  }

  /** The whole database is locked by a writer. */
  protected override writeForUpdate(): void {}

  /** `CAST(STRFTIME('%Y', a) AS INTEGER)` @throws CompileError for a field that strftime does not know */
  override visitExtract(extract: Extract): void {
    const format = dateFormats[extract.field];
    if (format === undefined) this.fail(`${extract.field} is not a valid extract argument.`);
    this.write(`CAST(STRFTIME('${format}', `);
    this.node(extract.element);
    this.write(') AS INTEGER)');
  }

  /** Behind a SELECT that ends with FROM, SQLite takes ON CONFLICT for the condition of a join: a WHERE must stand between them. */
  protected override beforeConflict(select: SelectBase): SelectBase {
    if (select instanceof Select) return select.criteria.length === 0 ? select.where(trueElement) : select;
    if (!(select instanceof CompoundSelect)) return select;
    const last = select.selects.at(-1)!;
    const ended = this.beforeConflict(last);
    const change = <E extends ClauseElement>(part: E): E => ((part as ClauseElement) === last ? (ended as ClauseElement as E) : part);
    return select[mapChildren](change) as CompoundSelect;
  }

  protected override writeConflictConstraint(name: string): void {
    this.fail(`SQLite tells a conflict by columns, not by the constraint '${name}': write { indexElements: [...] }`);
  }

  protected override writeOnDuplicateKey(): void {
    this.unsupported('ON DUPLICATE KEY UPDATE: write onConflictDoUpdate()');
  }

  protected override writeDeleteUsing(): void {
    this.unsupported('a DELETE that speaks of several tables: write where(column.in(select(…)))');
  }

  /** RETURNING speaks of the table's own columns, without its name. */
  protected override writeReturningColumns(statement: DmlStatement, isTop: boolean): void {
    this.withTable = false;
    super.writeReturningColumns(statement, isTop);
    this.withTable = true;
  }

  protected override get functionsWithoutArguments(): Readonly<Record<string, string | undefined>> {
    return functionsWithoutArguments;
  }

  protected override functionName(name: string): string {
    return name.length === 11 && name.toLowerCase() === 'char_length' ? 'length' : super.functionName(name);
  }
}

/** What strftime calls the fields of EXTRACT. */
const dateFormats = lookup({
  month: '%m',
  day: '%d',
  year: '%Y',
  second: '%S',
  hour: '%H',
  doy: '%j',
  minute: '%M',
  epoch: '%s',
  dow: '%w',
  week: '%W',
});

const functionsWithoutArguments = lookup({
  now: 'CURRENT_TIMESTAMP',
  current_timestamp: 'CURRENT_TIMESTAMP',
  current_date: 'CURRENT_DATE',
  current_time: 'CURRENT_TIME',
  localtimestamp: "DATETIME(CURRENT_TIMESTAMP, 'localtime')",
});

/** SQL as SQLite has it. */
export const sqliteSql = new SqlDialect({
  name: 'sqlite',
  paramStyle: 'qmark',
  identifiers: new IdentifierPreparer(sqliteReservedWords),
  types: new TypeCompiler(),
  compiler: SqliteCompiler,
  supportsNativeBoolean: false,
  booleanLiterals: ['0', '1'],
});
