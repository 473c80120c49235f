import type { Mapper, ModelConstructor } from './mapper.ts';
import type { Registry } from './registry.ts';

/** Under this symbol the class that `db.Model` makes keeps what is known of it; classes that extend it inherit the record. */
export const modelRecord: unique symbol = Symbol('model');

/** One call of `db.Model`, `extend` or `abstract`. */
export interface ModelRecord {
  readonly registry: Registry;
  /** The class that was made; the user's class extends it. */
  readonly base: ModelConstructor;
  /** How to write the call, for messages: `db.Model('roles', …)`. */
  readonly call: string;
  /** The stack of the call, as text. */
  readonly definedAt: string;
  readonly isAbstract: boolean;
  /** Null while the table waits for the class's name. */
  mapper: Mapper | null;
  /** Makes table and mapper, with the name that follows from the class's. */
  define(className: string): Mapper;
}

/** The record of a class made by `db.Model` or extending one; null for everything else. */
export function findModelRecord(value: unknown): ModelRecord | null {
  if (typeof value !== 'function') return null;
  return (value as { [modelRecord]?: ModelRecord })[modelRecord] ?? null;
}

/** The name a class was declared with. A column called `name` may cover it later; until then it is an own property. */
export function declaredName(cls: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(cls, 'name')?.value;
  return typeof name === 'string' ? name : '';
}

/** How a class is called in messages, whether mapped or not. */
export function classNameOf(cls: unknown): string {
  const record = findModelRecord(cls);
  if (record?.mapper?.cls === cls) return record!.mapper!.name;
  return typeof cls === 'function' ? declaredName(cls) || '(anonymous class)' : String(cls);
}

/** `UserProfile` → `user_profile`, `HTTPServer` → `http_server`: the table name of a model that gives none. */
export function derivedTableName(className: string): string {
  return className
    .replace(/(?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z])/g, (letter) => `_${letter}`)
    .toLowerCase()
    .replace(/^_+/, '');
}

/** The first line of a stack outside this library, as the engine writes it. */
export function callerPlace(stack: string | undefined): string | null {
  const lines = (stack ?? '').split('\n').map((line) => line.trim());
  const frames = lines.filter((line) => /:\d+:\d+\)?$/.test(line) && !isOwnFrame(line));
  const found = frames[0]?.match(/\(?([^()\s]+:\d+):\d+\)?$/);
  return found?.[1] ?? null;
}

/** Frames of this library: its own files, or the one script it is bundled into. */
function isOwnFrame(line: string): boolean {
  return /[/\\]core[/\\](?:orm|schema|sql|engine)[/\\](?!.*\.test\.ts)[\w-]+\.[jt]s:/.test(line) || /(?:^|[(\s@])blob:/.test(line);
}

/** Whether `value` is a class that can stand for a table's rows: it extends `db.Model(…)`. */
export function isModel(value: unknown): boolean {
  const record = findModelRecord(value);
  return record !== null && !record.isAbstract && record.base !== value;
}
