import { ArgumentError, LookupError, showValue } from '../../errors.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** Options of `Enum`, given as the last argument. */
export interface EnumOptions {
  /** The name of the type, or of the CHECK. */
  name?: string;
  /** Adds a CHECK that only the listed values are stored, where the database has no enumerations. */
  createConstraint?: boolean;
  /** False: a VARCHAR even where the database has enumerations. */
  nativeEnum?: boolean;
  /** The length of the VARCHAR; the longest value's by default. */
  length?: number;
  schema?: string;
  /** @internal What attributes hold for each stored text, where that is not the text itself. */
  objects?: Readonly<Record<string, unknown>>;
}

/** One of a few texts: `Enum('draft', 'live')` has the type `'draft' | 'live'`. */
export class EnumType<T = string> extends TypeEngine<T, T> {
  override readonly visitName = 'enum';
  override readonly affinity: Affinity = 'string';
  /** The name of the type, or of the CHECK. */
  readonly name: string | null;
  /** Whether a CHECK is added where the database has no enumerations. */
  readonly createConstraint: boolean;
  /** Whether a database's own enumeration is used. */
  readonly nativeEnum: boolean;
  /** The schema that a database's own enumeration belongs to. */
  readonly schema: string | null;
  /** The length of the VARCHAR that stands for it elsewhere. */
  readonly length: number;
  /** Enumerations have none. */
  readonly collation = null;
  readonly #objects: ReadonlyMap<string, unknown> | null;

  /** @param enums - the texts that are stored, in order */
  constructor(
    readonly enums: readonly string[],
    readonly options: EnumOptions = {},
  ) {
    super();
    for (const value of enums) if (typeof value !== 'string') throw new ArgumentError(`Enum takes texts, not ${showValue(value)}`);
    this.name = options.name ?? null;
    this.createConstraint = options.createConstraint ?? false;
    this.nativeEnum = options.nativeEnum ?? true;
    this.schema = options.schema ?? null;
    const longest = enums.reduce((most, value) => Math.max(most, value.length), 0);
    if (options.length !== undefined && options.length < longest) {
      throw new ArgumentError(
        `When provided, length must be larger or equal than the length of the longest enum value. ${options.length} < ${longest}`,
      );
    }
    this.length = options.length ?? longest;
    this.#objects = options.objects ? new Map(Object.entries(options.objects)) : null;
  }

  override get args(): readonly unknown[] {
    return [...this.enums, this.options];
  }

  override coerce(value: unknown): T {
    if (this.#objects === null) {
      if (typeof value === 'string' && this.enums.includes(value)) return value as T;
    } else {
      for (const [text, object] of this.#objects) if (object === value || text === value) return object as T;
    }
    throw this.#unknown(value);
  }

  #unknown(value: unknown): LookupError {
    const possible = this.enums.join(', ');
    return new LookupError(
      `${showValue(value)} is not among the defined enum values. Enum name: ${this.name}. Possible values: ${possible}`,
    );
  }

  override accepts(value: unknown): boolean {
    return typeof value === 'string' || this.#objects !== null;
  }

  #toText(value: unknown): string {
    const object = this.coerce(value);
    if (this.#objects === null) return object as string;
    for (const [text, candidate] of this.#objects) if (candidate === object) return text;
    throw this.#unknown(value);
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => this.#toText(value);
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<T> {
    const known = new Map<unknown, unknown>(this.#objects ?? this.enums.map((value) => [value, value]));
    return (value) => {
      if (known.has(value)) return known.get(value) as T;
      throw this.#unknown(value);
    };
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    return (value) => dialect.writeText(this.#toText(value));
  }

  override adaptOperator(
    operator: Parameters<TypeEngine['adaptOperator']>[0],
    _other: TypeEngine,
  ): ReturnType<TypeEngine['adaptOperator']> {
    return { operator, type: this };
  }
}
