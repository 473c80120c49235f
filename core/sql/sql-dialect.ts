import { keepLayout } from '../util/keep-layout.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import type { IdentifierPreparer } from './identifier-preparer.ts';
import { StatementCache } from './statement-cache.ts';
import type { TypeCompiler } from './type-compiler.ts';

/** So many compiled statements a dialect keeps. */
const KEPT_STATEMENTS = 500;

/** How a parameter is written: `:name`, `?`, `$1`, `%s`. */
export type ParamStyle = 'named' | 'qmark' | 'numeric';

/** What a database's dialect of SQL is made of. */
export interface SqlDialectOptions {
  readonly name: string;
  readonly paramStyle: ParamStyle;
  readonly identifiers: IdentifierPreparer;
  readonly types: TypeCompiler;
  readonly compiler: new (dialect: SqlDialect, options: CompilerOptions) => SQLCompiler;
  /** It has booleans, with literals and as conditions. */
  readonly supportsNativeBoolean?: boolean;
  /** Its driver takes and gives decimal text. */
  readonly supportsNativeDecimal?: boolean;
  readonly supportsNativeInterval?: boolean;
  /** It has moments in time, which know their zone. */
  readonly supportsTimezones?: boolean;
  readonly booleanLiterals?: readonly [string, string];
  /** In its texts a backslash stands for something. */
  readonly backslashEscapes?: boolean;
  /** How bytes are written in SQL text. */
  readonly writeBytes?: (bytes: Uint8Array) => string;
  readonly supportsReturning?: boolean;
  /** `INSERT INTO t DEFAULT VALUES` */
  readonly supportsDefaultValues?: boolean;
}

/** How one statement is to be compiled. */
export interface CompilerOptions {
  /** Writes the values into the text. */
  readonly literal?: boolean;
  /** Writes columns without their tables, as CREATE TABLE wants them. */
  readonly bareColumns?: boolean;
  /** The columns that an INSERT or UPDATE without values is to set: the keys of the parameters it is executed with. */
  readonly columnKeys?: readonly string[] | null;
}

/** A dialect of SQL as far as statements go: identifiers, types, parameters, a compiler, and the statements compiled so far. */
export class SqlDialect {
  /** The dialect's name, as in URLs: `sqlite`. */
  readonly name: string;
  /** How a parameter is written. */
  readonly paramStyle: ParamStyle;
  /** How names are written. */
  readonly identifiers: IdentifierPreparer;
  /** How column types are written. */
  readonly types: TypeCompiler;
  /** It has booleans. */
  readonly supportsNativeBoolean: boolean;
  /** Its driver takes and gives decimal text. */
  readonly supportsNativeDecimal: boolean;
  /** It has spans of time. */
  readonly supportsNativeInterval: boolean;
  /** It has moments, which know their zone. */
  readonly supportsTimezones: boolean;
  /** INSERT, UPDATE and DELETE can give rows. */
  readonly supportsReturning: boolean;
  /** `INSERT INTO t DEFAULT VALUES` is a row of defaults. */
  readonly supportsDefaultValues: boolean;
  /** How false and true are written. */
  readonly booleanLiterals: readonly [string, string];
  /** The statements compiled so far, by their structure. */
  readonly compiledCache = new StatementCache(KEPT_STATEMENTS);
  readonly #options: SqlDialectOptions;

  constructor(options: SqlDialectOptions) {
    this.#options = options;
    this.name = options.name;
    this.paramStyle = options.paramStyle;
    this.identifiers = options.identifiers;
    this.types = options.types;
    this.types.dialect = this;
    this.supportsNativeBoolean = options.supportsNativeBoolean ?? true;
    this.supportsNativeDecimal = options.supportsNativeDecimal ?? false;
    this.supportsNativeInterval = options.supportsNativeInterval ?? false;
    this.supportsTimezones = options.supportsTimezones ?? false;
    this.supportsReturning = options.supportsReturning ?? true;
    this.supportsDefaultValues = options.supportsDefaultValues ?? true;
    this.booleanLiterals = options.booleanLiterals ?? ['false', 'true'];
    keepLayout(this.createCompiler());
  }

  /** A compiler for one statement. */
  createCompiler(options: CompilerOptions = {}): SQLCompiler {
    return new this.#options.compiler(this, options);
  }

  /** How the parameter at a place is written where parameters have no names; the first place is 0. */
  placeholder(index: number): string {
    return this.paramStyle === 'numeric' ? `$${index + 1}` : '?';
  }

  /** A text as SQL, quotes doubled. */
  writeText(text: string): string {
    const escaped = text.replaceAll("'", "''");
    return `'${this.#options.backslashEscapes ? escaped.replaceAll('\\', '\\\\') : escaped}'`;
  }

  /** Bytes as SQL. */
  writeBytes(bytes: Uint8Array): string {
    return this.#options.writeBytes ? this.#options.writeBytes(bytes) : `X'${hex(bytes)}'`;
  }
}

/** Bytes in hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
