import { InvalidRequestError, StatementError } from '../errors.ts';
import type { DriverValue } from '../io.ts';
import type { BindParameter } from './bind-parameter.ts';
import type { ColumnElement } from './column-element.ts';
import { ColumnBind } from './dml-values.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { toldError } from './types/told-error.ts';
import { TupleType } from './types/tuple.ts';
import type { BindProcessor, ResultProcessor, TypeEngine } from './types/type-engine.ts';

/** One place for a parameter in a statement's text. */
export interface BindSlot {
  readonly name: string;
  readonly bind: BindParameter;
  /** What is written where the value is a list and the list is empty. */
  readonly emptyList: string | null;
  /** How rows of several columns are written: `VALUES ` before them on SQLite. */
  readonly rowsPrefix: string;
}

/** One column of the rows a statement gives. */
export interface ResultColumn {
  readonly name: string;
  readonly type: TypeEngine;
  readonly element: ColumnElement;
}

/** What kind of statement was compiled: decides what its execution gives. */
export type StatementKind = 'select' | 'insert' | 'update' | 'delete' | 'text' | 'ddl' | 'expression';

/** Where one column of a new row's primary key comes from. */
export interface KeyPart {
  readonly type: TypeEngine;
  /** It was sent. */
  readonly bind: BindParameter | null;
  /** It stands in this column of what the database returned. */
  readonly returned: number | null;
  /** It is the number the database has counted up to. */
  readonly isGenerated: boolean;
}

/** How the primary key of a new row is known, in the order of the key. */
export interface InsertedKey {
  readonly parts: readonly KeyPart[];
}

/** What a compiler hands over when it is done. */
export interface CompiledParts {
  readonly kind: StatementKind;
  readonly segments: readonly string[];
  readonly slots: readonly BindSlot[];
  readonly resultColumns: readonly ResultColumn[];
  readonly statement: unknown;
  readonly state: unknown;
  readonly returnsRows: boolean;
  readonly inserted?: InsertedKey | null;
}

/** How a list is written: how many values it has; of rows, the widths of each; of a number that is written itself, the number. */
type ListShape = number | string;

const nothing: readonly never[] = Object.freeze([]);

/** A statement as SQL text with places for its values. It belongs to one dialect and is used for every statement of the same structure. */
export class Compiled {
  readonly kind: StatementKind;
  readonly slots: readonly BindSlot[];
  readonly resultColumns: readonly ResultColumn[];
  /** What was compiled, as the language knows it. */
  readonly statement: unknown;
  /** What the statement's plugin wants back: how to read the rows. */
  readonly state: unknown;
  /** Whether executing it gives rows. */
  readonly returnsRows: boolean;
  readonly #inserted: InsertedKey | null;
  /** The places whose value a default function gives where none is given. */
  readonly #defaults: readonly number[];
  readonly #segments: readonly string[];
  readonly #isExpanding: boolean;
  readonly #processors: readonly (BindProcessor | null)[];
  #sql: string | null = null;
  /** The text for lists of certain lengths, as it was made last. */
  #expanded: { readonly shapes: readonly ListShape[]; readonly sql: string } | null = null;
  #resultProcessors: readonly (ResultProcessor | null)[] | null = null;
  /** @internal For each slot the place of its value in the cache key's list of values. */
  bindOrder: readonly number[] | null = null;

  constructor(
    readonly dialect: SqlDialect,
    parts: CompiledParts,
  ) {
    this.kind = parts.kind;
    this.slots = parts.slots;
    this.resultColumns = parts.resultColumns;
    this.statement = parts.statement;
    this.state = parts.state;
    this.returnsRows = parts.returnsRows;
    this.#segments = parts.segments;
    this.#inserted = parts.inserted ?? null;
    const { slots } = parts;
    const processors = new Array<BindProcessor | null>(slots.length);
    let defaults: number[] | null = null;
    let isExpanding = false;
    for (let i = 0; i < slots.length; i += 1) {
      const { bind } = slots[i]!;
      processors[i] = bind.type.boundFor(dialect);
      if (bind.expanding || bind.literalExecute) isExpanding = true;
      if (bind instanceof ColumnBind && bind.makeValue !== null) (defaults ??= []).push(i);
    }
    this.#processors = processors;
    this.#defaults = defaults ?? nothing;
    this.#isExpanding = isExpanding;
  }

