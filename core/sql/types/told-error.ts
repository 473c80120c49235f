import { ArgumentError, LookupError } from '../../errors.ts';

/** What a type says of a value, with the column it is about; any other error as it is. */
export function toldError(column: string, error: unknown): unknown {
  if (error instanceof LookupError) return new LookupError(`${column}: ${error.message}`, { cause: error });
  return error instanceof ArgumentError ? new ArgumentError(`${column}: ${error.message}`, { cause: error }) : error;
}
