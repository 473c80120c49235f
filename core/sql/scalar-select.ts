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

/** An expression around one SELECT. */
abstract class SelectExpression<Out> extends ColumnElement<Out, any> {
  constructor(readonly select: SelectBase) {
    super();
  }

  /** This with more conditions in its SELECT. @throws ArgumentError where it is no single SELECT */
  where(...criteria: any[]): this {
    return this.around(selectOf(this.select, 'where').where(...criteria));
  }

  /** This, correlated with the tables given: they belong to the statement around it. @throws ArgumentError as `where` */
  correlate(...froms: any[]): this {
    return this.around(selectOf(this.select, 'correlate').correlate(...froms));
  }

  /** This, correlated with all tables but those given. @throws ArgumentError as `where` */
  correlateExcept(...froms: any[]): this {
    return this.around(selectOf(this.select, 'correlateExcept').correlateExcept(...froms));
  }

  /** @internal Its tables are its own. */
  override [collectFroms](): void {}

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.select);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): this {
    return this.around(change(this.select));
  }

  /** @internal This around another SELECT. */
  protected around(select: SelectBase): this {
    return select === this.select ? this : Object.assign(this.copy(), { select });
  }
}

/** `(SELECT …)` in the place of a value, or of what IN looks into. */
export class ScalarSelect<Out = any> extends SelectExpression<Out> {
  override get type(): TypeEngine {
    return this.select.selectedColumns[0]?.type ?? nullType;
  }

  override selfGroup(): ColumnElement {
    return this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitScalarSelect(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(q');
    this.select[keyTo](key);
    key.put(')');
  }
}

/** `EXISTS (SELECT …)` */
export class Exists extends SelectExpression<boolean> {
  override readonly type = booleanType;
  readonly operator = ops.exists;

  override selfGroup(against: Operator): ColumnElement {
    return against !== ops.asBoolean && needsGroup(ops.exists, against) ? new Grouping(this) : this;
  }

  /** This with something to select from. @throws ArgumentError as `where` */
  selectFrom(...froms: any[]): this {
    return this.around(selectOf(this.select, 'selectFrom').selectFrom(...froms));
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitExists(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(e');
    this.select[keyTo](key);
    key.put(')');
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
