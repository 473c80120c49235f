import { ArgumentError } from '../errors.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import type { Column } from './column.ts';

/** SQL that the database writes into a column by itself: text, or an expression. */
export type ServerDefault = string | ClauseElement;

/** Marks a value that the database makes by some means that is not written here (a trigger): it is read back after a flush. */
export class FetchedValue {
  readonly forUpdate: boolean;

  constructor(options: { readonly forUpdate?: boolean } = {}) {
    this.forUpdate = options.forUpdate ?? false;
  }
}

/** A `DEFAULT` clause. */
export class DefaultClause extends FetchedValue {
  /** A string is a literal value, an element is written as it is. */
  readonly arg: ServerDefault;

  constructor(arg: ServerDefault, options: { readonly forUpdate?: boolean } = {}) {
    super(options);
    this.arg = arg;
  }
}

/** A column the database computes: `new Computed('price * amount', { persisted: true })`. */
export class Computed extends FetchedValue {
  readonly sqltext: ServerDefault;
  /** `true` STORED, `false` VIRTUAL, `null` what the database does by itself. */
  readonly persisted: boolean | null;
  /** @internal */
  column: Column | null = null;

  constructor(sqltext: ServerDefault, options: { readonly persisted?: boolean | null } = {}) {
    super({ forUpdate: true });
    this.sqltext = sqltext;
    this.persisted = options.persisted ?? null;
  }

  /** One of its own, for a copy of the column. */
  copy(): Computed {
    return new Computed(this.sqltext, { persisted: this.persisted });
  }
}

/** How a sequence counts. */
export interface SequenceOptions {
  readonly start?: number | bigint;
  readonly increment?: number | bigint;
  readonly minvalue?: number | bigint;
  readonly maxvalue?: number | bigint;
  readonly nominvalue?: boolean;
  readonly nomaxvalue?: boolean;
  readonly cycle?: boolean;
  readonly cache?: number;
  readonly order?: boolean;
}

const COUNTS = ['start', 'increment', 'minvalue', 'maxvalue', 'cache'] as const;

function checkCounts(options: SequenceOptions, what: string): void {
  for (const name of COUNTS) {
    const value = options[name];
    if (value !== undefined && typeof value !== 'bigint' && !Number.isSafeInteger(value)) {
      throw new ArgumentError(`${what}: ${name} must be a whole number, not ${String(value)}`);
    }
  }
}

/** `GENERATED … AS IDENTITY`, on databases that have it; elsewhere the column counts as it always does. */
export class Identity extends FetchedValue {
  /** `GENERATED ALWAYS` instead of `BY DEFAULT`. */
  readonly always: boolean;
  /** `NULL` may be stored. */
  readonly onNull: boolean | null;
  readonly options: SequenceOptions;
  /** @internal */
  column: Column | null = null;

  /** @throws ArgumentError when a number of the options is not whole */
  constructor(options: SequenceOptions & { readonly always?: boolean; readonly onNull?: boolean } = {}) {
    super();
    checkCounts(options, 'Identity');
    this.always = options.always ?? false;
    this.onNull = options.onNull ?? null;
    this.options = options;
  }

  /** One of its own, for a copy of the column. */
  copy(): Identity {
    return new Identity({ ...this.options, always: this.always, onNull: this.onNull ?? undefined });
  }
}

/** A sequence of numbers kept by the database. Databases without sequences pass over it. */
export class Sequence {
  readonly name: string;
  readonly schema: string | null;
  readonly options: SequenceOptions;
  /** True where the column may also count by itself. */
  readonly optional: boolean;
  /** @internal */
  column: Column | null = null;

  /** @throws ArgumentError when the name is empty or a number of the options is not whole */
  constructor(name: string, options: SequenceOptions & { readonly schema?: string | null; readonly optional?: boolean } = {}) {
    if (typeof name !== 'string' || name === '') throw new ArgumentError("a Sequence needs a name: Sequence('order_id_seq')");
    checkCounts(options, `Sequence '${name}'`);
    this.name = name;
    this.schema = options.schema ?? null;
    this.optional = options.optional ?? false;
    this.options = options;
  }

  /** Name with schema, as the metadata knows it. */
  get key(): string {
    return this.schema === null ? this.name : `${this.schema}.${this.name}`;
  }

  /** One of its own, for a copy of the column. */
  copy(): Sequence {
    return new Sequence(this.name, { ...this.options, schema: this.schema, optional: this.optional });
  }
}
