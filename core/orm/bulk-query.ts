import { InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import { delete_ } from '../sql/delete.ts';
import type { Select } from '../sql/select.ts';
import { update } from '../sql/update.ts';
import { runBulkStatement } from './bulk-statement.ts';
import { Entity } from './entity.ts';
import type { SessionIo } from './session-io.ts';

/** How `Query.update` and `Query.delete` treat the objects the session holds. */
export interface BulkOptions {
  /**
   * `'auto'` (the default) finds the objects concerned by evaluating the criteria, or by asking the database where that is not safe; `'evaluate'` and
   * `'fetch'` insist on one of them; `false` leaves the objects as they are.
   */
  readonly synchronizeSession?: 'auto' | 'evaluate' | 'fetch' | false;
}

/**
 * `UPDATE … SET … WHERE` the conditions of a query. Gives the number of rows.
 *
 * @throws InvalidRequestError where the query has more than conditions; ArgumentError for an unknown strategy
 */
export function* bulkUpdate(
  session: SessionIo,
  query: Select<any>,
  values: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>,
  options: BulkOptions,
): Io<number> {
  const entity = onlyEntity(query, 'update');
  const statement = update(entity)
    .where(...query.criteria)
    .values(values as never);
  return yield* run(session, statement, options);
}

/** `DELETE FROM … WHERE` the conditions of a query. Gives the number of rows. @throws as {@link bulkUpdate} */
export function* bulkDelete(session: SessionIo, query: Select<any>, options: BulkOptions): Io<number> {
  const entity = onlyEntity(query, 'delete');
  return yield* run(session, delete_(entity).where(...query.criteria), options);
}

function* run(session: SessionIo, statement: unknown, { synchronizeSession = 'auto' }: BulkOptions): Io<number> {
  session.registry.configure();
  yield* session.autoflushNow();
  const result = yield* runBulkStatement(session, statement as never, { synchronizeSession });
  return result.rowcount;
}

/** The class whose rows are meant. @throws InvalidRequestError where the query has more than conditions */
function onlyEntity(query: Select<any>, method: string): Entity {
  const used = [
    query.limitClause !== null && 'limit()',
    query.offsetClause !== null && 'offset()',
    query.orderings.length > 0 && 'orderBy()',
    query.groupings.length > 0 && 'groupBy()',
    query.distinctOn !== null && 'distinct()',
    query.joins.length > 0 && 'join(), outerjoin(), or selectFrom()',
    query.froms.length > 0 && 'join(), outerjoin(), or selectFrom()',
  ].find((each) => each !== false);
  if (used !== undefined) throw new InvalidRequestError(`Can't call Query.update() or Query.delete() when ${used} has been called`);
  const [item] = query.items;
  if (query.items.length === 1 && item instanceof Entity) return item;
  throw new InvalidRequestError(`Query.${method}() works on the rows of one class: write session.query(User).filter(…).${method}(…)`);
}
