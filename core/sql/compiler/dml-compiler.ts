import { CompileError } from '../../errors.ts';
import type { BindParameter } from '../bind-parameter.ts';
import type { ClauseElement } from '../clause-element.ts';
import type { ColumnClause } from '../column-clause.ts';
import type { ColumnElement } from '../column-element.ts';
import { nameColumns } from '../column-naming.ts';
import type { Delete } from '../delete.ts';
import type { DmlStatement } from '../dml-statement.ts';
import { ColumnBind, type RowValues, unconsumed } from '../dml-values.ts';
import type { FromClause, TableClause } from '../from-clause.ts';
import { Excluded, type Insert, type OnConflict } from '../insert.ts';
import { ops } from '../operators.ts';
import { collectFroms } from '../protocol.ts';
import { Select } from '../select.ts';
import type { SelectBase } from '../select-base.ts';
import { withoutHidden } from '../select-froms.ts';
import type { Update } from '../update.ts';
import { defaultOf, hasDefault, insertRows, type SequenceLike, updatedRow } from './dml-columns.ts';
import { SelectCompiler } from './select-compiler.ts';

type From = FromClause<any, any>;

/** Writes INSERT, UPDATE and DELETE. */
export abstract class DmlCompiler extends SelectCompiler {
  /** The names of the columns' own parameters: no other parameter may have them. */
  #columnNames: Set<string> | null = null;
  /** The table that the whole statement writes. */
  #written: From | null = null;

  override visitBindParameter(bind: BindParameter): void {
    if (!bind.unique && !(bind instanceof ColumnBind) && this.#columnNames?.has(bind.name)) {
      throw new CompileError(
        `bindparam() name '${bind.name}' is reserved for automatic usage in the VALUES or SET clause of this insert/update statement. Please use a name other than column name when using bindparam() with insert() or update() (for example, 'b_${bind.name}').`,
      );
    }
    super.visitBindParameter(bind);
  }

