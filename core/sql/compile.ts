import type { BindParameter } from './bind-parameter.ts';
import { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { Compiled } from './compiled.ts';
import { defaultSql } from './default-dialect.ts';
import { late } from './late.ts';
import { keyTo } from './protocol.ts';
import type { CompilerOptions, SqlDialect } from './sql-dialect.ts';

export { Compiled };

/** A compiled statement, and the values it is to be executed with this time. */
export interface CachedCompiled {
  readonly compiled: Compiled;
  /** To be given to `compiled.construct`; null where the statement carries its values itself. */
  readonly binds: readonly BindParameter[] | null;
}

/**
 * Writes a statement or an expression as SQL of `dialect`; without one, as it is printed.
 *
 * @throws CompileError for what the dialect has no SQL for; ArgumentError, InvalidRequestError for a statement that cannot be
 */
export function compile(element: ClauseElement, dialect: SqlDialect = defaultSql, options: CompilerOptions = {}): Compiled {
  return dialect.createCompiler(options).compile(element);
}

/**
 * The compiled statement of this structure, compiled only when none is known.
 *
 * @param columnKeys - what an INSERT or UPDATE without values of its own is to set
 * @throws as {@link compile}
 */
export function compileCached(statement: ClauseElement, dialect: SqlDialect, columnKeys: readonly string[] | null = null): CachedCompiled {
  const key = new CacheKey();
  statement[keyTo](key);
  if (!key.isUsable) return { compiled: compile(statement, dialect, { columnKeys }), binds: null };
  if (columnKeys !== null) for (const name of columnKeys) key.putText(name);
  const { compiledCache } = dialect;
  let compiled = compiledCache.get(key);
  if (compiled === undefined) {
    const { hash } = key;
    const parts = key.kept();
    compiled = compile(statement, dialect, { columnKeys });
    compiled.bindOrder = bindOrder(compiled, key.binds);
    compiledCache.set(hash, parts, compiled);
  }
  return { compiled, binds: key.binds };
}

/** For each place in the text where its value stands in the list that the key makes; -1 for a value that belongs to the structure. */
function bindOrder(compiled: Compiled, binds: readonly BindParameter[]): readonly number[] {
  const places = new Map<BindParameter, number>();
  for (const [place, bind] of binds.entries()) places.set(bind, place);
  return compiled.slots.map((slot) => places.get(slot.bind) ?? -1);
}

late.stringify = (element) => compile(element).sql;
