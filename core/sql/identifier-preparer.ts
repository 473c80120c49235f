import { IdentifierError } from '../errors.ts';

/** What can have a schema before its name. */
export interface SchemaNamed {
  readonly name: string;
  readonly schema?: string | null;
  /** True: always quoted; false: never; undefined: where it must be. */
  readonly quote?: boolean | null;
}

const LEGAL = /^[a-z_$][a-z0-9_$]*$/;
const STARTS_WRONG = /^[0-9$]/;
const FUNCTION = /^[A-Za-z_][A-Za-z0-9_$]*$/;
/** Quoted names are kept, up to this many: a program that makes names without end must not fill the memory. */
const KEPT_NAMES = 5000;

/**
 * Quotes identifiers by rule: reserved words, capitals, and everything but letters, digits, `_` and `$`. The quote character itself is doubled, so that
 * no name can end the identifier.
 */
export class IdentifierPreparer {
  readonly #reserved: ReadonlySet<string>;
  readonly #quote: string;
  readonly #known = new Map<string, string>();
  readonly #knownFunctions = new Map<string, string>();
  /** The longest name the database takes. */
  readonly maxLength: number;

  /**
   * @param reserved - words that must be quoted, in lower case
   * @param quote - the quote character
   * @param maxLength - the longest name the database takes
   */
  constructor(reserved: ReadonlySet<string>, quote = '"', maxLength = 9999) {
    this.#reserved = reserved;
    this.#quote = quote;
    this.maxLength = maxLength;
  }

  /** `name`, in quotes where it must be. @throws IdentifierError for an empty name and for the character NUL, which no database takes */
  quote(name: string): string {
    return this.#known.get(name) ?? keep(this.#known, name, this.needsQuotes(name) ? this.quoteAlways(name) : name);
  }

  /** A function's name as it was written; in quotes only where it could not be a name otherwise. @throws IdentifierError */
  formatFunction(name: string): string {
    return this.#knownFunctions.get(name) ?? keep(this.#knownFunctions, name, FUNCTION.test(name) ? name : this.quote(name));
  }

  /** `"name"`, whatever it is. @throws IdentifierError */
  quoteAlways(name: string): string {
    if (name === '') throw new IdentifierError('An identifier cannot be empty');
    if (name.includes('\0'))
      throw new IdentifierError(`The identifier ${JSON.stringify(name)} holds the character NUL, which no database takes`);
    return `${this.#quote}${name.replaceAll(this.#quote, this.#quote + this.#quote)}${this.#quote}`;
  }

  /** Whether the database would read `name` otherwise without quotes. */
  needsQuotes(name: string): boolean {
    return !LEGAL.test(name) || STARTS_WRONG.test(name) || this.#reserved.has(name);
  }

  /** `name` as its object wants it: `quote` true or false overrides the rule. */
  quoteNamed(name: string, quote: boolean | null | undefined): string {
    if (quote === true) return this.quoteAlways(name);
    return quote === false ? name : this.quote(name);
  }

  /** `schema.name` */
  formatTable(table: SchemaNamed): string {
    const name = this.quoteNamed(table.name, table.quote);
    return table.schema ? `${this.formatSchema(table.schema)}.${name}` : name;
  }

  /** `schema`, each part of a dotted one on its own. */
  formatSchema(schema: string): string {
    return this.quote(schema);
  }
}

function keep(known: Map<string, string>, name: string, made: string): string {
  if (known.size >= KEPT_NAMES) known.clear();
  known.set(name, made);
  return made;
}
