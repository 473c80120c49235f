import type { CacheKey } from './cache-key.ts';
import type { ClauseElement, FromCollector } from './clause-element.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { needsGroup, type Operator, ops } from './operators.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { booleanType } from './types/boolean.ts';
import type { TypeEngine } from './types/type-engine.ts';
import { WrappingElement } from './wrapping-element.ts';

/** What an operator takes besides its operands. */
export interface Modifiers {
  readonly escape?: string | undefined;
  readonly flags?: string | undefined;
  readonly symmetric?: boolean | undefined;
}

/** `left op right`. */
export class BinaryExpression<Out = any, In = Out> extends ColumnElement<Out, In> {
  /** The left operand, in parentheses where it needs them. */
  readonly left: ColumnElement;
  /** The right operand, in parentheses where it needs them. */
  readonly right: ColumnElement;

  constructor(
    left: ColumnElement,
    readonly operator: Operator,
    right: ColumnElement,
    override readonly type: TypeEngine<Out, In>,
    readonly modifiers: Modifiers | null = null,
  ) {
    super();
    this.left = left.selfGroup(operator);
    this.right = right.selfGroup(operator);
  }

  override selfGroup(against: Operator): ColumnElement {
    return needsGroup(this.operator, against) ? new Grouping(this) : this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitBinary(this);
  }

  override [keyTo](key: CacheKey): void {
    const { operator, modifiers } = this;
    if (modifiers !== null) {
      key.put('+');
      key.put(`${modifiers.escape ?? ''}\n${modifiers.flags ?? ''}\n${modifiers.symmetric ?? ''}`);
    }
    if (this.type !== this.left.type && (this.type as TypeEngine) !== booleanType) {
      key.put('<>');
      key.put(this.type.cacheKey);
    }
    key.put(operator.key);
    this.left[keyTo](key);
    this.right[keyTo](key);
  }

  override [collectFroms](froms: FromCollector): void {
    this.left[collectFroms](froms);
    this.right[collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.left);
    see(this.right);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const left = change(this.left);
    const right = change(this.right);
    if (left === this.left && right === this.right) return this;
    const copy = this.copy();
    Object.assign(copy, { left, right });
    return copy;
  }
}

/** An operator before or behind one operand: `NOT a`, `-a`, `a DESC`. */
export class UnaryExpression<Out = any, In = Out> extends WrappingElement<Out, In> {
  /** @param element - the operand; it gets the parentheses it needs */
  constructor(
    element: ColumnElement,
    readonly operator: Operator,
    readonly position: 'prefix' | 'suffix',
    override readonly type: TypeEngine<Out, In>,
  ) {
    super(element.selfGroup(operator));
  }

  override selfGroup(against: Operator): ColumnElement {
    return this.position === 'prefix' && needsGroup(this.operator, against) ? new Grouping(this) : this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitUnary(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('1');
    key.put(this.operator.key);
    this.element[keyTo](key);
    key.put(')');
  }
}

/** A boolean value used as a condition: `a`, or `a = 1` where the database has no booleans. */
export class AsBoolean extends WrappingElement<boolean, boolean> {
  override readonly type = booleanType;

  constructor(
    element: ColumnElement,
    readonly isTrue: boolean,
  ) {
    super(element);
  }

  override get naturalName(): string | null {
    return this.element.naturalName;
  }

  override selfGroup(against: Operator): ColumnElement {
    return against.precedence >= ops.isTrue.precedence ? new Grouping(this) : this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitAsBoolean(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(this.isTrue ? '(?' : '(!');
    this.element[keyTo](key);
    key.put(')');
  }
}

/** `(element)` */
export class Grouping<Out = any, In = Out> extends WrappingElement<Out, In> {
  override readonly type: TypeEngine<Out, In>;

  constructor(element: ColumnElement<Out, In>) {
    super(element);
    this.type = element.type;
  }

  override selfGroup(): ColumnElement {
    return this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitGrouping(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(');
    this.element[keyTo](key);
    key.put(')');
  }
}

/** `a AND b AND c`, `a OR b`. */
export class BooleanClauseList extends ColumnElement<boolean, boolean> {
  override readonly type = booleanType;

  /** @param clauses - already in the parentheses they need */
  constructor(
    readonly operator: Operator,
    readonly clauses: readonly ColumnElement[],
  ) {
    super();
  }

  override selfGroup(against: Operator): ColumnElement {
    return needsGroup(this.operator, against) ? new Grouping(this) : this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitBooleanClauseList(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(this.operator === ops.and ? '&' : '|');
    key.addAll(this.clauses);
  }

  override [collectFroms](froms: FromCollector): void {
    for (let i = 0; i < this.clauses.length; i += 1) this.clauses[i]![collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const clause of this.clauses) see(clause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const clauses = mapAll(this.clauses, change);
    return clauses === this.clauses ? this : new BooleanClauseList(this.operator, clauses);
  }
}

/** Several expressions with something between them: the arguments of a function, `low AND high`. */
export class ClauseList extends ColumnElement<any, any> {
  constructor(
    readonly clauses: readonly ColumnElement[],
    override readonly type: TypeEngine,
    readonly separator: string = ', ',
  ) {
    super();
  }

  override selfGroup(): ColumnElement {
    return this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.writeList(this.clauses, this.separator);
  }

  override [keyTo](key: CacheKey): void {
    key.put(this.separator);
    key.addAll(this.clauses);
  }

  override [collectFroms](froms: FromCollector): void {
    for (let i = 0; i < this.clauses.length; i += 1) this.clauses[i]![collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const clause of this.clauses) see(clause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const clauses = mapAll(this.clauses, change);
    if (clauses === this.clauses) return this;
    const copy = this.copy();
    Object.assign(copy, { clauses });
    return copy;
  }
}

/** A list with every item changed; the same list where no item did. */
export function mapAll<E extends ClauseElement>(items: readonly E[], change: <T extends ClauseElement>(child: T) => T): readonly E[] {
  let changed: E[] | null = null;
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i]!;
    const made = change(item);
    if (made !== item && changed === null) changed = items.slice(0, i);
    changed?.push(made);
  }
  return changed ?? items;
}
