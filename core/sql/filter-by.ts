import { InvalidRequestError } from '../errors.ts';
import { resolveElement, undefinedError } from './coercions.ts';
import { ColumnElement } from './column-element.ts';
import { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import { ops } from './operators.ts';
import type { Select } from './select.ts';
import type { SelectItem } from './select-item.ts';

/** The conditions of `filterBy(values)`. @throws InvalidRequestError, ArgumentError */
export function filterByCriteria(select: Select<any, any>, values: Readonly<Record<string, unknown>>): ColumnElement[] {
  const target = filterTarget(select);
  return Object.entries(values).map(([name, value]) => criterionFor(target, name, value));
}

/** What `filterBy` speaks of: what was joined last, else what is selected from, else what is selected. */
function filterTarget(select: Select<any, any>): unknown {
  const last = select.joins.length > select.joinpoint ? select.joins.at(-1) : undefined;
  const chosen = last ? last.target : select.froms.length > 0 ? select.froms[0] : select.items[0];
  const element = resolveElement(chosen);
  if (element instanceof ColumnElement) return 'table' in element ? (element.annotations['entity'] ?? element.table) : null;
  return element;
}

/** A mapped class, an alias of one, a relationship. */
function canFilterBy(target: unknown): target is Required<Pick<SelectItem, 'criterionFor'>> {
  return typeof target === 'object' && target !== null && 'criterionFor' in target;
}

function criterionFor(target: unknown, name: string, value: unknown): ColumnElement {
  if (value === undefined) throw undefinedError(`filterBy({ ${name} })`);
  if (canFilterBy(target)) return target.criterionFor(name, value);
  if (target instanceof FromClause) {
    const column: ColumnElement | undefined = (target.c as Record<string, ColumnElement>)[name];
    if (column) return late.operate(column, ops.eq, value);
    throw new InvalidRequestError(`filterBy(): '${target.name}' has no column '${name}'`);
  }
  throw new InvalidRequestError('filterBy() needs something with named columns to filter: select a table or a mapped class, or join one');
}
