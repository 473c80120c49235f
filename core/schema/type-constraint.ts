import { typeCoerce } from '../sql/cast.ts';
import { integerType } from '../sql/types/numbers.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';
import type { Column } from './column.ts';
import { CheckConstraint } from './constraints.ts';

/** A type that may want a CHECK on databases without it: Boolean, Enum. */
interface ConstrainingType extends TypeEngine {
  readonly createConstraint: boolean;
  readonly name: string | null;
}

function isConstraining(type: TypeEngine): type is ConstrainingType {
  return 'createConstraint' in type && type.createConstraint === true;
}

/** The CHECK that a column's type asks for by `createConstraint`, or `null`. Which databases get it is up to their DDL compiler. */
export function typeConstraint(column: Column): CheckConstraint | null {
  const { type } = column;
  if (!isConstraining(type)) return null;
  const condition = 'enums' in type ? column.in(type.enums as never) : typeCoerce(column, integerType).in([0, 1]);
  return new CheckConstraint(condition, { name: type.name, fromType: type }).aboutColumn(column);
}
