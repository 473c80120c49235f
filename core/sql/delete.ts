import type { CacheKey } from './cache-key.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { CriteriaStatement } from './criteria-statement.ts';
import type { ReturnedRow } from './dml-statement.ts';
import { compileTo, keyTo } from './protocol.ts';

/**
 * `DELETE FROM table WHERE …`. Every method gives a new DELETE.
 *
 * ```ts
 * delete_(users).where(users.c.id.eq(1)) // DELETE FROM users WHERE users.id = :id_1
 * ```
 */
export class Delete<T = any, Row = any> extends CriteriaStatement<Row> {
  /** @throws ArgumentError for what is no table and no mapped class */
  constructor(target: T) {
    super(target, 'delete()');
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
}

/** `DELETE FROM table`. Without `where` it deletes all rows. @throws ArgumentError for what is no table and no mapped class */
export function delete_<T>(target: T): Delete<T> {
  return new Delete<T>(target);
}
