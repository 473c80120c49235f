import type { Host } from '../host.ts';
import { isPlain, Tuple } from './containers.ts';
import type { DataModel } from './data-model.ts';
import { NotReadable, PythonError } from './errors.ts';

const SQL_COMPARISONS: Readonly<Record<string, readonly [forward: string, backward: string]>> = {
  Eq: ['eq', 'eq'],
  NotEq: ['ne', 'ne'],
  Lt: ['lt', 'gt'],
  LtE: ['le', 'ge'],
  Gt: ['gt', 'lt'],
  GtE: ['ge', 'le'],
};
const SQL_BINARIES: Readonly<Record<string, string>> = {
  Add: 'add',
  Sub: 'sub',
  Mult: 'mul',
  Div: 'div',
  Mod: 'mod',
  FloorDiv: 'floordiv',
  BitAnd: 'and',
  BitOr: 'or',
};
const SQL_UNARIES: Readonly<Record<string, string>> = { Invert: 'not', USub: 'neg' };

/** Calls a method of a SQL expression by the port's name. */
export function callSql(owner: unknown, method: string, args: readonly unknown[]): unknown {
  const found = (owner as Record<string, unknown>)[method];
  if (typeof found !== 'function') throw new PythonError('TypeError', `unsupported operand type(s) for ${method}`);
  return found.apply(owner, args);
}

/** Python's operators, by the names of their nodes: on SQL expressions they become methods, on all else they have Python's meaning. */
export class Operators {
  readonly #host: Host;
  readonly #data: DataModel;

  constructor(host: Host, data: DataModel) {
    this.#host = host;
    this.#data = data;
  }

  compare(operator: string, left: unknown, right: unknown): unknown {
    const sql = SQL_COMPARISONS[operator];
    if (sql && this.#host.isSql(left)) return callSql(left, sql[0], [right]);
    if (sql && this.#host.isSql(right)) return callSql(right, sql[1], [left]);
    switch (operator) {
      case 'Eq':
        return this.#data.equal(left, right);
      case 'NotEq':
        return !this.#data.equal(left, right);
      case 'Lt':
        return this.#data.order(left, right) < 0;
      case 'LtE':
        return this.#data.order(left, right) <= 0;
      case 'Gt':
        return this.#data.order(left, right) > 0;
      case 'GtE':
        return this.#data.order(left, right) >= 0;
      case 'Is':
        return (left ?? null) === (right ?? null);
      case 'IsNot':
        return (left ?? null) !== (right ?? null);
      case 'In':
        return this.#data.contains(right, left);
      case 'NotIn':
        return !this.#data.contains(right, left);
      default:
        throw new NotReadable(operator);
    }
  }

  unary(operator: string, operand: unknown): unknown {
    if (operator === 'Not') return !this.#data.truth(operand);
    if (this.#host.isSql(operand)) return callSql(operand, SQL_UNARIES[operator] ?? operator, []);
    if (operator !== 'USub') throw new NotReadable(operator);
    return this.#host.operate?.('USub', operand, null) ?? (typeof operand === 'bigint' ? -operand : -(operand as number));
  }

  binary(operator: string, left: unknown, right: unknown): unknown {
    const sql = SQL_BINARIES[operator];
    if (sql && this.#host.isSql(left)) return callSql(left, sql, [right]);
    if (sql && this.#host.isSql(right)) return callSql(this.#host.literal(left, right), sql, [right]);
    const own = typeof left === 'object' || typeof right === 'object' ? this.#host.operate?.(operator, left, right) : undefined;
    if (own !== undefined) return own;
    return this.#onContainers(operator, left, right) ?? arithmetic(operator, left as number, right as number);
  }

  /** `undefined` where the left side is no list, tuple, set, dict or string, or has no such operator. */
  #onContainers(operator: string, left: unknown, right: unknown): unknown {
    if (Array.isArray(left)) {
      if (operator === 'Add')
        return left instanceof Tuple ? Tuple.of(...left, ...this.#data.iterate(right)) : [...left, ...this.#data.iterate(right)];
      if (operator === 'Mult') return Array.from({ length: right as number }, () => [...left]).flat();
    }
    if (left instanceof Set) {
      const other = right as Set<unknown>;
      if (operator === 'Sub') return new Set([...left].filter((value) => !other.has(value)));
      if (operator === 'BitAnd') return new Set([...left].filter((value) => other.has(value)));
      if (operator === 'BitOr') return new Set([...left, ...other]);
    }
    if (isPlain(left) && operator === 'BitOr') return { ...left, ...(right as object) };
    if (typeof left === 'string') {
      if (operator === 'Mult') return left.repeat(right as number);
      if (operator === 'Mod') return this.#percent(left, right);
    }
    return undefined;
  }

  /** `'%s has %d' % (name, count)`. */
  #percent(format: string, value: unknown): string {
    const values = value instanceof Tuple ? [...value] : [value];
    return format.replace(
      /%(?:\((\w+)\))?([-0]?)(\d*)(?:\.(\d+))?([a-z%])/g,
      (_, key: string | undefined, flag: string, width: string, digits: string | undefined, kind: string) => {
        if (kind === '%') return '%';
        const text = this.#converted(kind, key === undefined ? values.shift() : (value as Record<string, unknown>)[key], digits);
        return flag === '-' ? text.padEnd(Number(width)) : text.padStart(Number(width), flag || ' ');
      },
    );
  }

  #converted(kind: string, value: unknown, digits = '6'): string {
    switch (kind) {
      case 's':
        return this.#data.text(value);
      case 'r':
        return this.#data.repr(value);
      case 'd':
        return String(typeof value === 'bigint' ? value : Math.trunc(Number(value)));
      case 'f':
        return Number(value).toFixed(Number(digits));
      default:
        throw new NotReadable(`%${kind}`);
    }
  }
}

/** On numbers; `+` on strings too. */
function arithmetic(operator: string, a: number, b: number): unknown {
  switch (operator) {
    case 'Add':
      return a + b;
    case 'Sub':
      return a - b;
    case 'BitAnd':
      return a & b;
    case 'BitOr':
      return a | b;
    case 'Mult':
      return a * b;
    case 'Div':
      return a / b;
    case 'FloorDiv':
      return typeof a === 'bigint' ? (a as bigint) / BigInt(b) : Math.floor(a / b);
    case 'Mod':
      return ((a % b) + b) % b;
    case 'Pow': {
      const power = a ** b;
      return Number.isSafeInteger(power) || !Number.isInteger(a) ? power : BigInt(a) ** BigInt(b);
    }
    default:
      throw new NotReadable(operator);
  }
}
