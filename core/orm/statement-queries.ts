import { NotFound } from '../errors.ts';
import type { Io } from '../io.ts';
import { func } from '../sql/func.ts';
import { type Select, select } from '../sql/select.ts';
import { executeInSession } from './execute-in-session.ts';
import { lazyload } from './loader-options.ts';
import { type PageRequest, Pagination, turnedRequest } from './pagination.ts';
import type { SessionIo } from './session-io.ts';

/** The first value of a statement's first row, or null. */
export function* firstOf(session: SessionIo, statement: Select<any>): Io<unknown> {
  const result = yield* executeInSession(session, statement);
  return result.unique().scalars().first();
}

/** The first value of a statement's only row. @throws NoResultFound, MultipleResultsFound */
export function* onlyOf(session: SessionIo, statement: Select<any>): Io<unknown> {
  const result = yield* executeInSession(session, statement);
  return result.unique().scalars().unique().one();
}

/** One page of a SELECT and, unless it is not wanted, how many rows there are. @throws NotFound for a page that does not exist */
export function* pageOf(
  session: SessionIo,
  statement: Select<any>,
  request: PageRequest,
  run: (io: Io<unknown>) => unknown,
  known: number | null = null,
): Io<Pagination<any, any>> {
  const { page, perPage, errorOut, count } = request;
  const result = yield* executeInSession(session, statement.limit(perPage).offset((page - 1) * perPage));
  const items = result.unique().scalars().unique().all();
  if (items.length === 0 && page !== 1 && errorOut)
    throw new NotFound(`There is no page ${page}: the query has fewer rows than ${(page - 1) * perPage + 1}`);
  let total = known;
  if (count) {
    const rows = statement.options(lazyload('*')).orderBy(null).subquery();
    const counted = yield* executeInSession(session, select(func.count()).selectFrom(rows));
    total = Number(counted.scalar());
  }
  return new Pagination<any, any>(request, items, total, (number, fails) =>
    run(pageOf(session, statement, turnedRequest(request, number, fails), run, total)),
  );
}
