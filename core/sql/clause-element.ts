import type { CacheKey } from './cache-key.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import type { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';

/** What an element carries beside its SQL: notes of the ORM, keyed by name. */
export type Annotations = Readonly<Record<string, unknown>>;

/** Takes what an expression selects from: a set, or a short list. */
export interface FromCollector {
  add(from: FromClause<any, any>): unknown;
}

/** The notes of an element without any. */
export const noAnnotations: Annotations = Object.freeze({});

/**
 * A part of a SQL statement: an expression, something to select from, a statement. Elements never change; every method that seems to change one
 * gives a new one that shares the rest.
 */
export abstract class ClauseElement {
  /** Notes of a higher floor. Those of an element without any stand on the prototype: elements are made by the million, notes by the dozen. */
  declare annotations: Annotations;

  abstract [compileTo](compiler: SQLCompiler): void;
  abstract [keyTo](key: CacheKey): void;

  /** @internal Elements without parts have nothing to show. */
  [eachChild](_see: (child: ClauseElement) => void): void {}

  /** @internal Elements without parts stay themselves. */
  [mapChildren](_change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    return this;
  }

  /** @internal What an expression selects from is what its parts select from. */
  [collectFroms](froms: FromCollector): void {
    this[eachChild]((child) => child[collectFroms](froms));
  }

  /** A copy of this element that carries `values` besides; its SQL is the same. */
  annotate(values: Annotations): this {
    const copy = this.copy();
    copy.annotations = { ...this.annotations, ...values };
    return copy;
  }

  /** @internal A shallow copy, for generative methods. */
  protected copy(): this {
    const made = Object.create(Object.getPrototypeOf(this)) as this;
    return Object.assign(made, this);
  }

  /** The SQL of this element without a database: `users.id = :id_1`. */
  toString(): string {
    return late.stringify(this);
  }
}

ClauseElement.prototype.annotations = noAnnotations;
