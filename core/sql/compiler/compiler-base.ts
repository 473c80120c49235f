import { CompileError } from '../../errors.ts';
import type { BindParameter } from '../bind-parameter.ts';
import type { ClauseElement } from '../clause-element.ts';
import type { AnonymousName } from '../column-clause.ts';
import { QualifiedName } from '../column-naming.ts';
import { type BindSlot, Compiled, type InsertedKey, type ResultColumn, type StatementKind } from '../compiled.ts';
import { compileTo } from '../protocol.ts';
import type { CompilerOptions, SqlDialect } from '../sql-dialect.ts';
import { TupleType } from '../types/tuple.ts';
import type { TypeEngine } from '../types/type-engine.ts';

/** Characters that SQLAlchemy keeps free for the number behind a name that was cut. */
const CUT_RESERVE = 6;

let serial = 0;

/** Text with places for values between its segments; `text` is what follows the last place. */
export interface WrittenPart {
  readonly segments: string[];
  readonly slots: BindSlot[];
  readonly text: string;
}

/**
 * What every part of the compiler shares: the text written so far, the places for values in it, and the names made. Text is written front to back; a
 * part that must stand before it (WITH) is written apart and put there at the end.
 */
export abstract class CompilerBase {
  readonly dialect: SqlDialect;
  readonly options: CompilerOptions;
  /** The text since the last place for a value. */
  protected text = '';
  protected segments: string[] = [];
  protected slots: BindSlot[] = [];
  readonly resultColumns: ResultColumn[] = [];
  protected kind: StatementKind = 'expression';
  protected returnsRows = false;
  /** How the primary key of the row an INSERT made is known. */
  protected inserted: InsertedKey | null = null;
  /** What the statement's plugin wants back. */
  state: unknown = null;

  // most statements have few of these
  #counters: Map<string, number> | null = null;
  #madeNames: Map<AnonymousName, string> | null = null;
  #cutNames: Map<string, string> | null = null;
  /** The names of all parameters; made when one comes whose name is not made: only then can two be equal. */
  #taken: Map<string, BindParameter> | null = null;
  /** The places for values in parts that were written apart, and around them. */
  #slotsElsewhere: BindSlot[][] | null = null;
  readonly #serial = (serial += 1);

  constructor(dialect: SqlDialect, options: CompilerOptions) {
    this.dialect = dialect;
    this.options = options;
  }

  /** Compiles `element` to a statement. A compiler is used once. */
  compile(element: ClauseElement): Compiled {
    element[compileTo](this as never);
    this.finish();
    this.segments.push(this.text);
    const { kind, segments, slots, resultColumns, state, returnsRows, inserted } = this;
    return new Compiled(this.dialect, { kind, segments, slots, resultColumns, statement: element, state, returnsRows, inserted });
  }

  /** Called when the statement's own text is complete. */
  protected finish(): void {}

  /** Writes SQL text as it is. */
  write(sql: string): void {
    this.text += sql;
  }

  /** Writes an element. */
  node(element: ClauseElement): void {
    element[compileTo](this as never);
  }

  /** Writes elements with `separator` between them. */
  writeList(elements: readonly ClauseElement[], separator = ', '): void {
    for (let i = 0; i < elements.length; i += 1) {
      if (i > 0) this.text += separator;
      elements[i]![compileTo](this as never);
    }
  }

  /** Writes a name, in quotes where it must be. */
  identifier(name: string): void {
    this.text += this.dialect.identifiers.quote(name);
  }