  /** The text with its places; a list of unknown length stands as `__[POSTCOMPILE_name]`. */
  get sql(): string {
    this.#sql ??= this.#join((slot, number) =>
      slot.bind.expanding
        ? `(__[POSTCOMPILE_${slot.name}])`
        : slot.bind.literalExecute
          ? `__[POSTCOMPILE_${slot.name}]`
          : this.#placeholder(slot, number),
    );
    return this.#sql;
  }

  /** The values the statement was built with, by name. */
  get params(): Record<string, unknown> {
    return Object.fromEntries(this.slots.map((slot) => [slot.name, slot.bind.effectiveValue ?? null]));
  }

  /** How each column of a row is read; null where the value passes as it is. */
  get resultProcessors(): readonly (ResultProcessor | null)[] {
    this.#resultProcessors ??= this.resultColumns.map(({ name, type }) => columnReader(name, type, type.resultProcessor(this.dialect)));
    return this.#resultProcessors;
  }

  #placeholder(slot: BindSlot, number: number): string {
    switch (this.dialect.paramStyle) {
      case 'named':
        return `:${slot.name}`;
      case 'numeric':
        return `$${number}`;
      default:
        return '?';
    }
  }

  #join(place: (slot: BindSlot, number: number, index: number) => string): string {
    let text = this.#segments[0]!;
    for (let i = 0; i < this.slots.length; i += 1) text += place(this.slots[i]!, i + 1, i) + this.#segments[i + 1]!;
    return text;
  }

  /**
   * The text and the values to send.
   *
   * @param given - values by parameter name, over those the statement was built with
   * @param binds - the values of another statement of the same structure, as its cache key lists them
   * @throws StatementError where a type refuses its value; InvalidRequestError inside one where a value is missing
   */
  construct(
    given: Readonly<Record<string, unknown>> | null = null,
    binds: readonly BindParameter[] | null = null,
  ): { sql: string; params: DriverValue[] } {
    const params: DriverValue[] = [];
    const { slots } = this;
    const values = this.#defaults.length === 0 ? given : this.#withDefaults(given, binds);
    if (!this.#isExpanding) {
      for (let i = 0; i < slots.length; i += 1) params.push(this.#process(i, this.#valueOf(i, values, binds), values));
      return { sql: this.sql, params };
    }
    const shapes: ListShape[] = [];
    for (let i = 0; i < slots.length; i += 1) {
      const { bind } = slots[i]!;
      const value = this.#valueOf(i, values, binds);
      if (bind.literalExecute) shapes.push(Number(value));
      else if (bind.expanding) shapes.push(this.#addList(i, Array.isArray(value) ? value : [...(value as Iterable<unknown>)], params));
      else params.push(this.#process(i, value, values));
    }
    return { sql: this.#textFor(shapes), params };
  }

  /**
   * As `construct`, with values in a known order.
   *
   * @param places - for each place of the text where its value stands in `values`; -1: the statement carries it itself
   */
  constructInOrder(values: readonly unknown[], places: readonly number[]): { sql: string; params: DriverValue[] } {
    const { slots } = this;
    if (this.#isExpanding || this.#defaults.length > 0) {
      const given = slots.flatMap(({ name }, i) => (places[i]! < 0 ? [] : [[name, values[places[i]!]] as const]));
      return this.construct(Object.fromEntries(given));
    }
    const params = new Array<DriverValue>(slots.length);
    for (let i = 0; i < slots.length; i += 1) {
      const place = places[i]!;
      params[i] = this.#process(i, place < 0 ? this.#valueOf(i, null, null) : values[place], values);
    }
    return { sql: this.sql, params };
  }

  /** Adds the values of a list; answers how the list is written. */
  #addList(index: number, items: readonly unknown[], params: DriverValue[]): ListShape {
    const slot = this.slots[index]!;
    const { type } = slot.bind;
    if (items.length === 0 || (!(type instanceof TupleType) && !Array.isArray(items[0]))) {
      for (let i = 0; i < items.length; i += 1) params.push(this.#process(index, items[i], null));
      return items.length;
    }
    const types = type instanceof TupleType ? type.types : [];
    const widths = items.map((row) => {
      const cells = row as readonly unknown[];
      cells.forEach((cell, i) => {
        params.push(processValue(types[i]?.boundFor(this.dialect) ?? null, types[i], cell, slot.name, this, null));
      });
      return cells.length;
    });
    return widths.join();
  }

  /** The text for lists of these lengths: statements that come again mostly have lists of the same lengths, and their text is known. */
  #textFor(shapes: readonly ListShape[]): string {
    const last = this.#expanded;
    if (last?.shapes.every((shape, i) => shape === shapes[i])) return last.sql;
    let number = 0;
    let list = 0;
    const sql = this.#join((slot) => {
      const one = (i: number): string => {
        number += 1;
        return this.dialect.paramStyle === 'named' && slot.bind.expanding ? `:${slot.name}_${i + 1}` : this.#placeholder(slot, number);
      };
      const { bind } = slot;
      if (!bind.literalExecute && !bind.expanding) return one(0);
      const shape = shapes[list]!;
      list += 1;
      return bind.literalExecute ? String(shape) : listText(slot, shape, one);
    });
    this.#expanded = { shapes, sql };
    return sql;
  }

  #valueOf(index: number, values: Readonly<Record<string, unknown>> | null, binds: readonly BindParameter[] | null): unknown {
    const slot = this.slots[index]!;
    if (values !== null && Object.hasOwn(values, slot.name) && (values[slot.name] !== undefined || !(slot.bind instanceof ColumnBind)))
      return values[slot.name];
    const place = binds === null || this.bindOrder === null ? -1 : this.bindOrder[index]!;
    const bind = place < 0 ? slot.bind : binds![place]!;
    if (bind.required) {
      const cause = new InvalidRequestError(`A value is required for bind parameter '${bind.name}'`);
      throw new StatementError(cause.message, this.sql, values, cause);
    }
    return bind.effectiveValue;
  }

  /** The values with what the default functions give, each called once for a row. */
  #withDefaults(
    given: Readonly<Record<string, unknown>> | null,
    binds: readonly BindParameter[] | null,
  ): Readonly<Record<string, unknown>> {
    const values: Record<string, unknown> = { ...given };
    for (const index of this.#defaults) {
      const { name, bind } = this.slots[index]!;
      if (values[name] !== undefined) continue;
      const { makeValue, row } = bind as ColumnBind;
      values[name] = makeValue!({ getCurrentParameters: () => this.#rowOf(row, values, binds) }) ?? null;
    }
    return values;
  }

  /** The values of one row that are known by now, by column key. */
  #rowOf(row: number | null, values: Readonly<Record<string, unknown>>, binds: readonly BindParameter[] | null): Record<string, unknown> {
    const known: Record<string, unknown> = {};
    this.slots.forEach(({ name, bind }, index) => {
      if (!(bind instanceof ColumnBind) || bind.row !== row) return;
      if (values[name] !== undefined || bind.makeValue === null) known[bind.columnKey] = this.#valueOf(index, values, binds);
    });
    return known;
  }

  /** The primary key of the row that an INSERT has made; null where it is not known: the statement is another, or has inserted several. */
  insertedKeyOf(
    params: readonly DriverValue[],
    reply: { readonly rows: readonly (readonly DriverValue[])[]; readonly lastInsertId: number | bigint | null },
  ): readonly unknown[] | null {
    if (this.#inserted === null) return null;
    return this.#inserted.parts.map(({ type, bind, returned, isGenerated }) => {
      const sent = bind === null ? undefined : params[this.slots.findIndex((slot) => slot.bind === bind)];
      const value =
        sent ?? (returned === null ? (isGenerated || bind !== null ? reply.lastInsertId : null) : (reply.rows[0]?.[returned] ?? null));
      const read = nullSafe(type, type.resultProcessor(this.dialect));
      return read === null ? value : read(value);
    });
  }

  #process(index: number, value: unknown, values: unknown): DriverValue {
    const slot = this.slots[index]!;
    return processValue(this.#processors[index]!, slot.bind.type, value, slot.name, this, values);
  }
}

