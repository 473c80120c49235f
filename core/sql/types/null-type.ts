import { writeLiteral } from './literal.ts';
import { type Affinity, type LiteralProcessor, TypeEngine } from './type-engine.ts';

/** The type of what nothing is known of: values pass as they are. */
export class NullType extends TypeEngine<any, any> {
  override readonly visitName = 'null';
  override readonly affinity: Affinity = 'null';
  override literalProcessor(): LiteralProcessor {
    return writeLiteral;
  }
  override adaptOperator(operator: Parameters<TypeEngine['adaptOperator']>[0], other: TypeEngine): ReturnType<TypeEngine['adaptOperator']> {
    return other.affinity === 'null'
      ? { operator, type: this }
      : { operator: other.affinity === 'string' ? other.adaptOperator(operator, other).operator : operator, type: other };
  }
}

/** The type of what no type is known of. */
export const nullType = new NullType();
