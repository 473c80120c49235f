import type { CoercibleColumn, ColumnElement } from './column-element.ts';
import { FunctionElement, functionArguments } from './functions.ts';
import { dateTimeType, dateType, timeType } from './types/date-time.ts';
import { nullType } from './types/null-type.ts';
import { floatType, integerType } from './types/numbers.ts';
import { stringType } from './types/string.ts';
import type { Temporal } from './types/temporal.ts';
import type { TypeEngine } from './types/type-engine.ts';

type Arg<Out = any> = ColumnElement<Out, any> | CoercibleColumn<Out> | Out;
type Value<A> = A extends ColumnElement<infer Out, any> ? Out : A extends CoercibleColumn<infer Out> ? Out : A;

/** The functions whose types are known. Every other name is a function too, of the type `any`. */
export interface KnownFunctions {
  count(expression?: Arg): FunctionElement<number, number>;
  sum<A>(expression: A): FunctionElement<Value<A> | null, any>;
  avg(expression: Arg): FunctionElement<any, any>;
  min<A>(expression: A): FunctionElement<Value<A> | null, any>;
  max<A>(expression: A): FunctionElement<Value<A> | null, any>;
  coalesce<A, B>(first: A, ...others: B[]): FunctionElement<NonNullable<Value<A>> | Value<B>, any>;
  lower(text: Arg): FunctionElement<string, string>;
  upper(text: Arg): FunctionElement<string, string>;
  length(text: Arg): FunctionElement<number, number>;
  char_length(text: Arg): FunctionElement<number, number>;
  concat(...parts: Arg[]): FunctionElement<string, string>;
  now(): FunctionElement<Temporal.PlainDateTime, any>;
  current_timestamp(): FunctionElement<Temporal.PlainDateTime, any>;
  current_date(): FunctionElement<Temporal.PlainDate, any>;
  current_time(): FunctionElement<Temporal.PlainTime, any>;
  random(): FunctionElement<any, any>;
  row_number(): FunctionElement<number, number>;
  rank(): FunctionElement<number, number>;
  dense_rank(): FunctionElement<number, number>;
  percent_rank(): FunctionElement<number, number>;
  cume_dist(): FunctionElement<number, number>;
  lag<A>(expression: A, ...more: unknown[]): FunctionElement<Value<A> | null, any>;
  lead<A>(expression: A, ...more: unknown[]): FunctionElement<Value<A> | null, any>;
}

/** A function of any name; with a further name, what stands before it: `func.my_schema.f()`. */
export interface AnyFunction {
  (...args: any[]): FunctionElement<any, any>;
  readonly [name: string]: AnyFunction;
}

/** Every SQL function by its name. */
export type Functions = KnownFunctions & { readonly [name: string]: AnyFunction };

const ofFirst = new Set(['sum', 'min', 'max', 'lag', 'lead', 'first_value', 'last_value', 'nth_value', 'any_value']);
const ofConcrete = new Set(['coalesce', 'ifnull', 'nullif']);
const numbers = new Set(['count', 'length', 'char_length', 'row_number', 'rank', 'dense_rank', 'ntile']);
const shares = new Set(['percent_rank', 'cume_dist']);
const texts = new Set([
  'lower',
  'upper',
  'concat',
  'trim',
  'ltrim',
  'rtrim',
  'substr',
  'substring',
  'replace',
  'group_concat',
  'string_agg',
]);
const moments = new Set(['now', 'current_timestamp', 'localtimestamp', 'sysdate']);

const kinds = new Map<string, (args: readonly ColumnElement[]) => TypeEngine>();

/** The type of a call of `name`, which is in small letters or not. */
function typeOfCall(name: string, args: readonly ColumnElement[]): TypeEngine {
  let kind = kinds.get(name);
  if (kind === undefined) {
    const small = name.toLowerCase();
    kind = (given) => typeOfNamed(small, given);
    if (numbers.has(small)) kind = () => integerType;
    else if (ofFirst.has(small)) kind = (given) => given[0]?.type ?? nullType;
    if (kinds.size < 1000) kinds.set(name, kind);
  }
  return kind(args);
}

function typeOfNamed(name: string, args: readonly ColumnElement[]): TypeEngine {
  if (numbers.has(name)) return integerType;
  if (texts.has(name)) return stringType;
  if (ofFirst.has(name)) return args[0]?.type ?? nullType;
  if (ofConcrete.has(name)) return args.find((arg) => arg.type !== nullType)?.type ?? nullType;
  if (shares.has(name)) return floatType;
  if (moments.has(name)) return dateTimeType;
  if (name === 'current_date') return dateType;
  return name === 'current_time' || name === 'localtime' ? timeType : nullType;
}

/** `name(args)`, typed where the function is known. */
export function callFunction(packageNames: readonly string[], name: string, args: readonly unknown[]): FunctionElement {
  const clauses = functionArguments(name, args);
  return new FunctionElement(name, clauses, packageNames.length === 0 ? typeOfCall(name, clauses) : nullType, packageNames);
}

function makeFunction(path: readonly string[]): AnyFunction {
  const call = (...args: unknown[]): FunctionElement => callFunction(path.slice(0, -1), path.at(-1)!, args);
  return new Proxy(call as unknown as AnyFunction, {
    get: (target, key) => (typeof key === 'string' && key !== 'prototype' ? makeFunction([...path, key]) : Reflect.get(target, key)),
    has: (target, key) => typeof key === 'string' || Reflect.has(target, key),
  });
}

const made = new Map<string, AnyFunction>();

/**
 * SQL functions by name, written as they are: `func.count(users.c.id)`, `func.my_schema.f(1)`. Values are bound.
 *
 * ```ts
 * select(func.count()).selectFrom(users) // SELECT count(*) AS count_1 \nFROM users
 * ```
 */
export const func: Functions = new Proxy(Object.create(null) as Functions, {
  get(_, key) {
    if (typeof key !== 'string') return undefined;
    let found = made.get(key);
    if (!found) {
      found = makeFunction([key]);
      if (made.size < 1000) made.set(key, found);
    }
    return found;
  },
  has: (_, key) => typeof key === 'string',
});
