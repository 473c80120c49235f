import type { CacheKey } from './cache-key.ts';
import { coerceValue } from './coercions.ts';
import type { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { compileTo, keyTo } from './protocol.ts';
import { integerType } from './types/numbers.ts';
import { WrappingElement } from './wrapping-element.ts';

/** `EXTRACT(field FROM element)`: the year, the month … of a date. */
export class Extract extends WrappingElement<number | null, number> {
  override readonly type = integerType;

  constructor(
    readonly field: string,
    element: ColumnElement,
  ) {
    super(element);
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
}

/** The `field` (`year`, `month`, `day`, `hour`, `dow` …) of a date or time. @throws ArgumentError for undefined */
export function extract(field: string, element: unknown): Extract {
  return new Extract(field, coerceValue(element, 'extract()'));
}
