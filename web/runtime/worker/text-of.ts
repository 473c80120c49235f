import { limitText } from './cell-value.ts';

const depthLimit = 3;
const itemLimit = 100;

/** How an object is written where it is known better than from its properties: an entity, a row. `null` leaves it to its properties. */
export type KnownText = (value: object) => string | null;

/**
 * A value as text, for the console and for objects among the results. It reads data properties only: no getter runs, so that looking at a
 * value never sends a statement.
 */
export function textOf(value: unknown, known: KnownText): string {
  return limitText(write(value, known, depthLimit, new Set()));
}

function write(value: unknown, known: KnownText, depth: number, above: Set<object>): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return functionText(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, known, depth, above);
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function writeObject(value: object, known: KnownText, depth: number, above: Set<object>): string {
  const text = known(value) ?? builtInText(value);
  if (text !== null) return text;
  if (above.has(value)) return '[circular]';
  above.add(value);
  try {
    if (Array.isArray(value)) return wrapped('[', listed(value, value.length, known, depth, above), ']', depth);
    const name = classNameOf(value);
    const head = name === '' || name === 'Object' ? '' : `${name} `;
    if (value instanceof Map) return wrapped(`Map(${value.size}) {`, entriesOf(value, known, depth, above), '}', depth);
    if (value instanceof Set) return wrapped(`Set(${value.size}) {`, listed(value, value.size, known, depth, above), '}', depth);
    return wrapped(`${head}{`, propertiesOf(value, known, depth, above), '}', depth);
  } finally {
    above.delete(value);
  }
}

function wrapped(open: string, parts: readonly string[] | null, close: string, depth: number): string {
  if (parts === null) return `${open}…${close}`;
  if (parts.length === 0) return open + close;
  const line = `${open}${open.endsWith('{') ? ' ' : ''}${parts.join(', ')}${open.endsWith('{') ? ' ' : ''}${close}`;
  if (line.length <= 100) return line;
  const indent = '  '.repeat(depthLimit - depth + 1);
  return `${open}\n${parts.map((part) => indent + part).join(',\n')}\n${indent.slice(2)}${close}`;
}

function listed(items: Iterable<unknown>, length: number, known: KnownText, depth: number, above: Set<object>): string[] | null {
  if (depth === 0) return null;
  const parts: string[] = [];
  for (const item of items) {
    if (parts.length === itemLimit) return [...parts, `… ${length - itemLimit} more`];
    parts.push(write(item, known, depth - 1, above));
  }
  return parts;
}

function entriesOf(map: Map<unknown, unknown>, known: KnownText, depth: number, above: Set<object>): string[] | null {
  if (depth === 0) return null;
  const parts: string[] = [];
  for (const [key, item] of map) {
    if (parts.length === itemLimit) return [...parts, `… ${map.size - itemLimit} more`];
    parts.push(`${write(key, known, depth - 1, above)} => ${write(item, known, depth - 1, above)}`);
  }
  return parts;
}

function propertiesOf(value: object, known: KnownText, depth: number, above: Set<object>): string[] | null {
  if (depth === 0) return null;
  const properties = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, { enumerable }]) => enumerable);
  const parts = properties.slice(0, itemLimit).map(([key, property]) => {
    const text = 'value' in property ? write(property.value, known, depth - 1, above) : '[getter]';
    return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${text}`;
  });
  return properties.length > itemLimit ? [...parts, `… ${properties.length - itemLimit} more`] : parts;
}

function builtInText(value: object): string | null {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise (write await before it to see what it gives)';
  if (value instanceof Uint8Array) return `Uint8Array(${value.length})`;
  if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) return classNameOf(value);
  return null;
}

function functionText(value: object): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  return `${isClass ? 'class' : 'function'}${typeof name === 'string' && name !== '' ? ` ${name}` : ''}`;
}

/** The name of an object's class, read without running code of the user's. */
function classNameOf(value: object): string {
  const constructor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(value) ?? {}, 'constructor')?.value;
  const name = typeof constructor === 'function' ? Object.getOwnPropertyDescriptor(constructor, 'name')?.value : '';
  return typeof name === 'string' ? name : '';
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
