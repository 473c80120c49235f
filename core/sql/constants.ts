import type { CacheKey } from './cache-key.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { type Operator, ops } from './operators.ts';
import { compileTo, keyTo } from './protocol.ts';
import { booleanType } from './types/boolean.ts';
import { nullType } from './types/null-type.ts';

/** `NULL` */
export class Null extends ColumnElement<null, null> {
  override readonly type = nullType;
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitNull();
  }
  override [keyTo](key: CacheKey): void {
    key.put('N');
  }
}

/** `true` or `false`; `1` and `0` where the database has no booleans. */
export class BooleanConstant extends ColumnElement<boolean, boolean> {
  override readonly type = booleanType;
  constructor(readonly value: boolean) {
    super();
  }
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitBooleanConstant(this);
  }
  override [keyTo](key: CacheKey): void {
    key.put(this.value ? 'T' : 'F');
  }
  override selfGroup(against: Operator): ColumnElement {
    return against === ops.asBoolean || against === ops.and || against === ops.or ? criteria[this.value ? 1 : 0]! : this;
  }
}

/** A constant in the place of a condition: `1 = 1` where the database has no booleans. */
export class ConstantCriterion extends ColumnElement<boolean, boolean> {
  override readonly type = booleanType;
  constructor(readonly constant: BooleanConstant) {
    super();
  }
  override selfGroup(): ColumnElement {
    return this;
  }
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitConstantCriterion(this);
  }
  override [keyTo](key: CacheKey): void {
    key.put(this.constant.value ? 't' : 'f');
  }
}

/** `NULL`, of which one is enough. */
export const nullElement = new Null();
/** `true`, of which one is enough. */
export const trueElement = new BooleanConstant(true);
/** `false`, of which one is enough. */
export const falseElement = new BooleanConstant(false);
const criteria = [new ConstantCriterion(falseElement), new ConstantCriterion(trueElement)];

/** `NULL` */
export function null_(): Null {
  return nullElement;
}

/** `true`; `1` where the database has no booleans. */
export function true_(): BooleanConstant {
  return trueElement;
}

/** `false`; `0` where the database has no booleans. */
export function false_(): BooleanConstant {
  return falseElement;
}
