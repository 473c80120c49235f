import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../errors.ts';
import { makeUrl, URL } from './url.ts';

const parts = (text: string) => {
  const { drivername, username, password, host, port, database, query } = makeUrl(text);
  return { drivername, username, password, host, port, database, query: Object.fromEntries(query) };
};
const none = { username: null, password: null, host: null, port: null, database: null, query: {} };

describe('the parts of a URL', () => {
  test.each([
    ['sqlite://', { ...none, drivername: 'sqlite' }],
    ['sqlite:///data.sqlite', { ...none, drivername: 'sqlite', database: 'data.sqlite' }],
    ['sqlite:////var/data.sqlite', { ...none, drivername: 'sqlite', database: '/var/data.sqlite' }],
    ['sqlite:///c:/data/shop.sqlite', { ...none, drivername: 'sqlite', database: 'c:/data/shop.sqlite' }],
    ['sqlite:///:memory:', { ...none, drivername: 'sqlite', database: ':memory:' }],
    [
      'postgresql://ann:secret@db.example/shop',
      { ...none, drivername: 'postgresql', username: 'ann', password: 'secret', host: 'db.example', database: 'shop' },
    ],
    [
      'mysql+mysql2://ann@db.example:3307/shop',
      { ...none, drivername: 'mysql+mysql2', username: 'ann', host: 'db.example', port: 3307, database: 'shop' },
    ],
    [
      'postgresql://ann:@db.example/shop',
      { ...none, drivername: 'postgresql', username: 'ann', password: '', host: 'db.example', database: 'shop' },
    ],
    ['postgresql://[2001:db8::7]:5433/shop', { ...none, drivername: 'postgresql', host: '2001:db8::7', port: 5433, database: 'shop' }],
    [
      'postgresql://db.example/shop?sslmode=require&opt=1&opt=2',
      { ...none, drivername: 'postgresql', host: 'db.example', database: 'shop', query: { sslmode: 'require', opt: ['1', '2'] } },
    ],
    [
      'postgresql://a%40b:p%3Aw%2F%25@h/d',
      { ...none, drivername: 'postgresql', username: 'a@b', password: 'p:w/%', host: 'h', database: 'd' },
    ],
    ['postgresql://ann:50%@h/d', { ...none, drivername: 'postgresql', username: 'ann', password: '50%', host: 'h', database: 'd' }],
    ['postgresql://ann:pa/ss@h/d', { ...none, drivername: 'postgresql', username: 'ann', password: 'pa/ss', host: 'h', database: 'd' }],
    ['postgresql:///shop', { ...none, drivername: 'postgresql', database: 'shop' }],
  ])('%s', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test('dialect and driver are told apart', () => {
    const url = makeUrl('postgresql+pglite://');
    expect([url.dialectName, url.driverName, makeUrl('sqlite://').driverName]).toEqual(['postgresql', 'pglite', null]);
  });
});

describe('printing', () => {
  test('hides the password everywhere', () => {
    const url = makeUrl('postgresql://ann:se%40cret@db.example:5433/shop?b=2&a=1+1');
    expect(String(url)).toBe('postgresql://ann:***@db.example:5433/shop?a=1+1&b=2');
    expect(JSON.stringify({ url })).toBe('{"url":"postgresql://ann:***@db.example:5433/shop?a=1+1&b=2"}');
    expect(url.renderAsString({ hidePassword: false })).toBe('postgresql://ann:se%40cret@db.example:5433/shop?a=1+1&b=2');
  });

  test.each(['sqlite://', 'sqlite:///data.sqlite', 'postgresql://a%40b:p%3Aw@[::1]:5/x?k=a%26b', 'postgresql://ann:100%25@h/d'])(
    '%s reads back to the same parts',
    (text) => {
      expect(parts(makeUrl(text).renderAsString({ hidePassword: false }))).toEqual(parts(text));
    },
  );

  test('set gives a copy', () => {
    const url = makeUrl('postgresql://ann:pw@h/d?x=1');
    expect(url.set({ database: 'other', password: null }).renderAsString({ hidePassword: false })).toBe('postgresql://ann@h/other?x=1');
    expect(url.database).toBe('d');
  });
});

describe('what cannot be read is named', () => {
  test.each([
    ['', "it has no '://'"],
    ['data.sqlite', "it has no '://'"],
    ['sqlite:/data.sqlite', "it has no '://'"],
    ['sq lite:///x', "'sq lite' is no scheme"],
    ['://x', "'' is no scheme"],
    ['a+b+c://x', "'a+b+c' is no scheme"],
    ['postgresql://ann:pw@h:54a2/d', "the port '54a2' is not a number"],
    ['postgresql://h:pw/d', "an '@' goes between password and host"],
    ['postgresql://h:70000/d', 'up to 65535'],
    ['postgresql://[::1/d', "'[' of an IPv6 address is never closed"],
    ['postgresql://[::1]5432/d', "'5432' cannot follow an IPv6 address"],
    ['postgresql://my host/d', 'the host name holds a blank'],
    ['postgresql://h/d?ssl', "the option 'ssl' has no value"],
    ['postgresql://h/d?=1', "the option '=1' has no name"],
  ])('%s', (text, message) => {
    expect(() => makeUrl(text)).toThrow(ArgumentError);
    expect(() => makeUrl(text)).toThrow(message);
  });

  test('the message never holds the password', () => {
    expect(() => makeUrl('postgresql://ann:hunter2@h:x/d')).toThrow(/ann:\*\*\*@/);
  });

  test.each([undefined, null, 3, {}])('%s is no URL', (value) => {
    expect(() => makeUrl(value as never)).toThrow(ArgumentError);
  });

  test('a made URL is checked too', () => {
    expect(() => new URL({ drivername: 'no scheme' })).toThrow(ArgumentError);
    expect(() => new URL({ drivername: 'sqlite', port: -1 })).toThrow(ArgumentError);
  });
});