  /** Runs `write` on a text of its own and gives that back, to be put somewhere else. */
  protected apart(write: () => void): WrittenPart {
    const kept = { segments: this.segments, slots: this.slots, text: this.text };
    (this.#slotsElsewhere ??= []).push(kept.slots);
    this.segments = [];
    this.slots = [];
    this.text = '';
    write();
    const made = { segments: this.segments, slots: this.slots, text: this.text };
    this.#slotsElsewhere.push(made.slots);
    Object.assign(this, kept);
    return made;
  }

  /** Puts a part written apart before everything written so far. */
  protected prepend(part: WrittenPart): void {
    if (this.segments.length > 0) this.segments = [...part.segments, part.text + this.segments[0]!, ...this.segments.slice(1)];
    else {
      this.segments = part.segments;
      this.text = part.text + this.text;
    }
    this.slots = [...part.slots, ...this.slots];
  }

  /** Writes a part written apart here. */
  protected insert(part: WrittenPart): void {
    if (part.segments.length === 0) {
      this.text += part.text;
      return;
    }
    this.segments.push(this.text + part.segments[0]!, ...part.segments.slice(1));
    this.slots.push(...part.slots);
    this.text = part.text;
  }

  /** The text of a name: one that has to be made is numbered in the order of its first use. */
  nameOf(name: string | AnonymousName): string {
    if (typeof name === 'string') return name;
    if (name instanceof QualifiedName) return this.cut(`${this.nameOf(name.tableName)}_${this.nameOf(name.columnName)}`);
    this.#madeNames ??= new Map();
    let made = this.#madeNames.get(name);
    if (made === undefined) {
      made = this.cut(this.#numbered(name.stem));
      this.#madeNames.set(name, made);
    }
    return made;
  }

  #numbered(stem: string): string {
    this.#counters ??= new Map();
    const number = (this.#counters.get(stem) ?? 0) + 1;
    this.#counters.set(stem, number);
    return `${stem}_${number}`;
  }

  /** A made name that the database would find too long is cut and numbered. */
  cut(name: string): string {
    const { maxLength } = this.dialect.identifiers;
    if (name.length <= maxLength - CUT_RESERVE) return name;
    this.#cutNames ??= new Map();
    let cut = this.#cutNames.get(name);
    if (cut === undefined) {
      cut = `${name.slice(0, Math.max(maxLength - CUT_RESERVE, 0))}_${(this.#cutNames.size + 1).toString(16)}`;
      this.#cutNames.set(name, cut);
    }
    return cut;
  }

  /** Writes the place for a value; or the value itself, where the statement is written with its values. */
  visitBindParameter(bind: BindParameter): void {
    if (this.options.literal) {
      this.writeLiteralBind(bind);
      return;
    }
    const name = this.#nameBind(bind);
    this.segments.push(this.text);
    this.text = '';
    const emptyList = bind.expanding ? this.emptyList(bind.expandedAs ?? 'in', bind.type) : null;
    this.slots.push({ name, bind, emptyList, rowsPrefix: this.rowsPrefix });
  }

  #nameBind(bind: BindParameter): string {
    if (bind.namedBy === this.#serial) return bind.namedAs;
    const name = bind.unique ? this.cut(this.#numbered(bind.name)) : bind.name;
    if (!bind.unique) this.#taken ??= this.#namesSoFar();
    if (this.#taken !== null) {
      const holder = this.#taken.get(name);
      if (holder !== undefined && (holder.unique || bind.unique)) {
        throw new CompileError(`Bind parameter '${name}' conflicts with unique bind parameter of the same name`);
      }
      this.#taken.set(name, bind);
    }
    bind.namedBy = this.#serial;
    bind.namedAs = name;
    return name;
  }

  #namesSoFar(): Map<string, BindParameter> {
    const names = new Map<string, BindParameter>();
    for (const slots of [...(this.#slotsElsewhere ?? []), this.slots]) for (const { name, bind } of slots) names.set(name, bind);
    return names;
  }

  /** What stands before rows of several columns in a list: SQLite wants VALUES. */
  protected get rowsPrefix(): string {
    return '';
  }

  /** What stands in `IN (…)` where the list is empty: something that holds nothing. */
  protected emptyList(kind: 'in' | 'notIn', type: TypeEngine): string {
    const nulls = type instanceof TupleType && type.types.length > 1 ? `(${type.types.map(() => 'NULL').join(', ')})` : 'NULL';
    return kind === 'in' ? `${nulls}) AND (1 != 1` : `${nulls}) OR (1 = 1`;
  }

  protected writeLiteralBind(bind: BindParameter): void {
    if (bind.required && this.options.bareColumns)
      throw new CompileError(`A value is required for bind parameter '${bind.name}', which is to be written into the text`);
    const value = bind.effectiveValue;
    if (!bind.expanding) {
      this.write(this.literal(value, bind.type));
      return;
    }
    const items = [...((value ?? []) as Iterable<unknown>)];
    if (items.length === 0) {
      this.write(`(${this.emptyList(bind.expandedAs ?? 'in', bind.type)})`);
      return;
    }
    const types = bind.type instanceof TupleType ? bind.type.types : null;
    const isRows = types !== null || Array.isArray(items[0]);
    const texts = items.map((item) =>
      isRows
        ? `(${(item as unknown[]).map((cell, i) => this.literal(cell, types?.[i] ?? bind.type)).join(', ')})`
        : this.literal(item, bind.type),
    );
    this.write(`(${isRows ? this.rowsPrefix : ''}${texts.join(', ')})`);
  }

  /** `value` as SQL text. @throws CompileError where its type has no such text */
  literal(value: unknown, type: TypeEngine): string {
    if ((value === null || value === undefined) && !type.handlesNull) return 'NULL';
    const write = type.literalProcessor(this.dialect);
    if (write === null) throw new CompileError(`Don't know how to write a value of the type ${type} into SQL text`);
    return write(value);
  }
}
