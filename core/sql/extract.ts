import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceValue } from './coercions.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { integerType } from './types/numbers.ts';

/** `EXTRACT(field FROM element)`: the year, the month … of a date. */
export class Extract extends ColumnElement<number | null, number> {
  override readonly type = integerType;

  constructor(
    readonly field: string,
    readonly element: ColumnElement,
  ) {
    super();
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitExtract(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(x');
    key.put(this.field);
    this.element[keyTo](key);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    return element === this.element ? this : new Extract(this.field, element);
  }
}

/** The `field` (`year`, `month`, `day`, `hour`, `dow` …) of a date or time. @throws ArgumentError for undefined */
export function extract(field: string, element: unknown): Extract {
  return new Extract(field, coerceValue(element, 'extract()'));
}
