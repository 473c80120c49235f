import type { Column } from '../schema/column.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import { IntegerType } from '../sql/types/numbers.ts';
import { toldError } from '../sql/types/told-error.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';
import type { Mapper } from './mapper.ts';

/** Where an attribute's value comes from: columns, or an expression. */
export interface ColumnSource {
  readonly columns?: readonly Column[];
  readonly expression?: () => ColumnElement;
  readonly isDeferred?: boolean;
  readonly group?: string | null;
}

/** One column attribute of a mapper: where its value lies in a state, and how the driver's value becomes the attribute's. */
export class ColumnProperty {
  readonly kind = 'column';
  readonly parent: Mapper;
  readonly key: string;
  /** The place of its value in `ObjectState.values`. */
  readonly slot: number;
  /** The columns that hold this attribute, the one that is read first; several for the key of a joined subclass. Empty for an expression. */
  readonly columns: readonly Column[];
  readonly isDeferred: boolean;
  readonly group: string | null;
  /** The bit in `ObjectState.raw` that says "still the driver's value"; 0 for types that need no late conversion. */
  rawBit = 0;
  /** True where `fromDriver` runs when the row is read, since it is cheaper than remembering. */
  isEager = false;
  /** True where the driver's value is the attribute's but for numbers out of range, which raise when they are read. */
  isChecked = false;
  /** Makes the attribute's value of the driver's; null where they are the same. */
  fromDriver: ((cell: unknown) => unknown) | null = null;

  readonly #makeExpression: (() => ColumnElement) | null;
  #expression: ColumnElement | null = null;

  constructor(parent: Mapper, key: string, slot: number, source: ColumnSource) {
    this.parent = parent;
    this.key = key;
    this.slot = slot;
    this.columns = source.columns ?? [];
    this.#makeExpression = source.expression ?? null;
    this.isDeferred = source.isDeferred ?? false;
    this.group = source.group ?? null;
  }

  /** What is selected: the column, or the expression of `db.columnProperty`, made when it is first needed. */
  get expression(): ColumnElement {
    return (this.#expression ??= this.#makeExpression === null ? this.column : this.#makeExpression());
  }

  /** Finds out how values are read on a dialect. Called when the mapper is first used, since a column may take its type late. */
  prepare(dialect: SqlDialect, takeBit: () => number): void {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    const read = this.type.resultProcessor(dialect);
    if (read === null) return;
    this.fromDriver = (cell) => {
      try {
        return read(cell);
      } catch (error) {
        throw toldError(String(this), error);
      }
    };
    if (this.type instanceof IntegerType) this.isChecked = true;
    else if (this.type.affinity === 'boolean') this.isEager = true;
    else this.isEager = (this.rawBit = takeBit()) === 0;
  }
  #isPrepared = false;

  /** True where reading what was never set gives null. */
  get isNullable(): boolean {
    return this.columns.every((column) => column.nullable);
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
