import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceCriterion } from './coercions.ts';
import type { ColumnElement, Criterion } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { criteriaOf, DmlStatement, mapCriteria, type ReturnedRow } from './dml-statement.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';

const noCriteria: readonly ColumnElement[] = Object.freeze([]);

/**
 * `DELETE FROM table WHERE …`. Every method gives a new DELETE.
 *
 * ```ts
 * delete_(users).where(users.c.id.eq(1)) // DELETE FROM users WHERE users.id = :id_1
 * ```
 */
export class Delete<T = any, Row = any> extends DmlStatement<Row> {
  /** @internal */ criteria: readonly ColumnElement[] = noCriteria;

  /** @throws ArgumentError for what is no table and no mapped class */
  constructor(target: T) {
    super(target, 'delete()');
  }

  /** `WHERE …`; conditions of several calls hold together. Other tables in them are looked into, where the database can. @throws ArgumentError */
  where(...criteria: Criterion[]): this {
    const copy = this.copy();
    copy.criteria = [...this.criteria, ...criteria.map((criterion) => coerceCriterion(criterion, 'where()'))];
    return copy;
  }

  /** As `where`. */
  filter(...criteria: Criterion[]): this {
    return this.where(...criteria);
  }

  /** `WHERE name = value`. @throws ArgumentError for a name that is no column, and for undefined */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    return this.where(...criteriaOf(this, values));
  }

  /** `RETURNING …`: the statement gives a row for each row it deleted. */
  returning<Items extends readonly unknown[]>(...items: Items): Delete<T, ReturnedRow<Items>> {
    return this.withReturning(items) as Delete<T, any>;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitDelete(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('D');
    this.commonKey(key);
    key.addAll(this.criteria);
    key.put(';');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    super[eachChild](see);
    for (const criterion of this.criteria) see(criterion);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = super[mapChildren](change) as this;
    copy.criteria = mapCriteria(this.criteria, change);
    return copy;
  }
}

/** `DELETE FROM table`. Without `where` it deletes all rows. @throws ArgumentError for what is no table and no mapped class */
export function delete_<T>(target: T): Delete<T> {
  return new Delete<T>(target);
}
