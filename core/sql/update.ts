import { ArgumentError, InvalidRequestError, showValue } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { CriteriaStatement } from './criteria-statement.ts';
import type { ReturnedRow } from './dml-statement.ts';
import { type ColumnMap, type RowValues, readRow, type SetValues } from './dml-values.ts';
import { addRow, mapRow } from './insert.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';

const noValues: RowValues = new Map();

/**
 * `UPDATE table SET … WHERE …`. Every method gives a new UPDATE.
 *
 * ```ts
 * update(users).where(users.c.id.eq(1)).values({ name: 'susan' }) // UPDATE users SET name=:name WHERE users.id = :id_1
 * ```
 */
export class Update<T = any, Row = any> extends CriteriaStatement<Row> {
  /** @internal */ row: RowValues = noValues;
  /** True where the columns are set in the order they were given. */
  isOrdered = false;

  /** @throws ArgumentError for what is no table and no mapped class */
  constructor(target: T) {
    super(target, 'update()');
  }

  /**
   * What to set, by column name or as a Map with columns as keys; several calls add up.
   *
   * @throws CompileError for a name that is no column, ArgumentError for undefined and for what cannot be a value
   */
  values(values: SetValues<T> | ColumnMap): this {
    if (this.isOrdered) throw new InvalidRequestError('This UPDATE has orderedValues() already: it takes no values()');
    const copy = this.copy();
    copy.row = new Map([...this.row, ...readRow(this.table, values, 'values()', null, 'refuse')]);
    return copy;
  }

  /** What to set, in this order, for databases that mind: `orderedValues(['y', 20], ['x', table.c.y])`. @throws as `values` */
  orderedValues(...pairs: readonly (readonly [column: unknown, value: unknown])[]): this {
    if (this.row.size > 0) throw new InvalidRequestError('This UPDATE has values() already: it takes no orderedValues()');
    const wrong = pairs.find((pair) => !Array.isArray(pair) || pair.length !== 2);
    if (wrong !== undefined) throw new ArgumentError(`orderedValues() takes pairs of column and value, not ${showValue(wrong)}`);
    const copy = this.copy();
    copy.row = readRow(this.table, new Map(pairs as Iterable<[unknown, unknown]>), 'orderedValues()', null, 'refuse');
    copy.isOrdered = true;
    return copy;
  }

  /** `RETURNING …`: the statement gives a row for each row it changed. */
  returning<Items extends readonly unknown[]>(...items: Items): Update<T, ReturnedRow<Items>> {
    return this.withReturning(items) as Update<T, any>;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitUpdate(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(this.isOrdered ? 'Uo' : 'U');
    this.commonKey(key);
    addRow(key, this.row);
    key.addAll(this.criteria);
    key.put(';');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    super[eachChild](see);
    for (const value of this.row.values()) see(value);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = super[mapChildren](change) as this;
    copy.row = mapRow(this.row, change);
    return copy;
  }
}

/** `UPDATE table SET …`. Without `where` it changes all rows. @throws ArgumentError for what is no table and no mapped class */
export function update<T>(target: T): Update<T> {
  return new Update<T>(target);
}
