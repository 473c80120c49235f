import type { KeywordArguments, Scope } from '../host.ts';
import { Tuple } from './containers.ts';
import { PythonError } from './errors.ts';
import { type Node, node, nodes } from './syntax-tree.ts';

/** On functions of the snippet itself: takes keywords by name. */
const byName = Symbol('call with keywords');

/** A function or lambda that the snippet defines. */
export interface OwnFunction {
  (...given: unknown[]): unknown;
  [byName](given: readonly unknown[], keywords: KeywordArguments): unknown;
}

export const isOwnFunction = (value: unknown): value is OwnFunction => typeof value === 'function' && byName in value;

export function callOwn(callee: OwnFunction, given: readonly unknown[], keywords: KeywordArguments): unknown {
  return callee[byName](given, keywords);
}

/** @param run - the body, given the arguments by their names */
export function ownFunction(parameters: Parameters, run: (local: Scope) => unknown): OwnFunction {
  const call = (given: readonly unknown[], keywords: KeywordArguments): unknown => run(parameters.bind(given, keywords));
  const made = Object.assign((...given: unknown[]) => call(given, {}), { [byName]: call });
  return Object.defineProperty(made, 'length', { value: parameters.positional.length });
}

/** The parameters of a `def` or a `lambda`. */
export class Parameters {
  readonly positional: readonly string[];
  readonly #keywordOnly: readonly string[];
  readonly #rest: string | undefined;
  readonly #otherKeywords: string | undefined;
  readonly #defaults = new Map<string, unknown>();

  /** @param evaluate - defaults are taken when the function is made, as in Python */
  constructor(args: Node, evaluate: (expression: Node) => unknown) {
    this.positional = nodes(args.args).map((arg) => arg.arg as string);
    this.#keywordOnly = nodes(args.kwonlyargs).map((arg) => arg.arg as string);
    this.#rest = args.vararg ? (node(args.vararg).arg as string) : undefined;
    this.#otherKeywords = args.kwarg ? (node(args.kwarg).arg as string) : undefined;
    const defaults = nodes(args.defaults);
    const withDefault = this.positional.slice(this.positional.length - defaults.length);
    for (const [i, value] of defaults.entries()) this.#defaults.set(withDefault[i]!, evaluate(value));
    for (const [i, value] of ((args.kw_defaults as readonly (Node | null)[] | undefined) ?? []).entries())
      if (value) this.#defaults.set(this.#keywordOnly[i]!, evaluate(value));
  }

  bind(given: readonly unknown[], keywords: KeywordArguments): Scope {
    const bound: Scope = new Map();
    const others = { ...keywords };
    for (const [i, name] of [...this.positional, ...this.#keywordOnly].entries()) {
      if (i < this.positional.length && i < given.length) bound.set(name, given[i]);
      else if (name in others) {
        bound.set(name, others[name]);
        delete others[name];
      } else if (this.#defaults.has(name)) bound.set(name, this.#defaults.get(name));
      else throw new PythonError('TypeError', `missing argument '${name}'`);
    }
    if (this.#rest !== undefined) bound.set(this.#rest, Tuple.of(...given.slice(this.positional.length)));
    else if (given.length > this.positional.length)
      throw new PythonError('TypeError', `${this.positional.length} arguments wanted, ${given.length} given`);
    if (this.#otherKeywords !== undefined) bound.set(this.#otherKeywords, others);
    return bound;
  }
}
