import type { ClauseElement, FromCollector } from './clause-element.ts';
import { ColumnElement } from './column-element.ts';
import { collectFroms, eachChild, mapChildren } from './protocol.ts';

/** An expression around one other: a label, a cast, an operator with one operand, parentheses. */
export abstract class WrappingElement<Out = any, In = Out> extends ColumnElement<Out, In> {
  constructor(readonly element: ColumnElement<any, any>) {
    super();
  }

  override [collectFroms](froms: FromCollector): void {
    this.element[collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): this {
    return this.around(change(this.element));
  }

  /** @internal This around another element. */
  protected around(element: ColumnElement<any, any>): this {
    return element === this.element ? this : Object.assign(this.copy(), { element });
  }
}
