import { CompileError } from '../../errors.ts';
import { IdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { TypeCompiler } from '../../sql/type-compiler.ts';
import type { DateTimeType, TimeType } from '../../sql/types/date-time.ts';
import type { EnumType } from '../../sql/types/enum.ts';
import type { FloatType } from '../../sql/types/numbers.ts';
import { postgresReservedWords } from './reserved-words.ts';

const identifiers = new IdentifierPreparer(postgresReservedWords, '"', 63);

/** How PostgreSQL writes column types. */
export class PostgresTypeCompiler extends TypeCompiler {
  override visitFloat(type: FloatType): string {
    return this.sized('FLOAT', type.precision);
  }
  override visitDateTime(type: DateTimeType<any>): string {
    return this.zoned('TIMESTAMP', type.timezone);
  }
  override visitTime(type: TimeType): string {
    return this.zoned('TIME', type.timezone);
  }
  override visitInterval(): string {
    return 'INTERVAL';
  }
  override visitLargeBinary(): string {
    return 'BYTEA';
  }
  /** A type of its own under its name. */
  override visitEnum(type: EnumType): string {
    if (!type.nativeEnum) return super.visitEnum(type);
    if (type.name === null) throw new CompileError("PostgreSQL's ENUM type requires a name: Enum('a', 'b', { name: 'kind' })");
    return identifiers.formatTable({ name: type.name, schema: type.schema });
  }
  protected override zoned(name: string, timezone: boolean): string {
    return name === 'DATETIME' ? name : `${name} ${timezone ? 'WITH' : 'WITHOUT'} TIME ZONE`;
  }
}
