import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceValue } from './coercions.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { mapAll } from './operator-expression.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { TupleType } from './types/tuple.ts';

/** `(a, b)`: several values compared at once. */
export class TupleClause extends ColumnElement<readonly any[], readonly any[]> {
  override readonly type: TupleType;

  constructor(readonly clauses: readonly ColumnElement[]) {
    super();
    this.type = new TupleType(clauses.map((clause) => clause.type));
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitTuple(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(,');
    key.addAll(this.clauses);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const clause of this.clauses) see(clause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const clauses = mapAll(this.clauses, change);
    return clauses === this.clauses ? this : new TupleClause(clauses);
  }
}

/** `(a, b)`, for `tuple(a, b).in([[1, 2], [3, 4]])`. */
export function tuple(...elements: unknown[]): TupleClause {
  return new TupleClause(elements.map((element) => coerceValue(element, 'tuple()')));
}
