import type { Column } from './column.ts';
import type { Constraint } from './constraints.ts';
import type { CreateTableOptions, DDLCompiler } from './ddl-compiler.ts';
import type { Sequence } from './generated.ts';
import type { AnyTable } from './table.ts';
import type { Index } from './table-index.ts';

/** One statement that changes the schema; `connection.execute(new CreateTable(users))`. */
export abstract class DDLElement {
  /** Its SQL on a dialect. @throws CompileError where the database cannot do it */
  abstract toSql(ddl: DDLCompiler): string;
}

/** SQL text that changes the schema, sent as it is. */
export class DDL extends DDLElement {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override toSql(): string {
    return this.text;
  }
}

type Write = (ddl: DDLCompiler) => string;

abstract class WrittenElement extends DDLElement {
  readonly #write: Write;
  constructor(write: Write) {
    super();
    this.#write = write;
  }
  override toSql(ddl: DDLCompiler): string {
    return this.#write(ddl);
  }
}

/** `CREATE TABLE` */
export class CreateTable extends WrittenElement {
  constructor(table: AnyTable, options: CreateTableOptions = {}) {
    super((ddl) => ddl.createTable(table, options));
  }
}

/** `DROP TABLE` */
export class DropTable extends WrittenElement {
  constructor(table: AnyTable, options: { readonly ifExists?: boolean } = {}) {
    super((ddl) => ddl.dropTable(table, options));
  }
}

/** `CREATE INDEX` */
export class CreateIndex extends WrittenElement {
  constructor(index: Index, options: { readonly ifNotExists?: boolean } = {}) {
    super((ddl) => ddl.createIndex(index, options));
  }
}

/** `DROP INDEX` */
export class DropIndex extends WrittenElement {
  constructor(index: Index, options: { readonly ifExists?: boolean } = {}) {
    super((ddl) => ddl.dropIndex(index, options));
  }
}

/** `ALTER TABLE … ADD CONSTRAINT` */
export class AddConstraint extends WrittenElement {
  constructor(constraint: Constraint) {
    super((ddl) => ddl.addConstraint(constraint));
  }
}

/** `ALTER TABLE … DROP CONSTRAINT` */
export class DropConstraint extends WrittenElement {
  constructor(constraint: Constraint, options: { readonly cascade?: boolean } = {}) {
    super((ddl) => ddl.dropConstraint(constraint, options));
  }
}

/** `CREATE SEQUENCE` */
export class CreateSequence extends WrittenElement {
  constructor(sequence: Sequence) {
    super((ddl) => ddl.createSequence(sequence));
  }
}

/** `DROP SEQUENCE` */
export class DropSequence extends WrittenElement {
  constructor(sequence: Sequence) {
    super((ddl) => ddl.dropSequence(sequence));
  }
}

/** `CREATE SCHEMA` */
export class CreateSchema extends WrittenElement {
  constructor(name: string, options: { readonly ifNotExists?: boolean } = {}) {
    super((ddl) => ddl.createSchema(name, options));
  }
}

/** `DROP SCHEMA` */
export class DropSchema extends WrittenElement {
  constructor(name: string, options: { readonly ifExists?: boolean; readonly cascade?: boolean } = {}) {
    super((ddl) => ddl.dropSchema(name, options));
  }
}

/** `COMMENT ON TABLE` */
export class SetTableComment extends WrittenElement {
  constructor(table: AnyTable) {
    super((ddl) => ddl.setTableComment(table));
  }
}

/** `COMMENT ON COLUMN` */
export class SetColumnComment extends WrittenElement {
  constructor(column: Column) {
    super((ddl) => ddl.setColumnComment(column));
  }
}
