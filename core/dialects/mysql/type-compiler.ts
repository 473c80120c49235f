import { CompileError } from '../../errors.ts';
import { TypeCompiler } from '../../sql/type-compiler.ts';
import type { LargeBinaryType } from '../../sql/types/binary.ts';
import { EnumType } from '../../sql/types/enum.ts';
import type { FloatType } from '../../sql/types/numbers.ts';
import type { StringType } from '../../sql/types/string.ts';
import { TypeDecorator } from '../../sql/types/type-decorator.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';

const COLLATION = /^\w+$/;

/** How MySQL writes column types. */
export class MysqlTypeCompiler extends TypeCompiler {
  override visitString(type: StringType): string {
    return this.withCollation(this.sized('VARCHAR', requiredLength(type, 'VARCHAR')), type.collation);
  }
  override visitText(type: StringType): string {
    return this.withCollation(this.sized('TEXT', type.length), type.collation);
  }
  override visitFloat(type: FloatType): string {
    return this.sized('FLOAT', type.precision);
  }
  override visitBoolean(): string {
    return 'BOOL';
  }
  override visitEnum(type: EnumType): string {
    if (!type.nativeEnum) return super.visitEnum(type);
    return `ENUM(${type.enums.map((value) => `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`).join(',')})`;
  }
  override visitLargeBinary(type: LargeBinaryType | null): string {
    return this.sized('BLOB', type?.length ?? null);
  }

  override visitNamed(type: TypeEngine): string {
    const { visitName } = type;
    switch (visitName) {
      case 'VARCHAR':
        return this.visitString(type as StringType);
      case 'NVARCHAR':
      case 'NCHAR': {
        const { collation } = type as StringType;
        const length = visitName === 'NVARCHAR' ? requiredLength(type as StringType, visitName) : (type as StringType).length;
        return this.withCollation(`NATIONAL ${this.sized(visitName.slice(1), length)}`, collation);
      }
      case 'BOOLEAN':
        return 'BOOL';
      default:
        return super.visitNamed(type);
    }
  }

  /** A collation is a plain word here; anything else stands in quotes, so that it ends with them. */
  protected override withCollation(sql: string, collation: string | null): string {
    if (collation === null) return sql;
    return `${sql} COLLATE ${COLLATION.test(collation) ? collation : `\`${collation.replaceAll('`', '``')}\``}`;
  }
}

function requiredLength(type: StringType, name: string): number {
  if (type.length === null) throw new CompileError(`${name} requires a length on dialect mysql`);
  return type.length;
}

/** What CAST is told to convert to; null for types it knows nothing of. */
export function mysqlCastType(type: TypeEngine, types: TypeCompiler): string | null {
  if (type instanceof TypeDecorator) return mysqlCastType(type.implType, types);
  if (type instanceof EnumType) return type.nativeEnum ? null : 'CHAR';
  switch (type.affinity) {
    case 'integer':
      return 'SIGNED INTEGER';
    case 'date':
    case 'time':
      return types.process(type);
    case 'datetime':
      return type.visitName === 'TIMESTAMP' ? 'DATETIME' : types.process(type);
    case 'string': {
      const { length } = type as StringType;
      return length === null ? 'CHAR' : `CHAR(${length})`;
    }
    case 'binary':
      return 'BINARY';
    case 'json':
      return 'JSON';
    case 'numeric':
      return types.process(type).replace('NUMERIC', 'DECIMAL');
    default:
      return null;
  }
}
