import { ArgumentError, showValue } from '../../errors.ts';
import { type Operator, ops } from '../operators.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, TypeEngine } from './type-engine.ts';

/** Options of the text types. */
export interface StringOptions {
  /** The order of texts in this column. */
  collation?: string;
}

const checkText = (type: TypeEngine, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new ArgumentError(`${type} takes a string, not ${showValue(value)}`);
};

/** Text, of at most `length` characters where the database minds. */
export class StringType<T extends string = string> extends TypeEngine<T, T> {
  override readonly visitName: string = 'string';
  override readonly affinity: Affinity = 'string';
  /** The order of texts in the column; null for the database's own. */
  readonly collation: string | null;

  /** The most characters; null for as many as there are. */
  readonly length: number | null;

  /** @throws ArgumentError when the length is no whole number */
  constructor(given: number | null | StringOptions = null, more: StringOptions = {}) {
    super();
    const [length, options] = typeof given === 'object' && given !== null ? [null, given] : [given, more];
    this.length = length;
    if (length !== null && (!Number.isSafeInteger(length) || length < 0))
      throw new ArgumentError(`The length of a text type is a whole number, not ${showValue(length)}`);
    this.collation = options.collation ?? null;
  }

  override get args(): readonly unknown[] {
    if (this.collation !== null) return [this.length, { collation: this.collation }];
    return this.length === null ? [] : [this.length];
  }

  override coerce(value: unknown): T {
    return checkText(this, value) as T;
  }

  override accepts(value: unknown): boolean {
    return typeof value === 'string';
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor | null {
    return (value) => (typeof value === 'string' ? value : checkText(this, value));
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    return (value) => dialect.writeText(checkText(this, value));
  }

  override adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    const joins = operator === ops.add && (other.affinity === 'string' || other.affinity === 'null');
    return { operator: joins ? ops.concat : operator, type: this };
  }
}

/** Text of any length. */
export class TextType extends StringType {
  override readonly visitName = 'text';
}

/** Text; `NVARCHAR` where the database has one. */
export class UnicodeType extends StringType {
  override readonly visitName = 'unicode';
}

/** Text of any length. */
export class UnicodeTextType extends StringType {
  override readonly visitName = 'unicodeText';
}

/** A text type under its SQL name: `CHAR(3)`. */
export class NamedStringType extends StringType {
  override readonly visitName: string;
  constructor(visitName: string, length: number | null | StringOptions = null, options: StringOptions = {}) {
    super(length, options);
    this.visitName = visitName;
  }
}

/** Text of any length. */
export const stringType = new StringType();
