import { Row, type RowShape } from '../engine/row.ts';
import { ArgumentError, showValue } from '../errors.ts';
import type { CacheKey } from '../sql/cache-key.ts';
import { resolveElement } from '../sql/coercions.ts';
import { ColumnElement } from '../sql/column-element.ts';
import { type ColumnCollection, makeCollection } from '../sql/from-clause.ts';
import { keyTo, type nameType, type outType, selectColumns } from '../sql/protocol.ts';
import type { RowOf } from '../sql/row-types.ts';
import type { SelectItem } from '../sql/select-item.ts';
import type { StatementPlugin } from '../sql/statement-plugin.ts';

/**
 * Several columns that a row shows as one value, itself a row:
 *
 * ```ts
 * const [row] = db.session.execute(db.select(db.Bundle('person', User.id, User.name))).all();
 * row.person.name;
 * ```
 */
export class Bundle<Items extends readonly unknown[] = any, Name extends string = string> implements SelectItem {
  declare readonly [outType]: RowOf<Items, never>;
  declare readonly [nameType]: Name;
  /** The name of the value in a row. */
  readonly name: Name;
  readonly columns: readonly ColumnElement[];
  /** Who compiles statements that hold this: the floor its attributes belong to. */
  readonly plugin: StatementPlugin;
  #shape: RowShape | null = null;

  /** @throws ArgumentError without an attribute of a model */
  constructor(name: Name, items: readonly unknown[]) {
    this.name = name;
    this.columns = items.map((item) => {
      const element = resolveElement(item);
      if (element instanceof ColumnElement) return element;
      throw new ArgumentError(`Bundle('${name}', …) takes attributes and expressions, not ${showValue(item)}`);
    });
    const plugin = this.columns
      .map(({ annotations }) => annotations['plugin'] as StatementPlugin | undefined)
      .find((found) => found !== undefined);
    if (plugin === undefined) throw new ArgumentError(`Bundle('${name}', …) needs an attribute of a model among its columns`);
    this.plugin = plugin;
  }

  /** The columns by the name of their attribute or label: `bundle.c.name`. */
  get c(): ColumnCollection<any> {
    return makeCollection(this.columns as never, (column) => this.nameOf(column));
  }

  [selectColumns](): readonly ColumnElement[] {
    return this.columns;
  }

  [keyTo](key: CacheKey): void {
    key.put('B');
    key.put(this.name);
    key.addAll(this.columns);
  }

  /** @internal What the inner rows have in common. */
  get shape(): RowShape {
    this.#shape ??= Row.shape(this.columns.map((column) => this.nameOf(column)));
    return this.#shape;
  }

  private nameOf(column: ColumnElement): string {
    const { property } = column.annotations as { property?: { readonly key: string } };
    return property?.key ?? column.naturalName ?? column.anonymousStem;
  }
}

/** Several columns that a row shows as one value: `Bundle('person', User.id, User.name)`. @throws ArgumentError without an attribute of a model */
export function bundle<const Name extends string, Items extends readonly unknown[]>(name: Name, ...items: Items): Bundle<Items, Name> {
  return new Bundle<Items, Name>(name, items);
}
