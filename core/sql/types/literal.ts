import { CompileError, showValue } from '../../errors.ts';

/** A text as SQL: quotes are doubled. */
function writeText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Any value whose SQL text follows from its JavaScript type. @throws CompileError for others */
export function writeLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  throw new CompileError(`Don't know how to write the value ${showValue(value)} into SQL text; give it a type, as in literal(value, Type)`);
}

/** A number as SQL. @throws CompileError for NaN and the infinities, which SQL text cannot say */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new CompileError(`${value} cannot be written into SQL text; bind it instead`);
  return String(value);
}
