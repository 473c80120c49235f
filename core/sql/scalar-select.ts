import { ArgumentError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { late } from './late.ts';
import { Grouping } from './operator-expression.ts';
import { needsGroup, type Operator, ops } from './operators.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { Select } from './select.ts';
import type { SelectBase } from './select-base.ts';
import { booleanType } from './types/boolean.ts';
import { nullType } from './types/null-type.ts';
import type { TypeEngine } from './types/type-engine.ts';

/** `(SELECT …)` in the place of a value, or of what IN looks into. */
export class ScalarSelect<Out = any> extends ColumnElement<Out, any> {
  constructor(readonly select: SelectBase) {
    super();
  }

  override get type(): TypeEngine {
    return this.select.selectedColumns[0]?.type ?? nullType;
  }

  override selfGroup(): ColumnElement {
    return this;
  }

  /** This query, correlated with the tables given: they belong to the statement around it. */
  correlate(...froms: unknown[]): ScalarSelect<Out> {
    return new ScalarSelect(selectOf(this.select, 'correlate').correlate(...(froms as any[])));
  }

  /** This query, correlated with all tables but those given. */
  correlateExcept(...froms: unknown[]): ScalarSelect<Out> {
    return new ScalarSelect(selectOf(this.select, 'correlateExcept').correlateExcept(...(froms as any[])));
  }

  /** This query with more conditions. */
  where(...criteria: any[]): ScalarSelect<Out> {
    return new ScalarSelect(selectOf(this.select, 'where').where(...criteria));
  }

  override [collectFroms](): void {}

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitScalarSelect(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(q');
    this.select[keyTo](key);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.select);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const select = change(this.select);
    return select === this.select ? this : new ScalarSelect(select);
  }
}

/** `EXISTS (SELECT …)` */
export class Exists extends ColumnElement<boolean, boolean> {
  override readonly type = booleanType;
  readonly operator = ops.exists;

  constructor(readonly select: SelectBase) {
    super();
  }

  override selfGroup(against: Operator): ColumnElement {
    return against !== ops.asBoolean && needsGroup(ops.exists, against) ? new Grouping(this) : this;
  }

  /** This with more conditions in its SELECT. */
  where(...criteria: any[]): Exists {
    return new Exists(selectOf(this.select, 'where').where(...criteria));
  }

  /** This with something to select from. */
  selectFrom(...froms: any[]): Exists {
    return new Exists(selectOf(this.select, 'selectFrom').selectFrom(...froms));
  }

  /** This, correlated with the tables given: they belong to the statement around it. */
  correlate(...froms: any[]): Exists {
    return new Exists(selectOf(this.select, 'correlate').correlate(...froms));
  }

  /** This, correlated with all tables but those given. */
  correlateExcept(...froms: any[]): Exists {
    return new Exists(selectOf(this.select, 'correlateExcept').correlateExcept(...froms));
  }

  override [collectFroms](): void {}

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitExists(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(e');
    this.select[keyTo](key);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.select);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const select = change(this.select);
    return select === this.select ? this : new Exists(select);
  }
}

function selectOf(select: SelectBase, method: string): Select<any> {
  if (select instanceof Select) return select;
  throw new ArgumentError(`${method}() is for a single SELECT, not for ${select.constructor.name}`);
}

function scalarSelect(select: SelectBase): ScalarSelect {
  return new ScalarSelect(select);
}

late.scalarSelect = scalarSelect;
late.exists = (select) => new Exists(select);
