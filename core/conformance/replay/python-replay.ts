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
import type { Host, Scope } from './host.ts';
import { Journal, Suspended } from './journal.ts';
import { isList } from './python/containers.ts';
import { NotReadable, PythonError } from './python/errors.ts';
import { Expressions } from './python/expressions.ts';
import { parseExpression } from './python/parse-expression.ts';
import { isSignal, LoopExit, Return } from './python/signals.ts';
import { type Node, node, nodes } from './python/syntax-tree.ts';

/** One running snippet. Statements may be run one by one, so that the caller can watch what each of them emits. */
export class Replay extends Expressions {
  /** @param journal - the caller's, where the host's session answers later and each statement is run by `journal.run` */
  constructor(host: Host, journal = new Journal()) {
    super(host, journal);
  }

  /** @returns the value of an expression statement, `undefined` for any other */
  statement(statement: Node, scope: Scope = this.scope): unknown {
    if (statement._ === 'Expr') return this.evaluate(node(statement.value), scope);
    this.#execute(statement, scope);
    return undefined;
  }

  /** @returns the value of the last statement */
  run(module: Node): unknown {
    let last: unknown;
    for (const statement of nodes(module.body)) last = this.statement(statement);
    return last;
  }

  /** Reads a string such as `'User.name.desc()'` (given to a relationship) as a thunk. */
  thunk(source: string): () => unknown {
    return () => this.evaluate(readExpression(source));
  }

  protected override block(body: unknown, scope: Scope): void {
    for (const statement of nodes(body)) this.statement(statement, scope);
  }

  #execute(statement: Node, scope: Scope): void {
    switch (statement._) {
      case 'Assign': {
        const value = this.evaluate(node(statement.value), scope);
        for (const target of nodes(statement.targets)) this.assign(target, value, scope);
        return;
      }
      case 'AnnAssign':
        if (statement.value) this.assign(node(statement.target), this.evaluate(node(statement.value), scope), scope);
        return;
      case 'AugAssign':
        this.#augment(statement, scope);
        return;
      case 'Delete':
        for (const target of nodes(statement.targets)) this.delete(target, scope);
        return;
      case 'Pass':
        return;
      case 'If':
        this.block(this.isTrue(statement.test, scope) ? statement.body : statement.orelse, scope);
        return;
      case 'For':
        for (const item of this.data.iterate(this.evaluate(node(statement.iter), scope))) {
          this.assign(node(statement.target), item, scope);
          if (!this.#turn(statement.body, scope)) return;
        }
        this.block(statement.orelse, scope);
        return;
      case 'While':
        while (this.isTrue(statement.test, scope)) if (!this.#turn(statement.body, scope)) return;
        this.block(statement.orelse, scope);
        return;
      case 'Break':
      case 'Continue':
        throw new LoopExit(statement._);
      case 'Assert':
        if (!this.isTrue(statement.test, scope))
          throw new PythonError('AssertionError', statement.msg ? this.data.text(this.evaluate(node(statement.msg), scope)) : '');
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
        let made: unknown = this.function(node(statement.args), statement.body, scope);
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

  /** `target += value`; a list grows in place. */
  #augment(statement: Node, scope: Scope): void {
    const [target, operator] = [node(statement.target), node(statement.op)._];
    const [left, right] = [this.evaluate(target, scope), this.evaluate(node(statement.value), scope)];
    if (operator === 'Add' && isList(left)) {
      left.push(...this.data.iterate(right));
      this.assign(target, left, scope);
    } else this.assign(target, this.operators.binary(operator, left, right), scope);
  }

  /** One turn of a loop; false after `break`. */
  #turn(body: unknown, scope: Scope): boolean {
    try {
      this.block(body, scope);
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
        this.block(statement.body, scope);
      } catch (error) {
        const handler = isSignal(error) ? undefined : nodes(statement.handlers).find((each) => this.#catches(each, error));
        if (!handler) throw error;
        if (handler.name) scope.set(handler.name as string, error);
        this.block(handler.body, scope);
        return;
      }
      this.block(statement.orelse, scope);
    } catch (error) {
      isSuspended = error instanceof Suspended;
      throw error;
    } finally {
      if (!isSuspended) this.block(statement.finalbody, scope);
    }
  }

  #catches({ type }: Node, error: unknown): boolean {
    if (!type) return true;
    const types = node(type)._ === 'Tuple' ? nodes(node(type).elts) : [node(type)];
    return types.some(({ id, attr }) => {
      const name = (id ?? attr) as string;
      return error instanceof PythonError ? error.isA(name) : this.host.catches(error, name);
    });
  }

  #with(statement: Node, scope: Scope): void {
    const [item, ...rest] = nodes(statement.items);
    if (!item || rest.length) throw new NotReadable('with of several');
    const expression = node(item.context_expr);
    const callee = expression._ === 'Call' ? node(expression.func) : expression;
    const context = this.evaluate(expression, scope);
    const entered = this.journal.step(() => this.host.enter?.(context, (callee.attr ?? callee.id) as string));
    if (!entered) throw new NotReadable(`with ${String(callee.attr ?? callee.id)}`);
    if (item.optional_vars) this.assign(node(item.optional_vars), entered.value, scope);
    try {
      this.block(statement.body, scope);
    } catch (error) {
      if (error instanceof Suspended) throw error;
      if (!isSignal(error)) {
        if (!this.journal.step(() => entered.exit(error))) throw error;
        return;
      }
      this.journal.step(() => entered.exit(undefined));
      throw error;
    }
    this.journal.step(() => entered.exit(undefined));
  }

  #class(statement: Node, scope: Scope): void {
    const members: Scope = new Map();
    const inner = this.classBody(scope);
    const define = (name: unknown, value: unknown): void => {
      inner.set(name as string, value);
      members.set(name as string, value);
    };
    for (const part of nodes(statement.body)) {
      if (part._ === 'Pass' || (part._ === 'Expr' && node(part.value)._ === 'Constant')) continue;
      if (part._ === 'AnnAssign') {
        if (part.value) define(node(part.target).id, this.evaluate(node(part.value), inner));
      } else if (part._ === 'Assign') {
        const value = this.evaluate(node(part.value), inner);
        for (const target of nodes(part.targets)) define(target.id, value);
      } else if (part._ === 'FunctionDef') {
        this.#execute(part, inner);
        define(part.name, inner.get(part.name as string));
      } else throw new NotReadable(`class body: ${part._}`);
    }
    const bases = nodes(statement.bases).map((base) => this.evaluate(base, scope));
    scope.set(statement.name as string, this.host.defineClass(statement.name as string, bases, members));
  }
}

function readExpression(source: string): Node {
  try {
    return parseExpression(source);
  } catch (error) {
    throw new PythonError('SyntaxError', (error as Error).message);
  }
}
