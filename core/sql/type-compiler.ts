import { CompileError } from '../errors.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { LargeBinaryType } from './types/binary.ts';
import type { BooleanType } from './types/boolean.ts';
import type { DateTimeType, TimeType } from './types/date-time.ts';
import type { EnumType } from './types/enum.ts';
import type { FloatType, NumericType } from './types/numbers.ts';
import type { StringType } from './types/string.ts';
import type { TypeDecorator } from './types/type-decorator.ts';
import type { TypeEngine } from './types/type-engine.ts';

type Writer = (compiler: TypeCompiler, type: any) => string;

const writers: Readonly<Record<string, Writer>> = {
  string: (c, t: StringType) => c.visitString(t),
  text: (c, t: StringType) => c.visitText(t),
  unicode: (c, t: StringType) => c.visitUnicode(t),
  unicodeText: (c, t: StringType) => c.visitUnicodeText(t),
  integer: (c) => c.visitInteger(),
  smallInteger: (c) => c.visitSmallInteger(),
  bigInteger: (c) => c.visitBigInteger(),
  float: (c, t: FloatType) => c.visitFloat(t),
  numeric: (c, t: NumericType<any>) => c.visitNumeric(t),
  boolean: (c, t: BooleanType) => c.visitBoolean(t),
  date: (c) => c.visitDate(),
  time: (c, t: TimeType) => c.visitTime(t),
  dateTime: (c, t: DateTimeType<any>) => c.visitDateTime(t),
  interval: (c) => c.visitInterval(),
  enum: (c, t: EnumType) => c.visitEnum(t),
  pickle: (c) => c.visitLargeBinary(null),
  largeBinary: (c, t: LargeBinaryType) => c.visitLargeBinary(t),
  json: (c) => c.visitJson(),
  typeDecorator: (c, t: TypeDecorator) => c.visitTypeDecorator(t),
  null: (c) => c.visitNull(),
};

/** Writes column types as SQL: `VARCHAR(64)`. Dialects change what they say otherwise. */
export class TypeCompiler {
  /** Whose types these are: a type may be another one on each dialect. */
  dialect: SqlDialect | null = null;

  /** The SQL of `type`. @throws CompileError where the dialect has none */
  process(type: TypeEngine): string {
    const write = Object.hasOwn(writers, type.visitName) ? writers[type.visitName] : undefined;
    return write ? write(this, type) : this.visitNamed(type);
  }

  visitString(type: StringType): string {
    return this.withCollation(this.sized('VARCHAR', type.length), type.collation);
  }
  visitText(type: StringType): string {
    return this.withCollation('TEXT', type.collation);
  }
  visitUnicode(type: StringType): string {
    return this.visitString(type);
  }
  visitUnicodeText(type: StringType): string {
    return this.visitText(type);
  }
  visitInteger(): string {
    return 'INTEGER';
  }
  visitSmallInteger(): string {
    return 'SMALLINT';
  }
  visitBigInteger(): string {
    return 'BIGINT';
  }
  visitFloat(_type: FloatType): string {
    return 'FLOAT';
  }
  visitNumeric(type: NumericType<any>): string {
    return this.scaled('NUMERIC', type);
  }
  visitBoolean(_type: BooleanType): string {
    return 'BOOLEAN';
  }
  visitDate(): string {
    return 'DATE';
  }
  visitTime(_type: TimeType): string {
    return 'TIME';
  }
  visitDateTime(_type: DateTimeType<any>): string {
    return 'DATETIME';
  }
  /** As a moment counted from 1970, where the database has no intervals. */
  visitInterval(): string {
    return 'DATETIME';
  }
  visitEnum(type: EnumType): string {
    return this.sized('VARCHAR', type.length);
  }
  visitLargeBinary(_type: LargeBinaryType | null): string {
    return 'BLOB';
  }
  visitJson(): string {
    return 'JSON';
  }
  visitTypeDecorator(type: TypeDecorator): string {
    return this.process(this.dialect === null ? type.implType : type.loadDialectImpl(this.dialect));
  }
  visitNull(): string {
    throw new CompileError("Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
  }

  /** A type under its own SQL name: `CHAR(3)`, `DECIMAL(5, 2)`. */
  visitNamed(type: TypeEngine): string {
    const { visitName } = type;
    if ('scale' in type) return this.scaled(visitName, type as NumericType<any>);
    if ('timezone' in type) return this.zoned(visitName, (type as DateTimeType<any>).timezone);
    const { length, collation } = type as { length?: number | null; collation?: string | null };
    return this.withCollation(this.sized(visitName, length ?? null), collation ?? null);
  }

  /** `TIMESTAMP WITH TIME ZONE`, where the database tells them apart. */
  protected zoned(name: string, _timezone: boolean): string {
    return name;
  }

  protected sized(name: string, length: number | null): string {
    return length === null ? name : `${name}(${length})`;
  }

  protected scaled(name: string, type: { precision: number | null; scale: number | null }): string {
    if (type.precision === null) return name;
    return type.scale === null ? `${name}(${type.precision})` : `${name}(${type.precision}, ${type.scale})`;
  }

  /** A collation is an identifier; whatever it holds, it ends with its quotes. */
  protected withCollation(sql: string, collation: string | null): string {
    return collation === null ? sql : `${sql} COLLATE "${collation.replaceAll('"', '""')}"`;
  }
}
