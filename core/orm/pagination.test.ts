import { expect, test } from 'vitest';
import { NotFound } from '../errors.ts';
import { Pagination, pageRequest } from './pagination.ts';

const at = (page: number, perPage: number, total: number) => new Pagination(pageRequest({ page, perPage }), [0], total, () => null);

test.each([
  [3, 2, 33, {}, [1, 2, 3, 4, 5, 6, 7, null, 16, 17]],
  [15, 2, 33, {}, [1, 2, null, 13, 14, 15, 16, 17]],
  [16, 1, 33, { leftEdge: 1, leftCurrent: 1, rightCurrent: 2, rightEdge: 1 }, [1, null, 15, 16, 17, 18, null, 33]],
  [6, 3, 33, {}, [1, 2, null, 4, 5, 6, 7, 8, 9, 10, 11]],
  [7, 5, 33, {}, [1, 2, null, 5, 6, 7]],
  [8, 5, 33, {}, [1, 2, null, 6, 7]],
  [1, 20, 0, {}, []],
])('page %i of %i a page and %i rows links to the pages around it', (page, perPage, total, options, expected) => {
  expect(at(page, perPage, total).iterPages(options)).toEqual(expected);
});

test('a page knows its neighbours and the numbers of its items', () => {
  const page = new Pagination(pageRequest({ page: 2, perPage: 3 }), ['d', 'e', 'f'], 7, (n) => `page ${n}`);
  expect([page.pages, page.hasPrev, page.prevNum, page.hasNext, page.nextNum, page.first, page.last]).toEqual([3, true, 1, true, 3, 4, 6]);
  expect([page.next(), page.prev(), [...page]]).toEqual(['page 3', 'page 1', ['d', 'e', 'f']]);
});

test('numbers below one are refused, or mended where asked', () => {
  expect(() => pageRequest({ page: 0 })).toThrow(NotFound);
  expect(() => pageRequest({ perPage: -3 })).toThrow(/perPage is -3/);
  expect(pageRequest({ page: 0, perPage: -3, errorOut: false })).toMatchObject({ page: 1, perPage: 20 });
  expect(pageRequest({ perPage: 500, maxPerPage: 100 }).perPage).toBe(100);
});
