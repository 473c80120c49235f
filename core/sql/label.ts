import type { CacheKey } from './cache-key.ts';
import type { ClauseElement, FromCollector } from './clause-element.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { late } from './late.ts';
import type { Operator } from './operators.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren, type nameType } from './protocol.ts';
import type { TypeEngine } from './types/type-engine.ts';

/** `element AS name`. Outside a SELECT's columns only the element is written; in ORDER BY only the name. */
export class Label<Out = any, In = Out, Name extends string = string> extends ColumnElement<Out, In> {
  declare readonly [nameType]: Name;
  override readonly type: TypeEngine<Out, In>;
  /** What is shown under the name. */
  readonly element: ColumnElement<Out, In>;

  constructor(
    element: ColumnElement<Out, In>,
    readonly name: Name,
  ) {
    super();
    this.element = element instanceof Label ? element.element : element;
    this.type = element.type;
  }

  /** The name, under the name that columns have it. */
  get key(): Name {
    return this.name;
  }

  override get naturalName(): string {
    return this.name;
  }

  override get anonymousStem(): string {
    return this.name;
  }

  override selfGroup(against: Operator): ColumnElement {
    const element = this.element.selfGroup(against);
    return element === this.element ? this : new Label(element, this.name);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitLabel(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('L');
    key.put(this.name);
    this.element[keyTo](key);
  }

  override [collectFroms](froms: FromCollector): void {
    this.element[collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    if (element === this.element) return this;
    const copy = this.copy();
    Object.assign(copy, { element });
    return copy;
  }
}

late.label = (element, name) => new Label(element, name);
