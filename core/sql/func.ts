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

/** A function that is called as it is, and gives further ones by name: whatever it has no property for is asked of its prototype. */
function makeFunction(packageNames: readonly string[], name: string): AnyFunction {
  const call = (...args: unknown[]): FunctionElement => callFunction(packageNames, name, args);
  // `func.my_schema.length()` and `func.my_schema.name()` are functions too
  Reflect.deleteProperty(call, 'name');
  Reflect.deleteProperty(call, 'length');
  const further = functionsBy((key) => makeFunction([...packageNames, name], key), Function.prototype);
  return Object.setPrototypeOf(call, further) as AnyFunction;
}

/** An object that has a function under every name; what `make` gives is not kept. */
function functionsBy(make: (name: string) => AnyFunction, base: object | null): object {
  return new Proxy(Object.create(base) as object, {
    get: (target, key) => (typeof key === 'string' && key !== 'prototype' ? make(key) : Reflect.get(target, key)),
    has: (target, key) => typeof key === 'string' || Reflect.has(target, key),
  });
}

/** So many functions are kept when they are asked for: a program that makes names without end must not fill the memory. */
const KEPT_FUNCTIONS = 1000;
let kept = 0;

function makeKept(name: string): AnyFunction {
  const made = makeFunction([], name);
  if (kept < KEPT_FUNCTIONS) {
    kept += 1;
    Object.defineProperty(func, name, { value: made, configurable: true, writable: true });
  }
  return made;
}

/**
 * SQL functions by name, written as they are: `func.count(users.c.id)`, `func.my_schema.f(1)`. Values are bound.
 *
 * ```ts
 * select(func.count()).selectFrom(users) // SELECT count(*) AS count_1 \nFROM users
 * ```
 */
export const func = Object.create(functionsBy(makeKept, null)) as Functions;
