import { expect, test } from 'vitest';
import { list, many, one, together } from './english-nouns.ts';

test.each([
  ['roles', 'Role', 'role', 'roles'],
  ['blog_posts', 'BlogPost', 'blog post', 'blog_posts'],
  ['user', 'User', 'user', 'users'],
  ['category', 'Category', 'category', 'categories'],
  ['people', 'Person', 'person', 'people'],
  ['http_boxes', 'HTTPBox', 'http box', 'http_boxes'],
  ['categories', null, 'category', 'categories'],
  ['addresses', null, 'address', 'addresses'],
  ['boxes', null, 'box', 'boxes'],
  ['status', null, 'status', 'status'],
  ['roles', null, 'role', 'roles'],
  ['s', null, 's', 's'],
])('the table %s of the model %s is one %s, many %s', (table, model, singular, plural) => {
  expect(one({ table, model })).toBe(singular);
  expect(many({ table, model })).toBe(plural);
});

test('columns are listed, and several are a key together', () => {
  expect(list(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(together(['a'])).toBe('a is');
  expect(together(['a', 'b'])).toBe('a and b together are');
});
