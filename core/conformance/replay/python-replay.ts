/**
 * Runs the recorded Python snippets against a TypeScript port, from their syntax trees.
 *
 * The trees lie in `../trees/<area>.jsonl`, one line a case: `{ id, python, setup?, before?, after? }`, each a Python `ast.Module` as JSON
 * (`_` is the node's class, empty fields are left out, integers beyond 2^53 are `{ __int__ }`, whole floats `{ __float__ }`, bytes `{ __bytes__ }`).
 * The reading is mechanical, so that nobody ports a snippet by hand: names follow orm.md section 1 (`order_by` → `orderBy`, `in_` → `in`, keyword
 * arguments → one options object at the end), operators on SQL expressions become methods (`==` → `eq`), all else has Python's meaning.
 * What a port must say about itself is the `Host`. Python's tuples become `Tuple`, an array that prints and formats as a tuple; `None` becomes `null`;
 * whole floats are plain numbers (`1.0` prints `1`). A missing attribute, key or name raises, as in Python: a port that lacks a property never
 * answers `undefined` and so passes by accident.
 */
import { type Journal, Suspended } from './journal.ts';
import { parseExpression } from './python-expression.ts';

export interface Node {
  readonly _: string;
  readonly [field: string]: unknown;
}
export type Scope = Map<string, unknown>;
export type KeywordArguments = Record<string, unknown>;

/** What the replay cannot know: the port's objects. */
export interface Host {
  /** Names in scope: model classes, `session`, `select`, `func`, types, `datetime` … under their Python names. */
  readonly globals: Scope;
  /** True for SQL expressions and columns: operators on them make SQL. */
  isSql(value: unknown): boolean;
  /** Turns a plain value into an expression, for `1 + User.age`. */
  literal(value: unknown, beside?: unknown): unknown;
  /**
   * True for calls whose keywords are attribute or column names and must stay as written (model constructors, filter_by, values …). Where the callee is a
   * class, keywords that are `None` are left out: to SQLAlchemy they are unset (orm.md section 7).
   */
  keepsKeywords(callee: unknown, name: string): boolean;
  /** Builds what `class Name(Base): …` of a case's own models makes; members in order of assignment. */
  defineClass(name: string, bases: readonly unknown[], members: ReadonlyMap<string, unknown>): unknown;
  /** A chance to answer an attribute the rules below would miss; `undefined` means "use the rules". */
  attribute?(object: unknown, name: string): { readonly value: unknown } | undefined;
  /** A chance to make a call that needs more than the rules; `undefined` means "use the rules". */
  call?(
    callee: unknown,
    receiver: unknown,
    name: string,
    args: readonly unknown[],
    keywords: KeywordArguments,
  ): { readonly value: unknown } | undefined;
  /** Arithmetic and order of values that are not JavaScript's own (dates, durations, decimals): `Add Sub Mult Div Mod USub`, and `Order` (−1, 0, 1); `undefined` means "use the rules". */
  operate?(operator: string, left: unknown, right: unknown): unknown;
  /** A chance to do `object.name = value` in another way; true when done. */
  setAttribute?(object: unknown, name: string, value: unknown): boolean;
  /** `del object.name`, which JavaScript cannot tell a prototype's accessor; true when done. */
  deleteAttribute?(object: unknown, name: string): boolean;
  /** Where attributes cannot wait: loads one, so that it can be read. */
  load?(object: unknown, name: string): Promise<unknown> | undefined;
  /** Where queries answer later: what iterating over one gives. */
  rows?(value: unknown): Promise<Iterable<unknown>> | undefined;
  /** A class's name where its own `name` may be something else (a column). */
  className?(type: unknown): string | undefined;
  /** Enters a `with` block; the result is called at its end with the error, if any, and returns true to swallow it. */
  enter?(context: unknown, name: string): { readonly value: unknown; exit(error: unknown): boolean } | undefined;
  /** True when `error` is what Python's `except name` would catch. */
  catches(error: unknown, name: string): boolean;
  /** Collects `print`. */
  print?(line: string): void;
  /** Python's `repr` and `str` of the port's objects. */
  repr?(value: unknown): string | undefined;
}

/** Thrown for a snippet that uses Python this replay does not read; such a case counts as not run, never as passed. */
export class NotReadable extends Error {}

/** An error of Python's own that the snippet itself causes: `name` is its class (`AttributeError`, `ValueError` …). */
export class PythonError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** A Python tuple. */
export class Tuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** Names that orm.md section 1 spells otherwise than the rule. */
const RENAMED: Readonly<Record<string, string>> = { startswith: 'startsWith', endswith: 'endsWith' };

export const camel = (name: string): string =>
  name.startsWith('_')
    ? name
    : (RENAMED[name] ?? name.replace(/_+$/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));

/** What leaves a block early without being an error. */
class Return {
  constructor(readonly value: unknown) {}
}
class LoopExit {
  constructor(readonly kind: 'Break' | 'Continue') {}
}
const isSignal = (thrown: unknown): boolean =>
  thrown instanceof Return || thrown instanceof LoopExit || thrown instanceof NotReadable || thrown instanceof Suspended;
/** On functions of the snippet itself: takes keywords by name. */
const byName = Symbol('call with keywords');
type OwnFunction = ((...given: unknown[]) => unknown) & { [byName](given: readonly unknown[], keywords: KeywordArguments): unknown };
const isPlain = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
function readExpression(source: string): Node {
  try {
    return parseExpression(source);
  } catch (error) {
    throw new PythonError('SyntaxError', (error as Error).message);
  }
}

const node = (value: unknown): Node => value as Node;
const nodes = (value: unknown): readonly Node[] => (value as readonly Node[] | undefined) ?? [];

/** Numbers of both kinds and booleans, compared exactly: `1n` and `1` are equal, `2n ** 53n + 1n` and `2 ** 53` are not. */
const sameNumber = (a: bigint | number | boolean, b: bigint | number | boolean): boolean => {
  const [x, y] = [a, b].map((value) => (typeof value === 'boolean' ? Number(value) : value)) as [bigint | number, bigint | number];
  return !(x < y) && !(x > y) && Number(x) === Number(y);
};

