import type { Host, KeywordArguments, Scope } from '../host.ts';
import type { Journal } from '../journal.ts';
import { Attributes, type BoundMethod, isClass } from './attributes.ts';
import { Builtins } from './builtins.ts';
import { dictOf, Tuple } from './containers.ts';
import { DataModel } from './data-model.ts';
import { NotReadable, PythonError } from './errors.ts';
import { callOwn, isOwnFunction, type OwnFunction, ownFunction, Parameters } from './functions.ts';
import { Items, Slice } from './items.ts';
import { Methods } from './methods.ts';
import { camel } from './names.ts';
import { Operators } from './operators.ts';
import { Return } from './signals.ts';
import { constantOf, type Node, node, nodes } from './syntax-tree.ts';

/** The walk over expressions, and over what may stand on the left of `=`. Statements are a subclass's: functions and loops hold some. */
export abstract class Expressions {
  /** Names that the snippet has set at its top level. */
  readonly scope: Scope = new Map();
  protected readonly host: Host;
  protected readonly journal: Journal;
  protected readonly data: DataModel;
  protected readonly operators: Operators;
  readonly #attributes: Attributes;
  readonly #items: Items;
  readonly #builtins: Builtins;
  /** Bodies of classes, each with the scope around it: functions and lambdas written there do not see the class's names. */
  readonly #classBodies = new WeakMap<Scope, Scope>();

  constructor(host: Host, journal: Journal) {
    this.host = host;
    this.journal = journal;
    this.data = new DataModel(host, journal);
    this.operators = new Operators(host, this.data);
    const methods = new Methods(this.data);
    this.#attributes = new Attributes(host, journal, methods);
    this.#items = new Items(host, journal, this.data);
    this.#builtins = new Builtins({ host, data: this.data, operators: this.operators, methods, attributes: this.#attributes });
  }

  /** Runs the statements of a body. */
  protected abstract block(body: unknown, scope: Scope): void;

  evaluate(expression: Node, scope: Scope = this.scope): unknown {
    switch (expression._) {
      case 'Constant':
        return constantOf(expression.value);
      case 'Name':
        return this.#name(expression.id as string, scope);
      case 'Attribute':
        return this.#attributes.get(this.evaluate(node(expression.value), scope), expression.attr as string);
      case 'Subscript': {
        const owner = this.evaluate(node(expression.value), scope);
        return this.#items.get(owner, this.#key(expression, scope));
      }
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
        return dictOf(nodes(expression.keys).map((key, i) => [this.evaluate(key, scope), this.evaluate(values[i]!, scope)]));
      }
      case 'ListComp':
      case 'GeneratorExp':
        return this.#comprehension(expression, node(expression.elt), scope);
      case 'SetComp':
        return new Set(this.#comprehension(expression, node(expression.elt), scope));
      case 'DictComp': {
        const pair: Node = { _: 'Tuple', elts: [expression.key, expression.value] };
        return dictOf(this.#comprehension(expression, pair, scope) as [unknown, unknown][]);
      }
      case 'Compare':
        return this.#compareChain(expression, scope);
      case 'BoolOp': {
        const isAnd = node(expression.op)._ === 'And';
        let value: unknown;
        for (const part of nodes(expression.values)) {
          value = this.evaluate(part, scope);
          if (this.data.truth(value) !== isAnd) return value;
        }
        return value;
      }
      case 'UnaryOp':
        return this.operators.unary(node(expression.op)._, this.evaluate(node(expression.operand), scope));
      case 'BinOp': {
        const [left, right] = [this.evaluate(node(expression.left), scope), this.evaluate(node(expression.right), scope)];
        return this.operators.binary(node(expression.op)._, left, right);
      }
      case 'IfExp':
        return this.evaluate(node(this.isTrue(expression.test, scope) ? expression.body : expression.orelse), scope);
      case 'Lambda':
        return this.function(node(expression.args), [{ _: 'Return', value: expression.body }], scope);
      case 'JoinedStr':
        return nodes(expression.values)
          .map((part) => this.#formatted(part, scope))
          .join('');
      case 'Starred':
        throw new NotReadable('starred outside a call');
      default:
        throw new NotReadable(expression._);
    }
  }

  protected isTrue(expression: unknown, scope: Scope): boolean {
    return this.data.truth(this.evaluate(node(expression), scope));
  }

  protected assign(target: Node, value: unknown, scope: Scope): void {
    switch (target._) {
      case 'Name':
        scope.set(target.id as string, value);
        return;
      case 'Tuple':
      case 'List':
        this.#unpack(nodes(target.elts), this.data.list(value), scope);
        return;
      case 'Attribute':
        this.#attributes.set(this.evaluate(node(target.value), scope) as Record<string, unknown>, target.attr as string, value);
        return;
      case 'Subscript': {
        const owner = this.evaluate(node(target.value), scope) as object;
        this.#items.set(owner, this.#key(target, scope), value);
        return;
      }
      default:
        throw new NotReadable(`assignment to ${target._}`);
    }
  }

  /** `a, *b, c = values`. */
  #unpack(parts: readonly Node[], values: unknown[], scope: Scope): void {
    const star = parts.findIndex((part) => part._ === 'Starred');
    if (star < 0 ? values.length !== parts.length : values.length < parts.length - 1)
      throw new PythonError('ValueError', `${values.length} values for ${parts.length} names`);
    if (star >= 0) {
      const length = values.length - parts.length + 1;
      values.splice(star, length, values.slice(star, star + length));
    }
    for (const [i, part] of parts.entries()) this.assign(part._ === 'Starred' ? node(part.value) : part, values[i], scope);
  }

  protected delete(target: Node, scope: Scope): void {
    if (target._ === 'Name') {
      scope.delete(target.id as string);
      return;
    }
    const owner = this.evaluate(node(target.value), scope) as Record<string, unknown>;
    if (target._ === 'Attribute') this.#attributes.delete(owner, target.attr as string);
    else this.#items.delete(owner, this.#key(target, scope));
  }

  /** A function or lambda, from its parameters and its body. */
  protected function(args: Node, body: unknown, closure: Scope): OwnFunction {
    const parameters = new Parameters(args, (value) => this.evaluate(value, closure));
    const around = this.#classBodies.get(closure) ?? closure;
    return ownFunction(parameters, (given) => {
      try {
        this.block(body, new Map([...around, ...given]));
      } catch (signal) {
        if (signal instanceof Return) return signal.value;
        throw signal;
      }
      return null;
    });
  }

  /** The scope in which a class's body runs. */
  protected classBody(around: Scope): Scope {
    const inner: Scope = new Map(around);
    this.#classBodies.set(inner, around);
    return inner;
  }

  #name(name: string, scope: Scope): unknown {
    for (const names of [scope, this.scope, this.host.globals]) if (names.has(name)) return names.get(name);
    const builtin = this.#builtins.find(name);
    if (builtin) return builtin;
    throw new NotReadable(`name ${name}`);
  }