  /** Parameters of the execution that are neither a column nor a parameter of the statement are a mistake. */
  protected override finish(): void {
    super.finish();
    const keys = this.options.columnKeys ?? [];
    if (this.#written === null || keys.length === 0) return;
    const known = new Set(this.slots.map((slot) => slot.name));
    const unknown = keys.filter((key) => !known.has(key) && !(key in this.#written!.c));
    if (unknown.length > 0) throw unconsumed(this.#written, unknown);
  }

  /** Notes what kind of statement this is; answers whether it is the whole one. */
  #begin(statement: DmlStatement, kind: 'insert' | 'update' | 'delete'): boolean {
    const isTop = this.kind === 'expression';
    if (isTop) {
      this.kind = kind;
      this.#written = statement.table;
      this.returnsRows = statement.returningItems.length > 0;
    }
    // what is written before the statement is written apart: nothing of it stands here
    for (const cte of statement.ctes) this.apart(() => this.node(cte));
    return isTop;
  }

  /** What SELECTs inside may refer to. */
  #within(froms: readonly From[], write: () => void): void {
    const known = new Set(froms.flatMap((from) => [from, ...from.leaves, ...from.hides]));
    const outer = this.frame;
    this.frame = { correlate: known, nearest: known, labels: null, outer };
    write();
    this.frame = outer;
  }

  // ---- INSERT

  visitInsert(insert: Insert): void {
    const isTop = this.#begin(insert, 'insert');
    this.write('INSERT ');
    this.writeTexts(insert.prefixes, '', ' ');
    this.write(`INTO ${this.dialect.identifiers.formatTable(insert.table as TableClause)}`);
    this.#writeHints(insert);
    if (insert.select !== null) this.#writeFromSelect(insert);
    else this.#writeRows(insert, isTop);
    if (insert.conflict !== null) this.writeOnConflict(insert.conflict);
    if (insert.duplicateKeySet !== null) this.writeOnDuplicateKey(insert.duplicateKeySet);
    this.#writeReturning(insert, isTop);
  }

  #writeRows(insert: Insert, isTop: boolean): void {
    const { columns, rows } = insertRows(insert, isTop ? (this.options.columnKeys ?? null) : [], this.sequenceValue.bind(this));
    const [first] = rows;
    for (const row of rows) for (const value of row) if (value instanceof ColumnBind) (this.#columnNames ??= new Set()).add(value.name);
    if (columns.length === 0) this.writeEmptyRow();
    else {
      this.#writeColumnNames(columns);
      this.write(' VALUES ');
      rows.forEach((row, i) => {
        this.write(i === 0 ? '(' : ', (');
        this.#writeValues(row);
        this.write(')');
      });
    }
    if (isTop && !insert.isMulti && insert.returningItems.length === 0) this.#noteKey(insert, columns, first ?? []);
  }

  /** How the new row's primary key is known afterwards. */
  #noteKey(insert: Insert, columns: readonly ColumnClause<any, any>[], values: readonly ColumnElement[]): void {
    const keys = [...insert.table.primaryKey];
    if (keys.length === 0) return;
    const { autoincrementColumn } = insert.table as { autoincrementColumn?: ColumnClause<any, any> | null };
    const returned: ColumnClause<any, any>[] = [];
    const parts = keys.map((column) => {
      const value = values[columns.indexOf(column)];
      if (value instanceof ColumnBind) return { type: column.type, bind: value, returned: null, isGenerated: false };
      if (this.returnsKeys) {
        returned.push(column);
        return { type: column.type, bind: null, returned: returned.length - 1, isGenerated: false };
      }
      return {
        type: column.type,
        bind: null,
        returned: null,
        isGenerated: value === undefined && (column === autoincrementColumn || keys.length === 1),
      };
    });
    this.inserted = { parts };
    if (returned.length > 0) this.write(` RETURNING ${returned.map((column) => this.returnedName(column)).join(', ')}`);
  }

  /** True where an INSERT without RETURNING is given one, for the keys that the database makes. */
  protected get returnsKeys(): boolean {
    return false;
  }

  /** A column of the table that is written, in RETURNING. */
  protected returnedName(column: ColumnClause<any, any>): string {
    const { identifiers } = this.dialect;
    return `${identifiers.formatTable(column.table as TableClause)}.${this.#columnName(column)}`;
  }

  /** A row of nothing but defaults. */
  protected writeEmptyRow(): void {
    this.write(this.dialect.supportsDefaultValues ? ' DEFAULT VALUES' : ' () VALUES ()');
  }

  /** The next number of a sequence; null where the dialect has none. */
  protected sequenceValue(_sequence: SequenceLike): ColumnElement | null {
    return null;
  }

  #writeFromSelect(insert: Insert): void {
    const columns = [...insert.selectNames];
    let select = insert.select!;
    if (insert.includeDefaults && select instanceof Select) {
      const missing = insert.table.columnList.filter((column) => !columns.includes(column) && hasDefault(column));
      const added = missing.flatMap((column) => {
        const value = defaultOf(column, 'default', null, this.sequenceValue.bind(this));
        return value === null ? [] : [[column, value] as const];
      });
      if (added.length > 0) select = select.addColumns(...added.map(([, value]) => value));
      columns.push(...added.map(([column]) => column));
    }
    this.#writeColumnNames(columns);
    this.write(' ');
    this.nested(insert.conflict === null ? select : this.beforeConflict(select), 'scalar');
  }

  /** The SELECT of an INSERT as it is written with ON CONFLICT behind it. */
  protected beforeConflict(select: SelectBase): SelectBase {
    return select;
  }

