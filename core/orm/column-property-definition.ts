import type { ColumnElement } from '../sql/column-element.ts';

declare const valueType: unique symbol;

export interface ColumnPropertyOptions {
  /** Loaded only when it is read. */
  readonly deferred?: boolean;
  /** Deferred attributes of one group are loaded together. */
  readonly group?: string;
}

/** What `db.columnProperty(() => …)` gives: an attribute computed by the database, loaded with the object and never written. */
export class ColumnPropertyDefinition<T = unknown> {
  declare readonly [valueType]: T;
  readonly expression: () => ColumnElement<T, any>;
  readonly options: ColumnPropertyOptions;
  readonly definedAt: string;
  constructor(expression: () => ColumnElement<T, any>, options: ColumnPropertyOptions, definedAt: string) {
    this.expression = expression;
    this.options = options;
    this.definedAt = definedAt;
  }
}