  /** What stands between the brackets of a `Subscript`. */
  #key({ slice }: Node, scope: Scope): unknown {
    const key = node(slice);
    if (key._ !== 'Slice') return this.evaluate(key, scope);
    const bound = (written: unknown): unknown => (written ? this.evaluate(node(written), scope) : undefined);
    return new Slice(bound(key.lower), bound(key.upper));
  }

  #elements(elements: unknown, scope: Scope): unknown[] {
    return nodes(elements).flatMap((part) =>
      part._ === 'Starred' ? this.data.list(this.evaluate(node(part.value), scope)) : [this.evaluate(part, scope)],
    );
  }

  #call(expression: Node, scope: Scope): unknown {
    const func = node(expression.func);
    const callee = this.evaluate(func, scope) as Partial<BoundMethod> | null | undefined;
    const name = (func.attr ?? func.id ?? '') as string;
    const args = this.#elements(expression.args, scope);
    const target = callee?.method ?? callee;
    const keepsNames = this.host.keepsKeywords(target, name);
    const keywords = this.#keywords(expression.keywords, keepsNames, scope);
    if (keepsNames && isClass(target)) for (const [key, value] of Object.entries(keywords)) if (value === null) delete keywords[key];
    if (isOwnFunction(target)) return callOwn(target, args, keywords);
    const run = (): unknown => {
      const answered = this.host.call?.(target, callee?.receiver, name, args, keywords);
      if (answered) return answered.value;
      if (typeof callee !== 'function') throw new NotReadable(`call of ${name}`);
      const given = Object.keys(keywords).length || (keepsNames && name !== 'values') ? [...args, keywords] : args;
      return isClass(callee) ? Reflect.construct(callee, given) : Reflect.apply(callee, undefined, given);
    };
    // what calls functions of the snippet takes its steps itself
    const isCallingBack = [...args, ...Object.values(keywords)].some(isOwnFunction);
    return isCallingBack || this.#builtins.isPure(callee) ? run() : this.journal.step(run);
  }

  #keywords(written: unknown, keepsNames: boolean, scope: Scope): KeywordArguments {
    const keywords: KeywordArguments = {};
    for (const keyword of nodes(written)) {
      const value = this.evaluate(node(keyword.value), scope);
      if (keyword.arg === undefined) Object.assign(keywords, value);
      else keywords[keepsNames ? (keyword.arg as string) : camel(keyword.arg as string)] = value;
    }
    return keywords;
  }

  #comprehension({ generators }: Node, element: Node, scope: Scope): unknown[] {
    const made: unknown[] = [];
    const walk = ([first, ...others]: readonly Node[], local: Scope): void => {
      if (!first) {
        made.push(this.evaluate(element, local));
        return;
      }
      for (const item of this.data.iterate(this.evaluate(node(first.iter), local))) {
        const inner: Scope = new Map(local);
        this.assign(node(first.target), item, inner);
        if (nodes(first.ifs).every((test) => this.isTrue(test, inner))) walk(others, inner);
      }
    };
    walk(nodes(generators), new Map(scope));
    return made;
  }

  /** `a < b < c`. */
  #compareChain(expression: Node, scope: Scope): unknown {
    let left = this.evaluate(node(expression.left), scope);
    let result: unknown = true;
    const operators = nodes(expression.ops);
    const rights = nodes(expression.comparators);
    for (const [i, operator] of operators.entries()) {
      const right = this.evaluate(rights[i]!, scope);
      result = this.operators.compare(operator._, left, right);
      if (operators.length > 1 && !this.data.truth(result)) return result;
      left = right;
    }
    return result;
  }

  /** A part of an f-string. */
  #formatted(part: Node, scope: Scope): unknown {
    if (part._ === 'Constant') return part.value;
    if (part.format_spec) throw new NotReadable('format specification');
    const value = this.evaluate(node(part.value), scope);
    return part.conversion === 'r'.charCodeAt(0) ? this.data.repr(value) : this.data.text(value);
  }
}
