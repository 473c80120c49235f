import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, TypeEngine } from './type-engine.ts';

/** The type of a value inside CAST: it is sent as what it is, and written into SQL text as the type it becomes would write it, where that can. */
export class CastOperandType extends TypeEngine {
  override readonly visitName: string;
  override readonly affinity: Affinity;

  constructor(
    readonly own: TypeEngine,
    readonly target: TypeEngine,
  ) {
    super();
    this.visitName = own.visitName;
    this.affinity = own.affinity;
  }

  override get args(): readonly unknown[] {
    return [this.own.cacheKey, this.target.cacheKey];
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor | null {
    return this.own.bindProcessor(dialect);
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor | null {
    const [asTarget, asOwn] = [this.target.literalProcessor(dialect), this.own.literalProcessor(dialect)];
    if (asTarget === null || asOwn === null) return asOwn;
    return (value) => {
      try {
        return asTarget(value);
      } catch {
        return asOwn(value);
      }
    };
  }
}
