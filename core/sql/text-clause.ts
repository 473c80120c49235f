import { ArgumentError } from '../errors.ts';
import { BindParameter } from './bind-parameter.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { ColumnClause } from './column-clause.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { Grouping } from './operator-expression.ts';
import { type Operator, ops } from './operators.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { type LabelStyle, SelectBase } from './select-base.ts';
import { nullType } from './types/null-type.ts';
import { typeOfValue } from './types/resolve.ts';
import { type TypeArg, toType } from './types/type-engine.ts';

/** A part of a text: SQL as it stands, or the place of a parameter. */
export type TextPart = string | { readonly name: string };

const BIND = /(?<![:\w\\]):([\w$]+)(?![:\w$])/g;

/**
 * SQL text written by hand. `:name` is the place of a parameter, `\:` a colon.
 *
 * ```ts
 * text('SELECT count(*) FROM users WHERE id > :low').bindparams({ low: 3 })
 * ```
 */
export class TextClause extends ColumnElement<any, any> {
  override readonly type = nullType;
  /** The text and the places of its parameters. */
  readonly parts: readonly TextPart[];
  private readonly binds: ReadonlyMap<string, BindParameter>;

  /** @internal */
  constructor(
    readonly sql: string,
    binds?: ReadonlyMap<string, BindParameter>,
  ) {
    super();
    this.parts = split(sql);
    this.binds = binds ?? new Map();
  }

  /** The parameter of this name; one without a value must be given when the text is executed. */
  bindOf(name: string): BindParameter {
    let bind = this.binds.get(name);
    if (bind === undefined) {
      bind = new BindParameter(name, undefined, nullType, { required: true });
      (this.binds as Map<string, BindParameter>).set(name, bind);
    }
    return bind;
  }

  /** This text with values for its parameters, or with parameters that have a type. @throws ArgumentError for a name that the text has not */
  bindparams(...binds: (Readonly<Record<string, unknown>> | BindParameter)[]): TextClause {
    const made = new Map(this.binds);
    const names = new Set(this.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name])));
    const set = (name: string, bind: BindParameter): void => {
      if (!names.has(name)) throw new ArgumentError(`This text() construct doesn't define a bound parameter named '${name}'`);
      made.set(name, bind);
    };
    for (const bind of binds) {
      if (bind instanceof BindParameter) set(bind.name, bind);
      else
        for (const [name, value] of Object.entries(bind))
          set(
            name,
            new BindParameter(
              name,
              value,
              made.get(name)?.type === nullType || !made.has(name) ? typeOfValue(value) : made.get(name)!.type,
            ),
          );
    }
    return new TextClause(this.sql, made);
  }

  /** This text as a SELECT with these columns, by position or by name: they can be selected from, and have types. */
  columns(...columns: (ColumnClause<any, any, any, any> | Readonly<Record<string, TypeArg>>)[]): TextualSelect {
    const made = columns.flatMap((column) =>
      column instanceof ColumnClause ? [column] : Object.entries(column).map(([name, type]) => new ColumnClause(name, toType(type))),
    );
    return new TextualSelect(this, made);
  }

  override selfGroup(against: Operator): ColumnElement {
    return against === ops.in || against === ops.notIn ? new Grouping(this) : this;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitText(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('X');
    key.put(this.sql);
    for (const part of this.parts) if (typeof part !== 'string') this.bindOf(part.name)[keyTo](key);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const part of this.parts) if (typeof part !== 'string') see(this.bindOf(part.name));
  }
}

function split(sql: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of sql.matchAll(BIND)) {
    parts.push(plain(sql.slice(end, match.index)), { name: match[1]! });
    end = match.index + match[0].length;
  }
  parts.push(plain(sql.slice(end)));
  return parts.filter((part) => part !== '');
}

const plain = (sql: string): string => sql.replace(/\\:/g, ':');

/** Text that gives rows with known columns. */
export class TextualSelect<Row = any, Columns = any> extends SelectBase<Row, Columns> {
  constructor(
    readonly element: TextClause,
    override readonly selectedColumns: readonly ColumnClause<any, any>[],
  ) {
    super();
  }

  override get labelStyle(): LabelStyle {
    return 'none';
  }

  /** This with values for its parameters. */
  bindparams(...binds: (Readonly<Record<string, unknown>> | BindParameter)[]): TextualSelect<Row, Columns> {
    return new TextualSelect(this.element.bindparams(...binds), this.selectedColumns);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitTextualSelect(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(X');
    this.element[keyTo](key);
    key.putNumber(this.selectedColumns.length);
    for (const column of this.selectedColumns) {
      key.put(column.name);
      key.put(column.type.cacheKey);
    }
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    return element === this.element ? this : new TextualSelect(element, this.selectedColumns);
  }
}

/** SQL text written by hand; `:name` is the place of a parameter. Never put a user's value into it. */
export function text(sql: string): TextClause {
  if (typeof sql !== 'string') throw new ArgumentError(`text() takes SQL text, not ${String(sql)}`);
  return new TextClause(sql);
}
