import type { Column } from '../schema/column.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';
import type { Mapper } from './mapper.ts';

/** One column attribute of a mapper: where its value lies in a state, and how the driver's value becomes the attribute's. */
export class ColumnProperty {
  readonly kind = 'column';
  readonly parent: Mapper;
  readonly key: string;
  /** The place of its value in `ObjectState.values`. */
  readonly slot: number;
  /** The columns that hold this attribute, the one that is read first; several for the key of a joined subclass. Empty for an expression. */
  readonly columns: readonly Column[];
  /** What is selected: the column, or the expression of `db.columnProperty`. */
  readonly expression: ColumnElement;
  readonly isDeferred: boolean;
  readonly group: string | null;
  /** The bit in `ObjectState.raw` that says "still the driver's value"; 0 for types that need no late conversion. */
  rawBit = 0;
  /** True where `fromDriver` runs when the row is read, since it is cheaper than remembering. */
  isEager = false;
  /** Makes the attribute's value of the driver's; null where they are the same. */
  fromDriver: ((cell: unknown) => unknown) | null = null;

  constructor(
    parent: Mapper,
    key: string,
    slot: number,
    source: { columns: readonly Column[]; expression: ColumnElement; isDeferred?: boolean; group?: string | null },
  ) {
    this.parent = parent;
    this.key = key;
    this.slot = slot;
    this.columns = source.columns;
    this.expression = source.expression;
    this.isDeferred = source.isDeferred ?? false;
    this.group = source.group ?? null;
  }

  /** The column that is read; an expression has none. */
  get column(): Column {
    return this.columns[0]!;
  }

  get isReadOnly(): boolean {
    return this.columns.length === 0;
  }

  get isPrimaryKey(): boolean {
    return this.columns.some((column) => column.primaryKey);
  }

  get type(): TypeEngine {
    return this.expression.type;
  }

  isEqual(left: unknown, right: unknown): boolean {
    return this.type.compareValues(left, right);
  }

  toString(): string {
    return `${this.parent.name}.${this.key}`;
  }
}