  #writeColumnNames(columns: readonly ColumnClause<any, any>[]): void {
    this.write(` (${columns.map((column) => this.#columnName(column)).join(', ')})`);
  }

  #columnName(column: ColumnClause<any, any>): string {
    return this.dialect.identifiers.quoteNamed(column.name, (column as { quote?: boolean | null }).quote);
  }

  #writeValues(values: readonly ColumnElement[]): void {
    values.forEach((value, i) => {
      if (i > 0) this.write(', ');
      this.node(value.selfGroup(ops.getitem));
    });
  }

  /** `ON CONFLICT (columns) DO …` */
  protected writeOnConflict(conflict: OnConflict): void {
    this.write(' ON CONFLICT');
    if (conflict.constraint !== null) this.writeConflictConstraint(conflict.constraint);
    else if (conflict.elements.length > 0) {
      const kept = this.withTable;
      this.withTable = false;
      this.write(' (');
      conflict.elements.forEach((element, i) => {
        if (i > 0) this.write(', ');
        if (typeof element === 'string') this.identifier(element);
        else this.node(element);
      });
      this.write(')');
      if (conflict.indexWhere !== null) this.writeCriteria(' WHERE ', [conflict.indexWhere]);
      this.withTable = kept;
    }
    if (conflict.set === null) {
      this.write(' DO NOTHING');
      return;
    }
    this.write(' DO UPDATE SET ');
    this.writeSet(conflict.set, ' = ');
    if (conflict.where !== null) this.writeCriteria(' WHERE ', [conflict.where]);
  }

  protected writeConflictConstraint(name: string): void {
    this.write(' ON CONSTRAINT ');
    this.identifier(name);
  }

  /** `ON DUPLICATE KEY UPDATE …` */
  protected writeOnDuplicateKey(set: RowValues): void {
    this.write(' ON DUPLICATE KEY UPDATE ');
    this.writeSet(set, ' = ');
  }

  /** `a = 1, b = 2`, in the order of the table's columns. */
  protected writeSet(set: RowValues, equals: string, columns: readonly ColumnClause<any, any>[] = inTableOrder(set)): void {
    columns.forEach((column, i) => {
      if (i > 0) this.write(', ');
      this.write(this.setName(column));
      this.write(equals);
      this.node(set.get(column)!.selfGroup(ops.getitem));
    });
  }

  /** A column that is set. */
  protected setName(column: ColumnClause<any, any>): string {
    return this.#columnName(column);
  }

  // ---- UPDATE

  visitUpdate(update: Update): void {
    const isTop = this.#begin(update, 'update');
    const row = updatedRow(update, isTop ? (this.options.columnKeys ?? null) : [], this.sequenceValue.bind(this));
    for (const value of row.values()) if (value instanceof ColumnBind) (this.#columnNames ??= new Set()).add(value.name);
    const others = extraFroms(update.table, [...row.values(), ...update.criteria]);
    this.#within([update.table, ...others], () => {
      this.write('UPDATE ');
      this.writeTexts(update.prefixes, '', ' ');
      this.writeUpdateTables(update.table, others);
      this.#writeHints(update);
      this.write(' SET ');
      this.writeUpdateSet(row, update.isOrdered ? [...row.keys()] : inTableOrder(row), others);
      if (others.length > 0) this.writeUpdateFrom(others);
      this.writeCriteria(' WHERE ', update.criteria);
      this.#writeReturning(update, isTop);
    });
  }

  protected writeUpdateTables(table: From, _others: readonly From[]): void {
    this.node(table);
  }

  protected writeUpdateSet(row: RowValues, columns: readonly ColumnClause<any, any>[], _others: readonly From[]): void {
    this.writeSet(row, '=', columns);
  }

  /** `FROM` with the other tables of an UPDATE. */
  protected writeUpdateFrom(others: readonly From[]): void {
    this.write(' FROM ');
    this.writeList(others);
  }

  // ---- DELETE

  visitDelete(statement: Delete): void {
    const isTop = this.#begin(statement, 'delete');
    const others = extraFroms(statement.table, statement.criteria);
    this.#within([statement.table, ...others], () => {
      this.write('DELETE ');
      this.writeTexts(statement.prefixes, '', ' ');
      this.write('FROM ');
      this.node(statement.table);
      this.#writeHints(statement);
      if (others.length > 0) this.writeDeleteUsing(statement.table, others);
      this.writeCriteria(' WHERE ', statement.criteria);
      this.#writeReturning(statement, isTop);
    });
  }

  /** The other tables of a DELETE. */
  protected writeDeleteUsing(_table: From, others: readonly From[]): void {
    this.write(' USING ');
    this.writeList(others);
  }

  // ---- all three

  #writeHints(statement: DmlStatement): void {
    for (const { text, dialect } of statement.hints) if (dialect === '*' || dialect === this.dialect.name) this.write(` ${text}`);
  }

  #writeReturning(statement: DmlStatement, isTop: boolean): void {
    if (statement.returningItems.length === 0) return;
    if (!this.dialect.supportsReturning) this.unsupported('RETURNING');
    this.write(' RETURNING ');
    this.writeReturningColumns(statement, isTop);
  }

  protected writeReturningColumns(statement: DmlStatement, isTop: boolean): void {
    this.writeSelectColumns(nameColumns(statement.selectedColumns, 'disambiguate', isTop), isTop ? 'top' : 'scalar');
  }

  override visitColumn(column: ColumnClause<any, any, any, any>): void {
    if (column.table instanceof Excluded) this.writeExcluded(column);
    else super.visitColumn(column);
  }

  /** A column of the row that an INSERT could not insert. */
  protected writeExcluded(column: ColumnClause<any, any>): void {
    this.write(`excluded.${this.dialect.identifiers.quote(column.name)}`);
  }
}

/** The other tables that conditions and values speak of. */
function extraFroms(table: From, elements: readonly ClauseElement[]): readonly From[] {
  const found = new Set<From>();
  for (const element of elements) element[collectFroms](found);
  found.delete(table);
  return withoutHidden([...found]);
}

function inTableOrder(row: RowValues): readonly ColumnClause<any, any>[] {
  const columns = [...row.keys()];
  const table = columns[0]?.table;
  return table ? table.columnList.filter((column) => row.has(column)) : columns;
}
