import type { DatabaseErrorName, DriverFailure } from '../../engine/dialect.ts';

/** An error as PostgreSQL reports it. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  /** SQLSTATE: `23505`. */
  readonly code: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly constraint: string | null;
  readonly table: string | null;
  readonly column: string | null;

  /** @param fields - by the protocol's letters */
  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get('M') ?? 'unknown error');
    this.code = fields.get('C') ?? 'XX000';
    this.detail = fields.get('D') ?? null;
    this.hint = fields.get('H') ?? null;
    this.constraint = fields.get('n') ?? null;
    this.table = fields.get('t') ?? null;
    this.column = fields.get('c') ?? null;
  }
}

/** By the first two characters of SQLSTATE, as Python's psycopg tells them apart. */
const CLASSES: ReadonlyMap<string, DatabaseErrorName> = new Map<string, DatabaseErrorName>([
  ['08', 'OperationalError'],
  ['0A', 'NotSupportedError'],
  ['20', 'ProgrammingError'],
  ['21', 'ProgrammingError'],
  ['22', 'DataError'],
  ['23', 'IntegrityError'],
  ['24', 'InternalError'],
  ['25', 'InternalError'],
  ['26', 'ProgrammingError'],
  ['27', 'OperationalError'],
  ['28', 'OperationalError'],
  ['2B', 'InternalError'],
  ['2D', 'InternalError'],
  ['2F', 'InternalError'],
  ['34', 'OperationalError'],
  ['38', 'InternalError'],
  ['39', 'InternalError'],
  ['3B', 'InternalError'],
  ['3D', 'ProgrammingError'],
  ['3F', 'ProgrammingError'],
  ['40', 'OperationalError'],
  ['42', 'ProgrammingError'],
  ['44', 'ProgrammingError'],
  ['53', 'OperationalError'],
  ['54', 'OperationalError'],
  ['55', 'OperationalError'],
  ['57', 'OperationalError'],
  ['58', 'OperationalError'],
  ['F0', 'InternalError'],
  ['HV', 'OperationalError'],
  ['P0', 'InternalError'],
  ['XX', 'InternalError'],
]);

/** The class of an error of PostgreSQL; what carries no SQLSTATE is the driver's. */
export function classifyPostgresError(error: unknown): DriverFailure {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const message = error instanceof Error ? error.message : String(error);
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return { name: 'InterfaceError', message };
  const { detail, hint } = error as Partial<PostgresError>;
  const more = `${detail ? `\nDETAIL:  ${detail}` : ''}${hint ? `\nHINT:  ${hint}` : ''}`;
  return { name: CLASSES.get(code.slice(0, 2)) ?? 'DatabaseError', message: message + more };
}