/** One running snippet. Statements may be run one by one, so that the caller can watch what each of them emits. */
export class Replay {
  readonly #host: Host;
  readonly scope: Scope;
  /** Given where the host's session answers later. */
  journal: Journal | null = null;
  /** Bodies of classes, each with the scope around it: functions and lambdas written there do not see the class's names. */
  readonly #classBodies = new WeakMap<Scope, Scope>();

  constructor(host: Host, scope: Scope = new Map()) {
    this.#host = host;
    this.scope = scope;
  }

  /** @returns the value of an expression statement, `undefined` for any other */
  statement(statement: Node, scope: Scope = this.scope): unknown {
    if (statement._ === 'Expr') return this.evaluate(node(statement.value), scope);
    this.#execute(statement, scope);
    return undefined;
  }

  run(module: Node, scope: Scope = this.scope): unknown {
    let last: unknown;
    for (const statement of nodes(module.body)) last = this.statement(statement, scope);
    return last;
  }

  /** Reads a string such as `'User.name.desc()'` (given to a relationship) as a thunk. */
  thunk(source: string, scope: Scope = this.scope): () => unknown {
    return () => this.evaluate(readExpression(source), scope);
  }

  /** What may be done only once, where the statement is run again after a wait. */
  #step<T>(work: () => T, load?: () => Promise<unknown> | undefined): T {
    return this.journal === null ? work() : this.journal.step(work, load);
  }

  // ---- statements --------------------------------------------------------------------------------------------------
  #block(body: unknown, scope: Scope): void {
    for (const statement of nodes(body)) this.statement(statement, scope);
  }

  #execute(statement: Node, scope: Scope): void {
    switch (statement._) {
      case 'Assign': {
        const value = this.evaluate(node(statement.value), scope);
        for (const target of nodes(statement.targets)) this.#assign(target, value, scope);
        return;
      }
      case 'AnnAssign':
        if (statement.value) this.#assign(node(statement.target), this.evaluate(node(statement.value), scope), scope);
        return;
      case 'AugAssign': {
        const [target, operator] = [node(statement.target), node(statement.op)._];
        const [left, right] = [this.evaluate(target, scope), this.evaluate(node(statement.value), scope)];
        if (operator === 'Add' && Array.isArray(left) && !(left instanceof Tuple)) {
          left.push(...this.#iterate(right));
          this.#assign(target, left, scope);
        } // a list grows in place
        else this.#assign(target, this.#binary(operator, left, right), scope);
        return;
      }
      case 'Delete':
        for (const target of nodes(statement.targets)) this.#delete(target, scope);
        return;
      case 'Pass':
        return;
      case 'If':
        this.#block(this.#truth(this.evaluate(node(statement.test), scope)) ? statement.body : statement.orelse, scope);
        return;
      case 'For':
        for (const item of this.#iterate(this.evaluate(node(statement.iter), scope))) {
          this.#assign(node(statement.target), item, scope);
          if (!this.#turn(statement.body, scope)) return;
        }
        this.#block(statement.orelse, scope);
        return;
      case 'While':
        while (this.#truth(this.evaluate(node(statement.test), scope))) if (!this.#turn(statement.body, scope)) return;
        this.#block(statement.orelse, scope);
        return;
      case 'Break':
      case 'Continue':
        throw new LoopExit(statement._);
      case 'Assert':
        if (!this.#truth(this.evaluate(node(statement.test), scope)))
          throw new PythonError('AssertionError', statement.msg ? this.#string(this.evaluate(node(statement.msg), scope)) : '');
        return;
      case 'Return':
        throw new Return(statement.value ? this.evaluate(node(statement.value), scope) : null);
      case 'Raise':
        throw this.evaluate(node(statement.exc), scope);
      case 'Try':
        this.#try(statement, scope);
        return;
      case 'With':
        this.#with(statement, scope);
        return;
      case 'FunctionDef': {
        let made: unknown = this.#function(node(statement.args), statement.body, scope);
        for (const decorator of [...nodes(statement.decorator_list)].reverse())
          made = (this.evaluate(decorator, scope) as (f: unknown) => unknown)(made);
        scope.set(statement.name as string, made);
        return;
      }
      case 'ClassDef':
        this.#class(statement, scope);
        return;
      case 'Import':
      case 'ImportFrom':
        return; // what a snippet imports is among the host's globals
      default:
        throw new NotReadable(statement._);
    }
  }

  /** One turn of a loop; false after `break`. */
  #turn(body: unknown, scope: Scope): boolean {
    try {
      this.#block(body, scope);
    } catch (signal) {
      if (!(signal instanceof LoopExit)) throw signal;
      return signal.kind === 'Continue';
    }
    return true;
  }

  #try(statement: Node, scope: Scope): void {
    let isSuspended = false;
    try {
      try {
        this.#block(statement.body, scope);
      } catch (error) {
        isSuspended = error instanceof Suspended;
        if (isSignal(error)) throw error;
        const handler = nodes(statement.handlers).find(
          (h) =>
            !h.type ||
            (node(h.type)._ === 'Tuple' ? nodes(node(h.type).elts) : [node(h.type)]).some((t) =>
              this.#catches(error, (t.id ?? t.attr) as string),
            ),
        );
        if (!handler) throw error;
        if (handler.name) scope.set(handler.name as string, error);
        this.#block(handler.body, scope);
        return;
      }
      this.#block(statement.orelse, scope);
    } catch (error) {
      isSuspended ||= error instanceof Suspended;
      throw error;
    } finally {
      if (!isSuspended) this.#block(statement.finalbody, scope);
    }
  }
  #catches(error: unknown, name: string): boolean {
    return error instanceof PythonError
      ? error.name === name || name === 'Exception' || (name === 'LookupError' && /^(Key|Index)Error$/.test(error.name))
      : this.#host.catches(error, name);
  }

  #with(statement: Node, scope: Scope): void {
    const [item, ...rest] = nodes(statement.items);
    if (!item || rest.length) throw new NotReadable('with of several');
    const expression = node(item.context_expr);
    const callee = expression._ === 'Call' ? node(expression.func) : expression;
    const context = this.evaluate(expression, scope);
    const entered = this.#step(() => this.#host.enter?.(context, (callee.attr ?? callee.id) as string));
    if (!entered) throw new NotReadable(`with ${String(callee.attr ?? callee.id)}`);
    if (item.optional_vars) this.#assign(node(item.optional_vars), entered.value, scope);
    try {
      this.#block(statement.body, scope);
    } catch (error) {
      if (error instanceof Suspended) throw error;
      if (!isSignal(error)) {
        if (!this.#step(() => entered.exit(error))) throw error;
        return;
      }
      this.#step(() => entered.exit(undefined));
      throw error;
    }
    this.#step(() => entered.exit(undefined));
  }

  #class(statement: Node, scope: Scope): void {
    const members: Scope = new Map();
    const inner: Scope = new Map(scope);
    this.#classBodies.set(inner, scope);
    for (const part of nodes(statement.body)) {
      if (part._ === 'Pass' || (part._ === 'Expr' && node(part.value)._ === 'Constant')) continue;
      if (part._ === 'AnnAssign') {
        if (part.value) {
          const [name, value] = [node(part.target).id as string, this.evaluate(node(part.value), inner)];
          inner.set(name, value);
          members.set(name, value);
        }
        continue;
      }
      if (part._ === 'Assign') {
        const value = this.evaluate(node(part.value), inner);
        for (const target of nodes(part.targets)) {
          inner.set(target.id as string, value);
          members.set(target.id as string, value);
        }
        continue;
      }
      if (part._ === 'FunctionDef') {
        this.#execute(part, inner);
        members.set(part.name as string, inner.get(part.name as string));
        continue;
      }
      throw new NotReadable(`class body: ${part._}`);
    }
    scope.set(
      statement.name as string,
      this.#host.defineClass(
        statement.name as string,
        nodes(statement.bases).map((base) => this.evaluate(base, scope)),
        members,
      ),
    );
  }

  #assign(target: Node, value: unknown, scope: Scope): void {
    switch (target._) {
      case 'Name':
        scope.set(target.id as string, value);
        return;
      case 'Tuple':
      case 'List': {
        const [parts, values] = [nodes(target.elts), [...this.#iterate(value)]];
        const star = parts.findIndex((part) => part._ === 'Starred');
        if (star < 0 ? values.length !== parts.length : values.length < parts.length - 1)
          throw new PythonError('ValueError', `${values.length} values for ${parts.length} names`);
        if (star >= 0) values.splice(star, values.length - parts.length + 1, values.slice(star, star + values.length - parts.length + 1));
        for (const [i, part] of parts.entries()) this.#assign(part._ === 'Starred' ? node(part.value) : part, values[i], scope);
        return;
      }
      case 'Attribute': {
        const owner = this.evaluate(node(target.value), scope) as Record<string, unknown>;
        this.#step(
          () => {
            if (this.#host.setAttribute?.(owner, target.attr as string, value)) return;
            owner[this.#attributeName(owner, target.attr as string)] = value;
          },
          () => this.#host.load?.(owner, target.attr as string),
        );
        return;
      }
      case 'Subscript': {
        const owner = this.evaluate(node(target.value), scope) as object;
        const index = node(target.slice);
        if (index._ === 'Slice') {
          const list = owner as unknown[];
          const [from, to] = this.#bounds(index, list.length, scope);
          const items = [...this.#iterate(value)];
          this.#step(() => list.splice(from, Math.max(0, to - from), ...items));
          return;
        }
        const key = this.evaluate(index, scope);
        this.#step(() => {
          if (Array.isArray(owner)) owner[this.#index(key as number, owner.length)] = value;
          else if (owner instanceof Map) owner.set(key, value);
          else (owner as Record<string, unknown>)[key as string] = value;
        });
        return;
      }
      default:
        throw new NotReadable(`assignment to ${target._}`);
    }
  }

  #delete(target: Node, scope: Scope): void {
    if (target._ === 'Name') {
      scope.delete(target.id as string);
      return;
    }
    const owner = this.evaluate(node(target.value), scope) as Record<string, unknown>;
    if (target._ === 'Attribute') {
      const name = this.#attributeName(owner, target.attr as string);
      if (!this.#host.deleteAttribute?.(owner, name)) delete owner[name];
      return;
    }
    const index = node(target.slice);
    if (Array.isArray(owner)) {
      if (index._ === 'Slice') {
        const [from, to] = this.#bounds(index, owner.length, scope);
        owner.splice(from, Math.max(0, to - from));
      } else owner.splice(this.#index(this.evaluate(index, scope) as number, owner.length), 1);
      return;
    }
    const key = this.evaluate(index, scope);
    if (owner instanceof Map) owner.delete(key);
    else delete owner[key as string];
  }

  // ---- expressions -------------------------------------------------------------------------------------------------
  evaluate(expression: Node, scope: Scope = this.scope): unknown {
    switch (expression._) {
      case 'Constant':
        return this.#constant(expression.value);
      case 'Name':
        return this.#name(expression.id as string, scope);
      case 'Attribute':
        return this.#get(this.evaluate(node(expression.value), scope), expression.attr as string);
      case 'Call':
        return this.#call(expression, scope);
      case 'List':
        return this.#elements(expression.elts, scope);
      case 'Tuple':
        return Tuple.of(...this.#elements(expression.elts, scope));
      case 'Set':
        return new Set(this.#elements(expression.elts, scope));
      case 'Dict': {
        const values = nodes(expression.values);
        return this.#dict(nodes(expression.keys).map((key, i) => [this.evaluate(key, scope), this.evaluate(values[i]!, scope)]));
      }
      case 'DictComp':
        return this.#dict(
          this.#comprehension({ ...expression, elt: { _: 'Tuple', elts: [expression.key, expression.value] } }, scope) as [
            unknown,
            unknown,
          ][],
        );
      case 'Compare':
        return this.#compareChain(expression, scope);
      case 'BoolOp': {
        const isAnd = node(expression.op)._ === 'And';
        let value: unknown;
        for (const part of nodes(expression.values)) {
          value = this.evaluate(part, scope);
          if (this.#truth(value) !== isAnd) return value;
        }
        return value;
      }
      case 'UnaryOp':
        return this.#unary(node(expression.op)._, this.evaluate(node(expression.operand), scope));
      case 'BinOp':
        return this.#binary(
          node(expression.op)._,
          this.evaluate(node(expression.left), scope),
          this.evaluate(node(expression.right), scope),
        );
      case 'IfExp':
        return this.evaluate(node(this.#truth(this.evaluate(node(expression.test), scope)) ? expression.body : expression.orelse), scope);
      case 'Lambda':
        return this.#function(node(expression.args), [{ _: 'Return', value: expression.body }], scope);
      case 'ListComp':
      case 'GeneratorExp':
        return this.#comprehension(expression, scope);
      case 'SetComp':
        return new Set(this.#comprehension(expression, scope));
      case 'Subscript':
        return this.#subscript(expression, scope);
      case 'Starred':
        throw new NotReadable('starred outside a call');
      case 'JoinedStr':
        return nodes(expression.values)
          .map((part) => {
            if (part._ === 'Constant') return part.value;
            if (part.format_spec) throw new NotReadable('format specification');
            const value = this.evaluate(node(part.value), scope);
            return part.conversion === 114 ? this.#repr(value) : this.#string(value);
          })
          .join('');
      default:
        throw new NotReadable(expression._);
    }
  }

  #constant(value: unknown): unknown {
    if (value === undefined || value === null) return null;
    if (typeof value === 'object') {
      const tagged = value as { __int__?: string; __float__?: string; __bytes__?: string };
      if (tagged.__int__ !== undefined) return BigInt(tagged.__int__);
      if (tagged.__float__ !== undefined) return Number(tagged.__float__.replace('inf', 'Infinity')); // Number('nan') is NaN
      if (tagged.__bytes__ !== undefined) return Uint8Array.from(tagged.__bytes__.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      throw new NotReadable('constant');
    }
    return value;
  }

  #name(name: string, scope: Scope): unknown {
    if (scope.has(name)) return scope.get(name);
    if (this.scope.has(name)) return this.scope.get(name);
    if (this.#host.globals.has(name)) return this.#host.globals.get(name);
    if (Object.hasOwn(this.#builtins, name)) return this.#builtins[name];
    throw new NotReadable(`name ${name}`);
  }

  /** The port's name of a Python attribute: as written where the object has it, else in camel case. */
  #attributeName(owner: object, name: string): string {
    return name in owner ? name : camel(name) in owner ? camel(name) : name;
  }

  #dict(entries: readonly (readonly [unknown, unknown])[]): unknown {
    return entries.every(([key]) => typeof key === 'string' || typeof key === 'number') ? Object.fromEntries(entries as [PropertyKey, unknown][]) : new Map(entries);
  }

  #get(owner: unknown, name: string): unknown {
    const answered = this.#host.attribute?.(owner, name);
    if (answered) return answered.value;
    if (owner === null || owner === undefined) throw new PythonError('AttributeError', `'NoneType' object has no attribute '${name}'`);
    if (name === '__name__' && typeof owner === 'function') return this.#className(owner);
    if (name === '__class__') return (owner as object).constructor;
    const methods: object | undefined = Array.isArray(owner)
      ? this.#listMethods
      : typeof owner === 'string'
        ? this.#stringMethods
        : owner instanceof Set
          ? this.#setMethods
          : owner instanceof Map || isPlain(owner)
            ? this.#dictMethods
            : undefined;
    if (methods && Object.hasOwn(methods, name))
      return (...args: unknown[]) => (methods as Record<string, (self: unknown, ...rest: unknown[]) => unknown>)[name]!(owner, ...args);
    const unbound =
      typeof owner === 'function' && Object.hasOwn(owner, 'method') ? (owner as unknown as { method: unknown }).method : owner; // `func.schema.name`: the function itself, not its bound form
    const object = Object(unbound) as Record<string, unknown>;
    const key = this.#attributeName(object, name);
    if (!(key in object))
      throw new PythonError(
        'AttributeError',
        `${typeof owner === 'function' ? `type object '${this.#className(owner)}'` : `'${this.#className(object.constructor)}' object`} has no attribute '${name}'`,
      );
    const value = this.#step(
      () => object[key],
      () => this.#host.load?.(owner, key),
    );
    return typeof value === 'function' && !this.#isClass(value) && !this.#host.isSql(value)
      ? Object.assign((...args: unknown[]) => Reflect.apply(value, owner, args), { receiver: owner, method: value, pythonName: name })
      : value;
  }

  #className(type: unknown): string {
    return (
      this.#host.className?.(type) ??
      /^class\s+(?!extends\b)([\w$]+)/.exec(Function.prototype.toString.call(type))?.[1] ??
      String((type as { name?: unknown }).name)
    );
  }
  #isClass(value: unknown): boolean {
    return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
  }

  readonly #isPure = (callee: unknown): boolean => callee !== this.#builtins['print'] && Object.values(this.#builtins).includes(callee as never);

  #call(expression: Node, scope: Scope): unknown {
    const func = node(expression.func);
    const callee = this.evaluate(func, scope) as ((...args: unknown[]) => unknown) & { receiver?: unknown; method?: unknown };
    const name = (func.attr ?? func.id ?? '') as string;
    const args: unknown[] = [];
    for (const arg of nodes(expression.args)) {
      if (arg._ === 'Starred') args.push(...this.#iterate(this.evaluate(node(arg.value), scope)));
      else args.push(this.evaluate(arg, scope));
    }
    const target = callee?.method ?? callee;
    const keeps = this.#host.keepsKeywords(target, name);
    const keywords: KeywordArguments = {};
    for (const keyword of nodes(expression.keywords)) {
      const value = this.evaluate(node(keyword.value), scope);
      if (keyword.arg === undefined) Object.assign(keywords, value);
      else keywords[keeps ? (keyword.arg as string) : camel(keyword.arg as string)] = value;
    }
    if (keeps && this.#isClass(target)) for (const [key, value] of Object.entries(keywords)) if (value === null) delete keywords[key];
    if (typeof target === 'function' && byName in target) return (target as unknown as OwnFunction)[byName](args, keywords);
    const run = (): unknown => {
      const answered = this.#host.call?.(target, callee?.receiver, name, args, keywords);
      if (answered) return answered.value;
      if (typeof callee !== 'function') throw new NotReadable(`call of ${name}`);
      const given = Object.keys(keywords).length || (keeps && name !== 'values') ? [...args, keywords] : args;
      return this.#isClass(callee) ? Reflect.construct(callee, given) : callee(...given);
    };
    // what calls functions of the snippet takes its steps itself
    const calls = [...args, ...Object.values(keywords)].some((each) => typeof each === 'function' && byName in each);
    return calls || this.#isPure(callee) ? run() : this.#step(run);
  }

  #elements(elements: unknown, scope: Scope): unknown[] {
    return nodes(elements).flatMap((part) =>
      part._ === 'Starred' ? [...this.#iterate(this.evaluate(node(part.value), scope))] : [this.evaluate(part, scope)],
    );
  }

  #function(args: Node, body: unknown, closure: Scope): OwnFunction {
    const names = nodes(args.args).map((arg) => arg.arg as string);
    const only = nodes(args.kwonlyargs).map((arg) => arg.arg as string);
    const late = nodes(args.defaults);
    const defaults = new Map<string, unknown>(); // taken when the function is made, as in Python
    for (const [i, value] of late.entries()) defaults.set(names[names.length - late.length + i]!, this.evaluate(value, closure));
    ((args.kw_defaults as readonly (Node | null)[] | undefined) ?? []).forEach((value, i) => {
      if (value) defaults.set(only[i]!, this.evaluate(value, closure));
    });
    const around = this.#classBodies.get(closure) ?? closure;
    const call = (given: readonly unknown[], keywords: KeywordArguments): unknown => {
      const local: Scope = new Map(around);
      const rest = { ...keywords };
      for (const [i, name] of [...names, ...only].entries()) {
        if (i < names.length && i < given.length) local.set(name, given[i]);
        else if (name in rest) {
          local.set(name, rest[name]);
          delete rest[name];
        } else if (defaults.has(name)) local.set(name, defaults.get(name));
        else throw new PythonError('TypeError', `missing argument '${name}'`);
      }
      if (args.vararg) local.set(node(args.vararg).arg as string, Tuple.of(...given.slice(names.length)));
      else if (given.length > names.length) throw new PythonError('TypeError', `${names.length} arguments wanted, ${given.length} given`);
      if (args.kwarg) local.set(node(args.kwarg).arg as string, rest);
      try {
        this.#block(body, local);
      } catch (signal) {
        if (signal instanceof Return) return signal.value;
        throw signal;
      }
      return null;
    };
    const made = Object.assign((...given: unknown[]) => call(given, {}), { [byName]: call });
    return Object.defineProperty(made, 'length', { value: names.length });
  }

  #comprehension(expression: Node, scope: Scope): unknown[] {
    const made: unknown[] = [];
    const walk = (rest: readonly Node[], local: Scope): void => {
      const [first, ...others] = rest;
      if (!first) {
        made.push(this.evaluate(node(expression.elt), local));
        return;
      }
      for (const item of this.#iterate(this.evaluate(node(first.iter), local))) {
        const inner: Scope = new Map(local);
        this.#assign(node(first.target), item, inner);
        if (nodes(first.ifs).every((test) => this.#truth(this.evaluate(test, inner)))) walk(others, inner);
      }
    };
    walk(nodes(expression.generators), new Map(scope));
    return made;
  }

  #subscript(expression: Node, scope: Scope): unknown {
    const owner = this.evaluate(node(expression.value), scope);
    const index = node(expression.slice);
    if (index._ === 'Slice') {
      if (typeof owner === 'string' || Array.isArray(owner)) {
        const [from, to] = this.#bounds(index, owner.length, scope);
        return owner.slice(from, to);
      }
      const [from, to] = [index.lower, index.upper].map((bound) => (bound ? this.evaluate(node(bound), scope) : undefined));
      return [...this.#iterate((owner as { slice(from?: unknown, to?: unknown): unknown }).slice(from ?? 0, to))]; // a slice of a query is a list
    }
    const key = this.evaluate(index, scope);
    if (this.#host.isSql(owner)) return this.#sqlMethod(owner, 'at', [key]);
    if (typeof owner === 'string' || Array.isArray(owner)) {
      const at = this.#index(key as number, owner.length);
      if (!(at in Object(owner))) throw new PythonError('IndexError', 'index out of range');
      return owner[at];
    }
    if (owner instanceof Map || isPlain(owner)) {
      if (!(owner instanceof Map ? owner.has(key) : Object.hasOwn(owner, key as string)))
        throw new PythonError('KeyError', this.#repr(key));
      return owner instanceof Map ? owner.get(key) : owner[key as string];
    }
    const object = owner as { all?(): unknown[]; slice?(from: number, to: number): unknown; [key: string]: unknown };
    if (typeof key === 'number' && typeof object.all === 'function' && typeof object.slice === 'function')
      return key < 0 ? object.all().at(key) : [...this.#iterate(object.slice(key, key + 1))][0];
    return typeof key === 'number' && key < 0 ? [...this.#iterate(owner)].at(key) : object[key as string];
  }

  #index(index: number, length: number): number {
    return index < 0 ? length + index : index;
  }
  #bounds(slice: Node, length: number, scope: Scope): [number, number] {
    const bound = (value: unknown, otherwise: number): number => {
      if (!value) return otherwise;
      const n = this.evaluate(node(value), scope) as number;
      return Math.max(0, Math.min(length, n < 0 ? length + n : n));
    };
    return [bound(slice.lower, 0), bound(slice.upper, length)];
  }

  // ---- operators ---------------------------------------------------------------------------------------------------
  #sqlMethod(owner: unknown, method: string, args: readonly unknown[]): unknown {
    const found = (owner as Record<string, unknown>)[method];
    if (typeof found !== 'function') throw new PythonError('TypeError', `unsupported operand type(s) for ${method}`);
    return found.apply(owner, args);
  }

  #compareChain(expression: Node, scope: Scope): unknown {
    let left = this.evaluate(node(expression.left), scope);
    let result: unknown = true;
    const operators = nodes(expression.ops);
    const rights = nodes(expression.comparators);
    for (const [i, operator] of operators.entries()) {
      const right = this.evaluate(rights[i]!, scope);
      result = this.#compare(operator._, left, right);
      if (operators.length > 1 && !this.#truth(result)) return result;
      left = right;
    }
    return result;
  }

  static readonly #sqlComparisons: Readonly<Record<string, readonly [forward: string, backward: string]>> = {
    Eq: ['eq', 'eq'],
    NotEq: ['ne', 'ne'],
    Lt: ['lt', 'gt'],
    LtE: ['le', 'ge'],
    Gt: ['gt', 'lt'],
    GtE: ['ge', 'le'],
  };
  static readonly #sqlBinaries: Readonly<Record<string, string>> = {
    Add: 'add',
    Sub: 'sub',
    Mult: 'mul',
    Div: 'div',
    Mod: 'mod',
    FloorDiv: 'floordiv',
    BitAnd: 'and',
    BitOr: 'or',
  };

  #compare(operator: string, left: unknown, right: unknown): unknown {
    const sql = Replay.#sqlComparisons[operator];
    if (sql && this.#host.isSql(left)) return this.#sqlMethod(left, sql[0], [right]);
    if (sql && this.#host.isSql(right)) return this.#sqlMethod(right, sql[1], [left]);
    switch (operator) {
      case 'Eq':
        return this.#equal(left, right);
      case 'NotEq':
        return !this.#equal(left, right);
      case 'Lt':
        return this.#order(left, right) < 0;
      case 'LtE':
        return this.#order(left, right) <= 0;
      case 'Gt':
        return this.#order(left, right) > 0;
      case 'GtE':
        return this.#order(left, right) >= 0;
      case 'Is':
        return (left ?? null) === (right ?? null);
      case 'IsNot':
        return (left ?? null) !== (right ?? null);
      case 'In':
        return this.#contains(right, left);
      case 'NotIn':
        return !this.#contains(right, left);
      default:
        throw new NotReadable(operator);
    }
  }

  #contains(container: unknown, item: unknown): boolean {
    if (typeof container === 'string') return container.includes(item as string);
    const has = (container as { has?(value: unknown): boolean }).has;
    if (typeof has === 'function' && !Array.isArray(container)) return has.call(container, item);
    if (isPlain(container)) return Object.hasOwn(container, item as string);
    return [...this.#iterate(container)].some((value) => this.#equal(value, item));
  }

  #equal(left: unknown, right: unknown): boolean {
    const [a, b] = [left ?? null, right ?? null];
    if (a === b) return true;
    if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((value) => this.#contains([...b], value));
    if (a && b && typeof a === 'object' && typeof b === 'object') {
      const ordered = this.#host.operate?.('Order', a, b);
      if (ordered !== undefined) return ordered === 0;
      const equals = (a as { equals?(other: unknown): boolean }).equals;
      if (typeof equals === 'function') return a.constructor === b.constructor && equals.call(a, b);
      if (isPlain(a) && isPlain(b)) {
        const keys = Object.keys(a);
        return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && this.#equal(a[key], b[key]));
      }
      if ((Array.isArray(a) || Array.isArray(b) || ArrayBuffer.isView(a)) && Symbol.iterator in a && Symbol.iterator in b) {
        const [x, y] = [[...this.#iterate(a)], [...this.#iterate(b)]];
        return x.length === y.length && x.every((value, i) => this.#equal(value, y[i]));
      } // lists, tuples, rows, bytes
    }
    const isNumber = (value: unknown): value is number =>
      typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
    return isNumber(a) && isNumber(b) && sameNumber(a, b); // 1 == True, 1n == 1
  }

  #unary(operator: string, operand: unknown): unknown {
    if (operator === 'Not') return !this.#truth(operand);
    if (this.#host.isSql(operand))
      return this.#sqlMethod(operand, ({ Invert: 'not', USub: 'neg' } as Record<string, string>)[operator] ?? operator, []);
    switch (operator) {
      case 'USub':
        return this.#host.operate?.('USub', operand, null) ?? (typeof operand === 'bigint' ? -operand : -(operand as number));
      default:
        throw new NotReadable(operator);
    }
  }

  #binary(operator: string, left: unknown, right: unknown): unknown {
    const sql = Replay.#sqlBinaries[operator];
    if (sql && this.#host.isSql(left)) return this.#sqlMethod(left, sql, [right]);
    if (sql && this.#host.isSql(right)) return this.#sqlMethod(this.#host.literal(left, right), sql, [right]);
    const own = typeof left === 'object' || typeof right === 'object' ? this.#host.operate?.(operator, left, right) : undefined;
    if (own !== undefined) return own;
    const [a, b] = [left as number, right as number];
    switch (operator) {
      case 'Add':
        return left instanceof Tuple
          ? Tuple.of(...left, ...this.#iterate(right))
          : Array.isArray(left)
            ? [...left, ...this.#iterate(right)]
            : a + b;
      case 'Sub':
        return left instanceof Set ? new Set([...left].filter((value) => !(right as Set<unknown>).has(value))) : a - b;
      case 'BitAnd':
        return left instanceof Set ? new Set([...left].filter((value) => (right as Set<unknown>).has(value))) : a & b;
      case 'BitOr':
        return left instanceof Set
          ? new Set([...left, ...(right as Set<unknown>)])
          : isPlain(left)
            ? { ...left, ...(right as object) }
            : a | b;
      case 'Mult':
        return typeof left === 'string' ? left.repeat(b) : Array.isArray(left) ? Array.from({ length: b }, () => [...left]).flat() : a * b;
      case 'Div':
        return a / b;
      case 'FloorDiv':
        return typeof left === 'bigint' ? (left as bigint) / BigInt(right as number) : Math.floor(a / b);
      case 'Mod':
        return typeof left === 'string' ? this.#percent(left, right) : ((a % b) + b) % b;
      case 'Pow': {
        const power = a ** b;
        return Number.isSafeInteger(power) || !Number.isInteger(a) ? power : BigInt(a) ** BigInt(b);
      }
      default:
        throw new NotReadable(operator);
    }
  }

  #percent(format: string, value: unknown): string {
    const values = value instanceof Tuple ? [...value] : [value];
    return format.replace(
      /%(?:\((\w+)\))?([-0]?)(\d*)(?:\.(\d+))?([a-z%])/g,
      (_, key: string | undefined, flag: string, width: string, digits: string | undefined, kind: string) => {
        if (kind === '%') return '%';
        const item = key === undefined ? values.shift() : (value as Record<string, unknown>)[key];
        const text =
          kind === 's'
            ? this.#string(item)
            : kind === 'r'
              ? this.#repr(item)
              : kind === 'd'
                ? String(typeof item === 'bigint' ? item : Math.trunc(Number(item)))
                : kind === 'f'
                  ? Number(item).toFixed(Number(digits ?? 6))
                  : undefined;
        if (text === undefined) throw new NotReadable(`%${kind}`);
        return flag === '-' ? text.padEnd(Number(width)) : text.padStart(Number(width), flag || ' ');
      },
    );
  }

  #truth(value: unknown): boolean {
    if (this.#host.isSql(value)) throw new PythonError('TypeError', 'Boolean value of this clause is not defined');
    if (Array.isArray(value) || typeof value === 'string') return value.length > 0;
    if (value instanceof Set || value instanceof Map) return value.size > 0;
    if (isPlain(value)) return Object.keys(value).length > 0;
    return Boolean(value);
  }

  #iterate(value: unknown): Iterable<unknown> {
    const rows = this.journal === null ? undefined : this.#step(() => this.#host.rows?.(value));
    if (rows !== undefined) return rows as unknown as Iterable<unknown>;
    if (isPlain(value)) return Object.keys(value);
    if (value instanceof Map) return value.keys();
    if (value !== null && value !== undefined && typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function')
      return value as Iterable<unknown>;
    throw new NotReadable('iteration');
  }

  #repr(value: unknown): string {
    const own = this.#host.repr?.(value);
    if (own !== undefined) return own;
    if (value === null || value === undefined) return 'None';
    if (value === true || value === false) return value ? 'True' : 'False';
    if (typeof value === 'string')
      return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replace(/[\\']/g, '\\$&')}'`;
    const items = (list: Iterable<unknown>): string => Array.from(list, (item) => this.#repr(item)).join(', ');
    if (value instanceof Tuple) return `(${items(value)}${value.length === 1 ? ',' : ''})`;
    if (Array.isArray(value)) return `[${items(value)}]`;
    if (value instanceof Set) return value.size ? `{${items(value)}}` : 'set()';
    if (value instanceof Map || isPlain(value))
      return `{${[...(value instanceof Map ? value : Object.entries(value))].map(([key, item]) => `${this.#repr(key)}: ${this.#repr(item)}`).join(', ')}}`;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
    return String(value);
  }
  #string(value: unknown): string {
    return typeof value === 'string'
      ? value
      : value instanceof Error
        ? value.message
        : value !== null &&
            typeof value === 'object' &&
            !Array.isArray(value) &&
            !(value instanceof Set) &&
            !(value instanceof Map) &&
            !isPlain(value)
          ? String(value)
          : this.#repr(value);
  }

  readonly #listMethods = {
    append: (list: unknown[], item: unknown) => {
      list.push(item);
      return null;
    },
    extend: (list: unknown[], items: unknown) => {
      list.push(...this.#iterate(items));
      return null;
    },
    insert: (list: unknown[], index: number, item: unknown) => {
      list.splice(index, 0, item);
      return null;
    },
    remove: (list: unknown[], item: unknown) => {
      list.splice(this.#find(list, item, 'list.remove(x): x not in list'), 1);
      return null;
    },
    pop: (list: unknown[], index = -1) => {
      if (!list.length) throw new PythonError('IndexError', 'pop from empty list');
      return list.splice(this.#index(index, list.length), 1)[0];
    },
    clear: (list: unknown[]) => {
      list.splice(0);
      return null;
    },
    copy: (list: unknown[]) => [...list],
    index: (list: unknown[], item: unknown) => this.#find(list, item, `${this.#repr(item)} is not in list`),
    count: (list: unknown[], item: unknown) => list.filter((value) => this.#equal(value, item)).length,
    reverse: (list: unknown[]) => {
      list.reverse();
      return null;
    },
    sort: (list: unknown[], options?: { key?: (value: unknown) => unknown; reverse?: boolean }) => {
      const key = options?.key ?? ((value: unknown) => value);
      list.sort((a, b) => (options?.reverse ? -1 : 1) * this.#order(key(a), key(b)));
      return null;
    },
  };
  #find(list: unknown[], item: unknown, message: string): number {
    const at = list.findIndex((value) => this.#equal(value, item));
    if (at < 0) throw new PythonError('ValueError', message);
    return at;
  }
  readonly #stringMethods = {
    upper: (text: string) => text.toUpperCase(),
    lower: (text: string) => text.toLowerCase(),
    title: (text: string) => text.toLowerCase().replace(/\b\p{L}/gu, (letter) => letter.toUpperCase()),
    strip: (text: string) => text.trim(),
    split: (text: string, by?: string) => (by === undefined ? text.trim().split(/\s+/) : text.split(by)),
    replace: (text: string, from: string, to: string) => text.replaceAll(from, to),
    startswith: (text: string, part: string) => text.startsWith(part),
    endswith: (text: string, part: string) => text.endsWith(part),
    join: (text: string, parts: unknown) => [...this.#iterate(parts)].join(text),
    format: () => {
      throw new NotReadable('str.format');
    },
  };
  readonly #setMethods = {
    remove: (set: Set<unknown>, item: unknown) => {
      if (!set.delete(item)) throw new PythonError('KeyError', this.#repr(item));
      return null;
    },
    discard: (set: Set<unknown>, item: unknown) => {
      set.delete(item);
      return null;
    },
    add: (set: Set<unknown>, item: unknown) => {
      set.add(item);
      return null;
    },
    update: (set: Set<unknown>, items: unknown) => {
      for (const item of this.#iterate(items)) set.add(item);
      return null;
    },
    clear: (set: Set<unknown>) => {
      set.clear();
      return null;
    },
  };
  readonly #dictMethods = {
    keys: (dict: object) => [...this.#iterate(dict)],
    values: (dict: object) => (dict instanceof Map ? [...dict.values()] : Object.values(dict)),
    items: (dict: object) => [...(dict instanceof Map ? dict : Object.entries(dict))].map((pair) => Tuple.of(...pair)),
    get: (dict: object, key: unknown, otherwise: unknown = null) =>
      this.#contains(dict, key) ? (dict instanceof Map ? dict.get(key) : (dict as Record<string, unknown>)[key as string]) : otherwise,
    update: (dict: object, other: object) => {
      for (const key of this.#iterate(other)) {
        const value = other instanceof Map ? other.get(key) : (other as Record<string, unknown>)[key as string];
        if (dict instanceof Map) dict.set(key, value);
        else (dict as Record<string, unknown>)[key as string] = value;
      }
      return null;
    },
  };
  #order(a: unknown, b: unknown): number {
    if (Array.isArray(a) && Array.isArray(b)) {
      for (const [i, value] of a.entries()) {
        if (i >= b.length) return 1;
        const order = this.#order(value, b[i]);
        if (order) return order;
      }
      return a.length - b.length;
    }
    if (a === null || b === null || a === undefined || b === undefined)
      throw new PythonError('TypeError', `'<' not supported between ${this.#repr(a)} and ${this.#repr(b)}`);
    const own = typeof a === 'object' || typeof b === 'object' ? this.#host.operate?.('Order', a, b) : undefined;
    if (own !== undefined) return own as number;
    return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
  }
  #extreme(args: readonly unknown[], sign: 1 | -1): unknown {
    const options =
      args.length > 1 && isPlain(args.at(-1)) ? (args.at(-1) as { key?: (value: unknown) => unknown; default?: unknown }) : undefined;
    const given = options ? args.slice(0, -1) : args;
    const [first, ...others] = given.length === 1 ? [...this.#iterate(given[0])] : given;
    if (first === undefined) {
      if (options && 'default' in options) return options.default;
      throw new PythonError('ValueError', 'empty sequence');
    }
    const key = options?.key ?? ((value: unknown) => value);
    return others.reduce((best, value) => (sign * this.#order(key(value), key(best)) < 0 ? value : best), first);
  }

  #isInstance(value: unknown, type: unknown): boolean {
    switch (type) {
      case this.#builtins['str']:
        return typeof value === 'string';
      case this.#builtins['bool']:
        return typeof value === 'boolean';
      case this.#builtins['int']:
        return typeof value === 'bigint' || Number.isInteger(value);
      case this.#builtins['float']:
        return typeof value === 'number' && !Number.isInteger(value);
      case this.#builtins['tuple']:
        return value instanceof Tuple;
      case this.#builtins['list']:
        return Array.isArray(value) && !(value instanceof Tuple);
      case this.#builtins['dict']:
        return value instanceof Map || isPlain(value);
      default:
        return value instanceof (type as abstract new (...args: never[]) => unknown);
    }
  }

  readonly #builtins: Readonly<Record<string, (...args: never[]) => unknown>> = {
    len: (value: { length?: number; size?: number }) => value.length ?? value.size ?? [...this.#iterate(value)].length,
    list: (value?: unknown) => (value === undefined ? [] : [...this.#iterate(value)]),
    tuple: (value?: unknown) => Tuple.of(...(value === undefined ? [] : this.#iterate(value))),
    set: (value?: unknown) => new Set(value === undefined ? [] : this.#iterate(value)),
    frozenset: (value?: unknown) => new Set(value === undefined ? [] : this.#iterate(value)),
    dict: (value?: unknown) =>
      value instanceof Map
        ? new Map(value)
        : value === undefined || isPlain(value)
          ? { ...value }
          : this.#dict([...this.#iterate(value)] as [unknown, unknown][]),
    reversed: (value: unknown) => [...this.#iterate(value)].reverse(),
    enumerate: (value: unknown, start = 0) => Array.from(this.#iterate(value), (item, i) => Tuple.of(i + start, item)),
    zip: (...lists: unknown[]) => {
      const rows = lists.map((list) => [...this.#iterate(list)]);
      return Array.from({ length: Math.min(...rows.map((row) => row.length)) }, (_, i) => Tuple.of(...rows.map((row) => row[i])));
    },
    map: (f: (...items: unknown[]) => unknown, ...lists: unknown[]) => {
      const rows = lists.map((list) => [...this.#iterate(list)]);
      return Array.from({ length: Math.min(...rows.map((row) => row.length)) }, (_, i) => f(...rows.map((row) => row[i])));
    },
    filter: (f: ((item: unknown) => unknown) | null, value: unknown) =>
      [...this.#iterate(value)].filter((item) => this.#truth(f ? f(item) : item)),
    abs: (value: number | bigint) => (value < 0 ? -value : value),
    round: (value: number, digits = 0) => Number(`${Math.round(Number(`${value}e${digits}`))}e${-digits}`),
    callable: (value: unknown) => typeof value === 'function',
    sorted: (value: unknown, options?: { key?: (value: unknown) => unknown; reverse?: boolean }) => {
      const copy = [...this.#iterate(value)];
      this.#listMethods.sort(copy, options);
      return copy;
    },
    range: (...bounds: number[]) => {
      const [from, to, step] = bounds.length === 1 ? [0, bounds[0]!, 1] : [bounds[0]!, bounds[1]!, bounds[2] ?? 1];
      return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
    },
    str: (value: unknown) => this.#string(value),
    repr: (value: unknown) => this.#repr(value),
    bool: (value: unknown) => this.#truth(value),
    int: (value: unknown) => Math.trunc(Number(value)),
    float: (value: unknown) => (value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value === 'nan' ? NaN : Number(value)),
    sum: (value: unknown) => [...this.#iterate(value)].reduce((a, b) => this.#binary('Add', a, b), 0),
    min: (...args: unknown[]) => this.#extreme(args, 1),
    max: (...args: unknown[]) => this.#extreme(args, -1),
    any: (value: unknown) => [...this.#iterate(value)].some((item) => this.#truth(item)),
    all: (value: unknown) => [...this.#iterate(value)].every((item) => this.#truth(item)),
    iter: (value: unknown) => this.#iterate(value)[Symbol.iterator](),
    next: (value: Iterator<unknown>, ...otherwise: unknown[]) => {
      const step = value.next();
      if (!step.done) return step.value;
      if (otherwise.length) return otherwise[0];
      throw new PythonError('StopIteration', '');
    },
    hasattr: (owner: unknown, name: string) => {
      try {
        this.#get(owner, name);
        return true;
      } catch (error) {
        if (error instanceof PythonError && error.name === 'AttributeError') return false;
        throw error;
      }
    },
    getattr: (owner: unknown, name: string, ...otherwise: unknown[]) => {
      try {
        return this.#get(owner, name);
      } catch (error) {
        if (otherwise.length && error instanceof PythonError && error.name === 'AttributeError') return otherwise[0];
        throw error;
      }
    },
    setattr: (owner: Record<string, unknown>, name: string, value: unknown) => {
      owner[this.#attributeName(owner, name)] = value;
      return null;
    },
    isinstance: (value: unknown, type: unknown): boolean =>
      Array.isArray(type) ? type.some((one) => this.#isInstance(value, one)) : this.#isInstance(value, type),
    type: (value: unknown) => (value as object).constructor,
    print: (...values: unknown[]) => {
      this.#host.print?.(values.map((value) => this.#string(value)).join(' '));
      return null;
    },
  };
}
