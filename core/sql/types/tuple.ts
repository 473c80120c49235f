import { type Affinity, TypeEngine } from './type-engine.ts';

/** The type of `(a, b)`: a row of values. */
export class TupleType extends TypeEngine<readonly any[], readonly any[]> {
  override readonly visitName = 'tuple';
  override readonly affinity: Affinity = 'tuple';

  constructor(readonly types: readonly TypeEngine[]) {
    super();
  }

  override accepts(value: unknown): boolean {
    return Array.isArray(value);
  }

  protected override makeCacheKey(): string {
    return `<tuple ${this.types.map((type) => type.cacheKey).join('')}>`;
  }
}
