import type { CacheKey } from './cache-key.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { compileTo, keyTo } from './protocol.ts';
import { nullType } from './types/null-type.ts';

/** The name of an order of texts, written as an identifier. */
export class Collation extends ColumnElement<any, any> {
  override readonly type = nullType;
  constructor(readonly collation: string) {
    super();
  }
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitCollation(this);
  }
  override [keyTo](key: CacheKey): void {
    key.put('O');
    key.put(this.collation);
  }
}
