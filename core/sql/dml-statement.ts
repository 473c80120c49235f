import type { CTE } from './alias.ts';
import type { CacheKey } from './cache-key.ts';
import { ClauseElement } from './clause-element.ts';
import { coerceFrom, coerceSelectItem, resolveElement } from './coercions.ts';
import { ColumnElement } from './column-element.ts';
import { FromClause } from './from-clause.ts';
import { Join } from './join.ts';
import { late } from './late.ts';
import { collectFroms, eachChild, keyTo, mapChildren, selectColumns } from './protocol.ts';
import type { RowOf, rowType } from './row-types.ts';
import type { LabelStyle } from './select-base.ts';
import type { DialectText } from './select-extras.ts';
import { isSelectItem, type SelectItem } from './select-item.ts';
import type { StatementPlugin } from './statement-plugin.ts';

type Item = ColumnElement | FromClause<any, any> | SelectItem;

const none: readonly never[] = Object.freeze([]);

/** What INSERT, UPDATE and DELETE have in common. `Row` is what RETURNING gives. */
export abstract class DmlStatement<Row = any> extends ClauseElement {
  declare readonly [rowType]: Row;
  /** What was named: a table, or what stands for a mapped class. */
  readonly target: FromClause<any, any> | SelectItem;
  /** The table that is written. */
  readonly table: FromClause<any, any>;
  /** Who runs the statement where it was given a mapped class. */
  readonly plugin: StatementPlugin | null;
  /** What executing this is asked to mind; read by connections and sessions. */
  executionOptionValues: Readonly<Record<string, unknown>> = {};
  /** @internal */ returningItems: readonly Item[] = none;
  /** @internal */ prefixes: readonly DialectText[] = none;
  /** @internal */ hints: readonly { readonly text: string; readonly dialect: string }[] = none;
  /** @internal */ ctes: readonly ClauseElement[] = none;
  /** @internal Loader options of a higher floor. */ optionList: readonly object[] = none;

  /** @throws ArgumentError for what is no table and no mapped class */
  constructor(target: unknown, place: string) {
    super();
    const element = resolveElement(target);
    this.table = tableOf(coerceFrom(element, place));
    this.target = isSelectItem(element) ? element : this.table;
    this.plugin = isSelectItem(element) ? (element.plugin ?? null) : null;
  }

  /** The columns of RETURNING, in order. */
  get selectedColumns(): readonly ColumnElement[] {
    return this.returningItems.flatMap((item) => {
      if (item instanceof ColumnElement) return [item];
      return item instanceof FromClause ? item.columnList : item[selectColumns]();
    });
  }

  /** @internal Names for the columns of RETURNING in a statement around this one. */
  get labelStyle(): LabelStyle {
    return 'disambiguate';
  }

  /** @internal */
  protected withReturning(items: readonly unknown[]): this {
    const copy = this.copy();
    copy.returningItems = [...this.returningItems, ...items.map((item) => coerceSelectItem(item, 'returning()'))];
    return copy;
  }

  /** Text behind the first word of the statement: `INSERT OR REPLACE …`; for one dialect where it is named. */
  prefixWith(text: string | ColumnElement, dialect = '*'): this {
    const copy = this.copy();
    copy.prefixes = [...this.prefixes, { text, dialect }];
    return copy;
  }

  /** Text behind the table's name; for one dialect where it is named. */
  withHint(text: string, dialect = '*'): this {
    const copy = this.copy();
    copy.hints = [...this.hints, { text, dialect }];
    return copy;
  }

  /** Common table expressions to write before the statement although nothing in it refers to them. */
  addCte(...ctes: ClauseElement[]): this {
    const copy = this.copy();
    copy.ctes = [...this.ctes, ...ctes];
    return copy;
  }

  /** The rows of RETURNING as a common table expression: `WITH name AS (INSERT … RETURNING …)`, where the database can. */
  cte(name?: string): CTE<any, any> {
    return late.cte(this as never, name, {});
  }

  /** This statement with notes for the connection or session that executes it. */
  executionOptions(values: Readonly<Record<string, unknown>>): this {
    const copy = this.copy();
    copy.executionOptionValues = { ...this.executionOptionValues, ...values };
    return copy;
  }

  /** Options of a higher floor. */
  options(...options: readonly object[]): this {
    const copy = this.copy();
    copy.optionList = [...this.optionList, ...options.flat()];
    return copy;
  }

  /** @internal Nothing of what it writes belongs to a statement around. */
  override [collectFroms](): void {}

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const item of this.returningItems) if (item instanceof ClauseElement) see(item);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = this.copy();
    copy.returningItems = this.returningItems.map((item) => (item instanceof ClauseElement ? change(item) : item));
    return copy;
  }

  /** @internal What every kind adds to the key. */
  protected commonKey(key: CacheKey): void {
    this.table[keyTo](key);
    for (const { text, dialect } of this.prefixes) {
      key.put('p');
      key.put(dialect);
      if (typeof text === 'string') key.putText(text);
      else text[keyTo](key);
    }
    for (const { text, dialect } of this.hints) key.putText(`h${dialect}\n${text}`);
    if (this.ctes.length > 0) key.addAll(this.ctes);
    if (this.returningItems.length > 0) {
      key.put('r[');
      for (const item of this.returningItems) item[keyTo](key);
      key.put(']');
    }
  }
}

/** The row that `returning(…items)` gives. */
export type ReturnedRow<Items extends readonly unknown[]> = RowOf<Items, never>;

/** A class over several tables writes into the last of them: its own. */
function tableOf(from: FromClause<any, any>): FromClause<any, any> {
  return from instanceof Join ? from.leaves.at(-1)! : from;
}
