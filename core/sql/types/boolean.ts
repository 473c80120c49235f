import { ArgumentError, showValue } from '../../errors.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** Options of `Boolean`. */
export interface BooleanOptions {
  /** Adds a CHECK that only 0 and 1 are stored, where the database has no booleans. */
  createConstraint?: boolean;
  /** The name of that CHECK. */
  name?: string;
}

const fromNumber = (value: unknown): boolean => (typeof value === 'boolean' ? value : value !== 0 && value !== 0n);

/** True or false; 0 and 1 where the database has no booleans. */
export class BooleanType extends TypeEngine<boolean, boolean> {
  override readonly visitName = 'boolean';
  override readonly affinity: Affinity = 'boolean';
  /** Whether a CHECK is added where the database has no booleans. */
  readonly createConstraint: boolean;
  /** The name of that CHECK. */
  readonly name: string | null;

  constructor(options: BooleanOptions = {}) {
    super();
    this.createConstraint = options.createConstraint ?? false;
    this.name = options.name ?? null;
  }

  override get args(): readonly unknown[] {
    return this.createConstraint || this.name !== null ? [{ createConstraint: this.createConstraint, name: this.name }] : [];
  }

  override coerce(value: unknown): boolean {
    if (typeof value === 'boolean') return value;
    if (value === 0 || value === 1) return value === 1;
    throw new ArgumentError(`Boolean takes true or false, not ${showValue(value)}`);
  }

  override accepts(value: unknown): boolean {
    return typeof value === 'boolean';
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor {
    return dialect.supportsNativeBoolean ? (value) => this.coerce(value) : (value) => (this.coerce(value) ? 1 : 0);
  }

  override resultProcessor(dialect: SqlDialect): ResultProcessor<boolean> | null {
    return dialect.supportsNativeBoolean ? null : fromNumber;
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    const [no, yes] = dialect.booleanLiterals;
    return (value) => (this.coerce(value) ? yes : no);
  }
}

/** The type without options. */
export const booleanType = new BooleanType();