/** The places of a list: `(?, ?)`, `((?, ?), (?, ?))`. */
function listText(slot: BindSlot, shape: ListShape, one: (i: number) => string): string {
  if (shape === 0) return `(${slot.emptyList})`;
  if (typeof shape === 'number') return places(shape, 0, one);
  let from = 0;
  const rows = shape.split(',').map((width) => {
    const row = places(Number(width), from, one);
    from += Number(width);
    return row;
  });
  return `(${slot.rowsPrefix}${rows.join(', ')})`;
}

function places(count: number, from: number, one: (i: number) => string): string {
  let text = '(';
  for (let i = from; i < from + count; i += 1) text += i === from ? one(i) : `, ${one(i)}`;
  return `${text})`;
}

/** Binds one value; what the type throws is told with the parameter's name and the statement. */
function processValue(
  process: BindProcessor | null,
  type: TypeEngine | undefined,
  value: unknown,
  name: string,
  compiled: Compiled,
  values: unknown,
): DriverValue {
  if ((value === null || value === undefined) && !type?.handlesNull) return null;
  if (process === null) return value as DriverValue;
  try {
    return process(value);
  } catch (error) {
    throw new StatementError(`'${name}': ${error instanceof Error ? error.message : String(error)}`, compiled.sql, values, error);
  }
}

/** Reads a column of a row; what its type refuses is told with the column's name. */
function columnReader(name: string, type: TypeEngine, process: ResultProcessor | null): ResultProcessor | null {
  if (process === null) return null;
  const { handlesNull } = type;
  return (value) => {
    if (value === null && !handlesNull) return null;
    try {
      return process(value);
    } catch (error) {
      throw toldError(`column '${name}'`, error);
    }
  };
}

/** A processor that leaves NULL alone, unless its type gives NULL a meaning. */
function nullSafe(type: TypeEngine, process: ResultProcessor | null): ResultProcessor | null {
  if (process === null || type.handlesNull) return process;
  return (value) => (value === null ? null : process(value));
}
