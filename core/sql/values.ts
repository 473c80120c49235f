import { ArgumentError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceValue } from './coercions.ts';
import { AnonymousName, type ColumnClause } from './column-clause.ts';
import type { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { FromClause } from './from-clause.ts';
import { mapAll } from './operator-expression.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';

/** `(VALUES (1, 'a'), (2, 'b')) AS v (id, name)`: rows written out, to select from. */
export class Values extends FromClause {
  override readonly name: string | AnonymousName;
  private readonly ownColumns: readonly ColumnClause<any, any>[];

  constructor(
    readonly columnDefinitions: readonly ColumnClause<any, any>[],
    name: string | null,
    readonly rows: readonly (readonly ColumnElement[])[],
  ) {
    super();
    this.name = name ?? new AnonymousName('anon', this);
    this.ownColumns = columnDefinitions.map((column) => column.makeProxy(this));
  }

  override get columnList(): readonly ColumnClause<any, any>[] {
    return this.ownColumns;
  }

  /** These values with more rows. @throws ArgumentError where a row has not one value for each column */
  data(rows: readonly (readonly unknown[])[]): Values {
    const columns = this.columnDefinitions;
    const added = rows.map((row) => {
      if (row.length !== columns.length)
        throw new ArgumentError(`values(): a row of ${row.length} values was given for ${columns.length} columns`);
      return row.map((cell, i) => coerceValue(cell, `values(): ${columns[i]!.name}`, 'param', columns[i]!.type));
    });
    return new Values(columns, typeof this.name === 'string' ? this.name : null, [...this.rows, ...added]);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitValues(this);
  }

  override [keyTo](key: CacheKey): void {
    if (!key.isNew(this)) return;
    key.put('V');
    if (typeof this.name === 'string') key.putText(this.name);
    key.putNumber(this.columnDefinitions.length);
    for (const column of this.columnDefinitions) {
      key.put(column.name);
      key.put(column.type.cacheKey);
    }
    key.putNumber(this.rows.length);
    for (const row of this.rows) key.addAll(row);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const row of this.rows) for (const cell of row) see(cell);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const rows = this.rows.map((row) => mapAll(row, change));
    return rows.every((row, i) => row === this.rows[i])
      ? this
      : new Values(this.columnDefinitions, typeof this.name === 'string' ? this.name : null, rows);
  }
}

/** Rows written out, to select from: `values([column('id', Integer)], { name: 'v' }).data([[1], [2]])`. */
export function values(columns: readonly ColumnClause<any, any, any, any>[], options: { name?: string } = {}): Values {
  return new Values(columns, options.name ?? null, []);
}
