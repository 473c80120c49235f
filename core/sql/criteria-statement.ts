import { ArgumentError } from '../errors.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceCriterion } from './coercions.ts';
import type { ColumnElement, Criterion } from './column-element.ts';
import { DmlStatement } from './dml-statement.ts';
import { mapAll } from './operator-expression.ts';
import { eachChild, mapChildren } from './protocol.ts';
import { isSelectItem } from './select-item.ts';

const noCriteria: readonly ColumnElement[] = Object.freeze([]);

/** What UPDATE and DELETE have in common: the rows they are for. */
export abstract class CriteriaStatement<Row = any> extends DmlStatement<Row> {
  /** @internal */ criteria: readonly ColumnElement[] = noCriteria;

  /** `WHERE …`; conditions of several calls hold together. Other tables in them are joined, where the database can. @throws ArgumentError */
  where(...criteria: Criterion[]): this {
    const copy = this.copy();
    copy.criteria = [...this.criteria, ...criteria.map((criterion) => coerceCriterion(criterion, 'where()'))];
    return copy;
  }

  /** As `where`. */
  filter(...criteria: Criterion[]): this {
    return this.where(...criteria);
  }

  /** `WHERE name = value`. @throws ArgumentError for a name that is no column, and for undefined */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    return this.where(...Object.entries(values).map(([name, value]) => this.#criterionFor(name, value)));
  }

  #criterionFor(name: string, value: unknown): ColumnElement {
    const { target, table } = this;
    if (isSelectItem(target) && target.criterionFor) return target.criterionFor(name, value);
    const column = (table.c as Record<string, ColumnElement | undefined>)[name];
    if (column === undefined) throw new ArgumentError(`filterBy(): '${table.name}' has no column '${name}'`);
    return column.eq(value);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    super[eachChild](see);
    for (const criterion of this.criteria) see(criterion);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = super[mapChildren](change) as this;
    copy.criteria = mapAll(this.criteria, change);
    return copy;
  }
}
