import { ArgumentError, CompileError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceOrderItem, isClear, resolveElement } from './coercions.ts';
import type { ColumnElement, OrderItem } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { late } from './late.ts';
import { mapAll } from './operator-expression.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { ScalarSelect } from './scalar-select.ts';
import { Select } from './select.ts';
import { type LabelStyle, SelectBase } from './select-base.ts';
import type { StatementPlugin } from './statement-plugin.ts';

/** What puts SELECTs together. */
export type CompoundKeyword = 'UNION' | 'UNION ALL' | 'INTERSECT' | 'INTERSECT ALL' | 'EXCEPT' | 'EXCEPT ALL';

/** `SELECT … UNION SELECT …` */
export class CompoundSelect<Row = any, Columns = any> extends SelectBase<Row, Columns> {
  /** @internal */ orderings: readonly (ColumnElement | string)[] = [];
  /** @internal */ groupings: readonly (ColumnElement | string)[] = [];
  /** @internal */ limitClause: ColumnElement | null = null;
  /** @internal */ offsetClause: ColumnElement | null = null;
  /** @internal */ labels: LabelStyle = 'disambiguate';
  readonly plugin: StatementPlugin | null;

  /** @throws CompileError where the SELECTs differ in the number of their columns */
  constructor(
    readonly keyword: CompoundKeyword,
    readonly selects: readonly SelectBase[],
  ) {
    super();
    const count = selects[0]!.selectedColumns.length;
    selects.forEach((select, i) => {
      const columns = select.selectedColumns.length;
      if (columns === count) return;
      throw new CompileError(
        `All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has ${count} columns, select #${i + 1} has ${columns}`,
      );
    });
    this.plugin =
      selects.map((select) => (select as { plugin?: StatementPlugin | null }).plugin ?? null).find((plugin) => plugin !== null) ?? null;
  }

  override get selectedColumns(): readonly ColumnElement[] {
    return this.selects[0]!.selectedColumns;
  }

  override get labelStyle(): LabelStyle {
    const [first] = this.selects;
    return this.labels === 'disambiguate' ? first!.labelStyle : this.labels;
  }

  /** `ORDER BY …` of the whole, by the columns of the first SELECT. */
  orderBy(...items: (OrderItem | null)[]): this {
    const copy = this.copy();
    copy.orderings = isClear(items) ? [] : [...this.orderings, ...items.map((item) => coerceOrderItem(item, 'orderBy()'))];
    return copy;
  }

  /** `GROUP BY …` of the whole. */
  groupBy(...items: (OrderItem | null)[]): this {
    const copy = this.copy();
    copy.groupings = isClear(items) ? [] : [...this.groupings, ...items.map((item) => coerceOrderItem(item, 'groupBy()'))];
    return copy;
  }

  /** `LIMIT count` of the whole. */
  limit(count: number | ColumnElement | null): this {
    const copy = this.copy();
    copy.limitClause = late.select([]).limit(count).limitClause;
    return copy;
  }

  /** `OFFSET count` of the whole. */
  offset(count: number | ColumnElement | null): this {
    const copy = this.copy();
    copy.offsetClause = late.select([]).offset(count).offsetClause;
    return copy;
  }

  /** How the columns of the SELECTs are named. */
  setLabelStyle(style: LabelStyle): this {
    const copy = this.copy();
    copy.labels = style;
    (copy as { selects: readonly SelectBase[] }).selects = this.selects.map((select) =>
      select instanceof Select || select instanceof CompoundSelect ? select.setLabelStyle(style) : select,
    );
    return copy;
  }

  /** `this UNION other …` */
  union(...others: SelectBase[]): CompoundSelect<Row> {
    return compound('UNION', [this, ...others]);
  }
  /** `this UNION ALL other …` */
  unionAll(...others: SelectBase[]): CompoundSelect<Row> {
    return compound('UNION ALL', [this, ...others]);
  }
  /** `this INTERSECT other …` */
  intersect(...others: SelectBase[]): CompoundSelect<Row> {
    return compound('INTERSECT', [this, ...others]);
  }
  /** `this EXCEPT other …` */
  except(...others: SelectBase[]): CompoundSelect<Row> {
    return compound('EXCEPT', [this, ...others]);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitCompoundSelect(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(`(U${this.keyword}${this.labels[0]}`);
    key.addAll(this.selects);
    for (const list of [this.orderings, this.groupings]) {
      key.putNumber(list.length);
      for (const item of list) {
        if (typeof item === 'string') key.putText(item);
        else item[keyTo](key);
      }
    }
    key.add(this.limitClause);
    key.add(this.offsetClause);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const select of this.selects) see(select);
    for (const item of [...this.orderings, ...this.groupings]) if (typeof item !== 'string') see(item);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = this.copy();
    (copy as { selects: readonly SelectBase[] }).selects = mapAll(this.selects, change);
    copy.orderings = this.orderings.map((item) => (typeof item === 'string' ? item : change(item)));
    return copy;
  }
}

function compound(keyword: CompoundKeyword, selects: readonly unknown[]): CompoundSelect<any> {
  if (selects.length === 0) throw new ArgumentError(`${keyword} needs SELECTs to put together`);
  const parts = selects.map((value) => {
    const element = resolveElement(value);
    if (element instanceof SelectBase) return element;
    if (element instanceof ScalarSelect) return element.select;
    throw new ArgumentError(`${keyword} puts SELECTs together, not ${String(value)}`);
  });
  return new CompoundSelect(keyword, parts);
}

/** `SELECT … UNION SELECT …`: rows of any, each once. @throws CompileError where they differ in the number of columns */
export function union<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('UNION', [first, ...others]);
}
/** `SELECT … UNION ALL SELECT …`: rows of all. */
export function unionAll<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('UNION ALL', [first, ...others]);
}
/** `SELECT … INTERSECT SELECT …`: rows that all have. */
export function intersect<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('INTERSECT', [first, ...others]);
}
/** `SELECT … INTERSECT ALL SELECT …` */
export function intersectAll<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('INTERSECT ALL', [first, ...others]);
}
/** `SELECT … EXCEPT SELECT …`: rows of the first that the others do not have. */
export function except<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('EXCEPT', [first, ...others]);
}
/** `SELECT … EXCEPT ALL SELECT …` */
export function exceptAll<Row>(first: SelectBase<Row>, ...others: SelectBase[]): CompoundSelect<Row> {
  return compound('EXCEPT ALL', [first, ...others]);
}

late.compound = (keyword, selects) => compound(keyword as CompoundKeyword, selects);
