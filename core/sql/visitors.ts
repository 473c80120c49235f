import { AliasedReturnsRows } from './alias.ts';
import type { ClauseElement } from './clause-element.ts';
import { ColumnClause } from './column-clause.ts';
import { ColumnElement } from './column-element.ts';
import { FromClause } from './from-clause.ts';
import { eachChild, mapChildren } from './protocol.ts';
import { SelectBase } from './select-base.ts';

/** Calls `see` with an element and all that is inside it, from the outside in. */
export function visit(element: ClauseElement, see: (element: ClauseElement) => void): void {
  see(element);
  element[eachChild]((child) => visit(child, see));
}

/** Gives another element in the place of one; undefined leaves it, and its parts are asked for. */
export type Change = (element: ClauseElement) => ClauseElement | undefined;

/** The same element with what `change` gives in the place of its parts. What has no changed part stays the same object. */
export function replace<E extends ClauseElement>(element: E, change: Change): E {
  return new Replacement(change).apply(element);
}

class Replacement {
  readonly #change: Change;
  /** A part that stands in two places is changed once: an alias must stay one alias. */
  readonly #made = new Map<ClauseElement, ClauseElement>();
  #selects = 0;

  constructor(change: Change) {
    this.#change = change;
  }

  readonly apply = <E extends ClauseElement>(element: E): E => {
    let made = this.#made.get(element);
    if (made === undefined) {
      made = this.#change(element) ?? this.#inside(element);
      this.#made.set(element, made);
    }
    return made as E;
  };

  #inside(element: ClauseElement): ClauseElement {
    if (element instanceof ColumnClause) return this.#selects === 0 ? element : this.#followTable(element);
    if (!(element instanceof SelectBase)) return element[mapChildren](this.apply);
    this.#selects += 1;
    const made = element[mapChildren](this.apply);
    this.#selects -= 1;
    return made;
  }

  /** Inside a SELECT the subqueries change along, and their columns with them. */
  #followTable(column: ColumnClause): ColumnClause {
    const { table } = column;
    if (!(table instanceof AliasedReturnsRows) || !(table.element instanceof SelectBase)) return column;
    const changed = this.apply(table as FromClause);
    if (changed === table) return column;
    const index = table.columnList.indexOf(column.origin);
    return changed.columnList[index] ?? column;
  }
}

/** Turns expressions over some tables into expressions over what stands for them: an alias, a subquery. */
export class ClauseAdapter {
  readonly #selectable: FromClause<any, any>;
  readonly #made = new Map<ClauseElement, ClauseElement | undefined>();

  constructor(selectable: FromClause<any, any>) {
    this.#selectable = selectable;
  }

  /** `element` with every column, and every expression that the selectable shows, as a column of the selectable. */
  adapt<E extends ClauseElement>(element: E): E {
    return replace(element, (node) => {
      if (!this.#made.has(node)) this.#made.set(node, this.#standIn(node));
      return this.#made.get(node);
    });
  }

  #standIn(node: ClauseElement): ClauseElement | undefined {
    const selectable = this.#selectable;
    if (node instanceof ColumnElement) return selectable.correspondingColumn(node);
    if (node instanceof FromClause && selectable instanceof AliasedReturnsRows && selectable.element === node) return selectable;
    return undefined;
  }
}
