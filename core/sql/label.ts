import type { CacheKey } from './cache-key.ts';
import type { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { late } from './late.ts';
import type { Operator } from './operators.ts';
import { compileTo, keyTo, type nameType } from './protocol.ts';
import type { TypeEngine } from './types/type-engine.ts';
import { WrappingElement } from './wrapping-element.ts';

/** `element AS name`. Outside a SELECT's columns only the element is written; in ORDER BY only the name. */
export class Label<Out = any, In = Out, Name extends string = string> extends WrappingElement<Out, In> {
  declare readonly [nameType]: Name;
  override readonly type: TypeEngine<Out, In>;

  /** @param element - what is shown under the name */
  constructor(
    element: ColumnElement<Out, In>,
    readonly name: Name,
  ) {
    super(element instanceof Label ? element.element : element);
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
    return this.around(this.element.selfGroup(against));
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitLabel(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('L');
    key.put(this.name);
    this.element[keyTo](key);
  }
}

late.label = (element, name) => new Label(element, name);
