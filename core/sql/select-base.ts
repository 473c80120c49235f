import type { Alias, CTE, Lateral, Subquery } from './alias.ts';
import { ClauseElement, type FromCollector } from './clause-element.ts';
import type { ColumnElement } from './column-element.ts';
import type { Label } from './label.ts';
import { late } from './late.ts';
import { collectFroms } from './protocol.ts';
import type { rowType } from './row-types.ts';
import type { ScalarSelect } from './scalar-select.ts';

/** How the columns of a SELECT are named in its text. */
export type LabelStyle = 'disambiguate' | 'tablenamePlusCol' | 'none';

/** A statement that gives rows and can stand in another one: SELECT, UNION, text with columns. `Row` is the type of a row. */
export abstract class SelectBase<Row = any, Columns = any> extends ClauseElement {
  declare readonly [rowType]: Row;
  /** What executing this is asked to mind; read by connections and sessions. */
  declare executionOptionValues: Readonly<Record<string, unknown>>;

  /** The columns in order, as they are selected. */
  abstract get selectedColumns(): readonly ColumnElement[];

  /** @internal Names for the columns of this in a statement around it. */
  abstract get labelStyle(): LabelStyle;

  /** @internal Nothing of what it selects from belongs to the statement around it. */
  override [collectFroms](_froms: FromCollector): void {}

  /** `(SELECT …) AS name`, to select from. Without a name one is made: `anon_1`. */
  subquery<const Name extends string = string>(name?: Name): Subquery<Columns, Name> {
    return late.subquery(this, name) as Subquery<any, any>;
  }

  /** As `subquery`. */
  alias<const Name extends string = string>(name?: Name): Alias<Columns, Name> {
    return late.subquery(this, name) as Alias<any, any>;
  }

  /** A common table expression: `WITH name AS (SELECT …)`. */
  cte<const Name extends string = string>(name?: Name, options: { recursive?: boolean; nesting?: boolean } = {}): CTE<Columns, Name> {
    return late.cte(this, name, options) as CTE<any, any>;
  }

  /** `LATERAL (SELECT …) AS name`: may refer to what stands before it. */
  lateral<const Name extends string = string>(name?: Name): Lateral<Columns, Name> {
    return late.lateral(this, name) as Lateral<any, any>;
  }

  /** `(SELECT …)` as a value: the only column of its only row. @throws ArgumentError where it has several columns */
  scalarSubquery(): ScalarSelect<FirstOf<Row>> {
    return late.scalarSelect(this) as ScalarSelect<any>;
  }

  /** `(SELECT …) AS name`, as a value among the columns of another SELECT. */
  label<const Name extends string>(name: Name): Label<FirstOf<Row>, any, Name> {
    return late.label(late.scalarSelect(this), name);
  }

  /** `EXISTS (SELECT …)` */
  exists(): ColumnElement<boolean, boolean> {
    return late.exists(this);
  }

  /** This statement with notes for the connection or session that executes it. */
  executionOptions(values: Readonly<Record<string, unknown>>): this {
    const copy = this.copy();
    copy.executionOptionValues = { ...this.executionOptionValues, ...values };
    return copy;
  }
}

/** The notes of a statement without any. */
export const noOptions: Readonly<Record<string, unknown>> = Object.freeze({});

SelectBase.prototype.executionOptionValues = noOptions;

type FirstOf<Row> = Row extends { readonly 0: infer First } ? First | null : any;
