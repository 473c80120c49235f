import { CompileError, IdentifierError } from '../errors.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { compileDdl } from '../sql/compile-ddl.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';
import { md5 } from '../util/md5.ts';
import type { Column } from './column.ts';
import { CheckConstraint, type Constraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from './constraints.ts';
import { type Computed, DefaultClause, type Identity, type Sequence, type SequenceOptions, type ServerDefault } from './generated.ts';
import type { AnyTable } from './table.ts';
import type { Index } from './table-index.ts';

/** An enumeration type that the database keeps under a name of its own. */
export interface EnumTypeLike extends TypeEngine {
  readonly name: string | null;
  readonly schema: string | null;
  readonly enums: readonly string[];
}

/** What CREATE TABLE may be told. */
export interface CreateTableOptions {
  readonly ifNotExists?: boolean;
  /** The foreign keys to write with the table; all unless given. */
  readonly foreignKeys?: readonly ForeignKeyConstraint[];
}

const ACTIONS = /^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)$/i;
const INITIALLY = /^(?:DEFERRED|IMMEDIATE)$/i;
const MATCHES = /^(?:FULL|PARTIAL|SIMPLE)$/i;

/**
 * Writes tables, constraints and indexes as SQL, byte for byte as SQLAlchemy does. Each dialect overrides what it says differently.
 */
export class DDLCompiler {
  readonly sql: SqlDialect;
  /** Constraints can be added and dropped after their table. */
  readonly supportsAlter: boolean = true;
  readonly supportsSequences: boolean = false;
  readonly supportsEnumTypes: boolean = false;
  /** Comments are kept, written with the table or after it. */
  readonly comments: 'none' | 'inline' | 'after' = 'none';
  readonly maxIdentifierLength: number = 9999;

  constructor(sql: SqlDialect) {
    this.sql = sql;
  }

  // ---- tables ------------------------------------------------------------------------------------------------------

  /**
   * `CREATE TABLE …`, with its columns and constraints.
   *
   * @throws CompileError naming table and column, for a type this database cannot have
   * @throws NoReferencedTableError when a foreign key refers to a table that is not there
   */
  createTable(table: AnyTable, options: CreateTableOptions = {}): string {
    const prefixes = (table.options.prefixes ?? []).map((prefix) => `${prefix} `).join('');
    let text = `\nCREATE ${prefixes}TABLE ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}${this.tableName(table)} (`;
    const parts = [...table.columnList.map((column) => this.#column(table, column)), ...this.#constraints(table, options)];
    parts.forEach((part, index) => {
      text += `${index === 0 ? '' : ', '}\n\t${part}`;
    });
    return `${text}\n)${this.afterTable(table)}\n\n`;
  }

  dropTable(table: AnyTable, options: { readonly ifExists?: boolean } = {}): string {
    return `\nDROP TABLE ${options.ifExists ? 'IF EXISTS ' : ''}${this.tableName(table)}`;
  }

  /** What follows the closing bracket of CREATE TABLE. */
  protected afterTable(_table: AnyTable): string {
    return '';
  }

  #column(table: AnyTable, column: Column): string {
    try {
      const checks = column.constraints.map((check) => ` ${this.constraint(check)}`).join('');
      return this.columnSpecification(column, table) + checks;
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      throw new CompileError(`(in table '${table.name}', column '${column.name}'): ${error.message}`);
    }
  }

  #constraints(table: AnyTable, options: CreateTableOptions): string[] {
    const { foreignKeys } = options;
    return table.sortedConstraints
      .filter((constraint) => !(constraint instanceof ForeignKeyConstraint && foreignKeys && !foreignKeys.includes(constraint)))
      .filter((constraint) => !(this.supportsAlter && constraint instanceof ForeignKeyConstraint && constraint.useAlter))
      .map((constraint) => (this.wants(constraint) ? this.constraint(constraint) : ''))
      .filter((text) => text !== '');
  }

  /** Whether a constraint is written on this database at all. */
  protected wants(constraint: Constraint): boolean {
    return !(constraint instanceof CheckConstraint && constraint.fromType) || this.wantsTypeCheck(constraint.fromType);
  }

  /** Whether a CHECK that a type asks for is written: not where the database has the type itself. */
  protected wantsTypeCheck(type: TypeEngine): boolean {
    return type.affinity === 'boolean' ? !this.sql.supportsNativeBoolean : true;
  }

  // ---- columns -----------------------------------------------------------------------------------------------------

  /** A column as CREATE TABLE has it: `name VARCHAR(64) NOT NULL`. @throws CompileError for a type this database cannot have */
  columnSpecification(column: Column, _table: AnyTable | null = column.table): string {
    let text = `${this.columnName(column)} ${this.columnType(column)}`;
    const serverDefault = this.serverDefault(column);
    if (serverDefault !== null) text += ` DEFAULT ${serverDefault}`;
    if (column.computed) text += ` ${this.computed(column.computed)}`;
    if (!column.nullable) text += ' NOT NULL';
    return text;
  }

  /** The type of a column: `VARCHAR(64)`. @throws CompileError for a type this database cannot have */
  columnType(column: Column): string {
    return this.type(column.type);
  }

  type(type: TypeEngine): string {
    return this.sql.types.process(type);
  }

  /** The SQL of a DEFAULT clause, or `null`. */
  serverDefault(column: Column): string | null {
    const clause = column.serverDefault;
    return clause instanceof DefaultClause ? this.defaultText(clause.arg) : null;
  }

  protected defaultText(arg: ServerDefault): string {
    return typeof arg === 'string' ? this.literal(arg) : this.expression(arg);
  }

  /** `GENERATED ALWAYS AS (…)`. */
  protected computed(computed: Computed): string {
    const kind = computed.persisted === null ? '' : computed.persisted ? ' STORED' : ' VIRTUAL';
    return `GENERATED ALWAYS AS (${this.textOrExpression(computed.sqltext)})${kind}`;
  }

  /** `GENERATED BY DEFAULT AS IDENTITY (START WITH 5)`. */
  protected identity(identity: Identity): string {
    const options = sequenceOptions(identity.options);
    return `GENERATED ${identity.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options ? ` (${options})` : ''}`;
  }

  // ---- constraints -------------------------------------------------------------------------------------------------

  /** A constraint as it stands in CREATE TABLE; empty where there is nothing to write. */
  constraint(constraint: Constraint): string {
    if (constraint instanceof PrimaryKeyConstraint) return this.primaryKey(constraint);
    if (constraint instanceof UniqueConstraint) return this.unique(constraint);
    if (constraint instanceof ForeignKeyConstraint) return this.foreignKey(constraint);
    if (constraint instanceof CheckConstraint) return this.check(constraint);
    throw new CompileError(`no SQL is known for a ${constraint.constructor.name}`);
  }

  protected primaryKey(constraint: PrimaryKeyConstraint): string {
    if (constraint.columns.length === 0) return '';
    return `${this.named(constraint)}PRIMARY KEY (${this.columnNames(constraint.columns)})${this.deferral(constraint)}`;
  }

  protected unique(constraint: UniqueConstraint): string {
    if (constraint.columns.length === 0) return '';
    return `${this.named(constraint)}UNIQUE (${this.columnNames(constraint.columns)})${this.deferral(constraint)}`;
  }

  protected check(constraint: CheckConstraint): string {
    return `${this.named(constraint)}CHECK (${this.textOrExpression(constraint.sqltext)})${this.deferral(constraint)}`;
  }

  protected foreignKey(constraint: ForeignKeyConstraint): string {
    const remote = constraint.referredTable;
    const referred = constraint.elements.map((element) => this.quote(element.column.name, element.column.quote)).join(', ');
    const text = `${this.named(constraint)}FOREIGN KEY(${this.columnNames(constraint.columns)}) REFERENCES ${this.referredTableName(remote)} (${referred})`;
    return text + this.#match(constraint) + this.#actions(constraint) + this.deferral(constraint);
  }

  protected referredTableName(table: AnyTable): string {
    return this.tableName(table);
  }

  #match(constraint: ForeignKeyConstraint): string {
    return constraint.match === null ? '' : ` MATCH ${checkPhrase(constraint.match, MATCHES)}`;
  }

  #actions(constraint: ForeignKeyConstraint): string {
    let text = '';
    if (constraint.ondelete !== null) text += ` ON DELETE ${checkPhrase(constraint.ondelete, ACTIONS)}`;
    if (constraint.onupdate !== null) text += ` ON UPDATE ${checkPhrase(constraint.onupdate, ACTIONS)}`;
    return text;
  }

  protected deferral(constraint: Constraint): string {
    let text = '';
    if (constraint.deferrable !== null) text += constraint.deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
    if (constraint.initially !== null) text += ` INITIALLY ${checkPhrase(constraint.initially, INITIALLY)}`;
    return text;
  }

  protected named(constraint: Constraint): string {
    const name = this.constraintName(constraint);
    return name === null ? '' : `CONSTRAINT ${name} `;
  }

  /** A constraint's name as it is written, or `null`. @throws IdentifierError when a name given by hand is too long */
  constraintName(constraint: Constraint): string | null {
    const { name } = constraint;
    if (name === null) return null;
    return this.sql.identifiers.quote(this.fit(name, name !== constraint.givenName));
  }

  addConstraint(constraint: Constraint): string {
    return `ALTER TABLE ${this.tableName(constraint.table!)} ADD ${this.constraint(constraint)}`;
  }

  /** @throws CompileError when the constraint has no name */
  dropConstraint(constraint: Constraint, options: { readonly cascade?: boolean } = {}): string {
    const name = this.constraintName(constraint);
    if (name === null) {
      throw new CompileError(
        `Can't emit DROP CONSTRAINT for constraint ${constraint.constructor.name} of table '${constraint.table?.name}'; it has no name`,
      );
    }
    return `ALTER TABLE ${this.tableName(constraint.table!)} ${this.dropConstraintWord(constraint)} ${name}${options.cascade ? ' CASCADE' : ''}`;
  }

  protected dropConstraintWord(_constraint: Constraint): string {
    return 'DROP CONSTRAINT';
  }

  // ---- indexes -----------------------------------------------------------------------------------------------------

  /** `CREATE INDEX ix_t_a ON t (a)`. @throws CompileError when the index has no name or no table */
  createIndex(index: Index, options: { readonly ifNotExists?: boolean } = {}): string {
    const table = this.#tableOf(index);
    const head = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}${this.indexName(index)}`;
    const items = index.expressions.map((expression) => this.indexItem(expression, index)).join(', ');
    return `${head} ON ${this.indexTable(table)}${this.indexMethod(index)} (${items})${this.afterIndex(index)}`;
  }

  dropIndex(index: Index, options: { readonly ifExists?: boolean } = {}): string {
    return `\nDROP INDEX ${options.ifExists ? 'IF EXISTS ' : ''}${this.indexName(index)}`;
  }

  protected indexTable(table: AnyTable): string {
    return this.tableName(table);
  }

  protected indexMethod(_index: Index): string {
    return '';
  }

  protected indexItem(expression: ClauseElement, _index: Index): string {
    return this.expression(expression);
  }

  protected afterIndex(index: Index): string {
    return index.where === null ? '' : ` WHERE ${this.textOrExpression(index.where)}`;
  }

  /** An index's name as it is written. @throws CompileError when it has none @throws IdentifierError when one given by hand is too long */
  indexName(index: Index): string {
    const { name } = index;
    if (name === null) throw new CompileError("CREATE INDEX requires that the index have a name: Index('ix_name', …)");
    return this.sql.identifiers.quote(this.fit(name, index.isNameGenerated));
  }

  #tableOf(index: Index): AnyTable {
    if (!index.table) throw new CompileError(`Index '${index.name}' is not associated with any table.`);
    return index.table;
  }

  // ---- sequences, types, comments, schemas ---------------------------------------------------------------------------

  createSequence(sequence: Sequence): string {
    const options = sequenceOptions({ ...sequence.options, start: sequence.options.start ?? 1 });
    return `CREATE SEQUENCE ${this.sequenceName(sequence)}${options ? ` ${options}` : ''}`;
  }

  dropSequence(sequence: Sequence): string {
    return `DROP SEQUENCE ${this.sequenceName(sequence)}`;
  }

  sequenceName(sequence: Sequence): string {
    return this.qualified(sequence.name, sequence.schema);
  }

  /** The enumeration a column needs to be there before its table, or `null`. */
  enumTypeOf(_column: Column): EnumTypeLike | null {
    return null;
  }

  /** @throws CompileError when the type has no name */
  createEnumType(type: EnumTypeLike): string {
    return `CREATE TYPE ${this.type(type)} AS ENUM (${type.enums.map((value) => this.literal(value)).join(', ')})`;
  }

  dropEnumType(type: EnumTypeLike): string {
    return `DROP TYPE ${this.type(type)}`;
  }

  /** Statements that write a table's comments, where they are not written with it. */
  commentsAfterCreate(table: AnyTable): string[] {
    if (this.comments !== 'after') return [];
    const statements = table.comment === null ? [] : [this.setTableComment(table)];
    for (const column of table.columnList) if (column.comment !== null) statements.push(this.setColumnComment(column));
    return statements;
  }

  setTableComment(table: AnyTable): string {
    return `COMMENT ON TABLE ${this.tableName(table)} IS ${table.comment === null ? 'NULL' : this.literal(table.comment)}`;
  }

  setColumnComment(column: Column): string {
    const name = `${this.tableName(column.table!)}.${this.columnName(column)}`;
    return `COMMENT ON COLUMN ${name} IS ${column.comment === null ? 'NULL' : this.literal(column.comment)}`;
  }

  createSchema(name: string, options: { readonly ifNotExists?: boolean } = {}): string {
    return `CREATE SCHEMA ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}${this.sql.identifiers.quote(name)}`;
  }

  dropSchema(name: string, options: { readonly ifExists?: boolean; readonly cascade?: boolean } = {}): string {
    return `DROP SCHEMA ${options.ifExists ? 'IF EXISTS ' : ''}${this.sql.identifiers.quote(name)}${options.cascade ? ' CASCADE' : ''}`;
  }

  // ---- names and values ----------------------------------------------------------------------------------------------

  tableName(table: AnyTable): string {
    return this.qualified(table.name, table.schema, table.quote);
  }

  columnName(column: Column): string {
    return this.quote(column.name, column.quote);
  }

  columnNames(columns: readonly Column[]): string {
    return columns.map((column) => this.columnName(column)).join(', ');
  }

  /** A name as it is written: quoted where it must be, or as `force` says. */
  quote(name: string, force: boolean | null = null): string {
    if (force === false) return name;
    return force ? this.sql.identifiers.quoteAlways(name) : this.sql.identifiers.quote(name);
  }

  protected qualified(name: string, schema: string | null, quote: boolean | null = null): string {
    return `${schema === null ? '' : `${this.sql.identifiers.quote(schema)}.`}${this.quote(name, quote)}`;
  }

  /** A text as a literal of this database. */
  literal(text: string): string {
    return this.sql.writeText(text);
  }

  /** An expression with its values written in and without table names. */
  expression(element: ClauseElement): string {
    return compileDdl(element, this.sql);
  }

  protected textOrExpression(given: string | ClauseElement): string {
    return typeof given === 'string' ? given : this.expression(given);
  }

  /**
   * A name that fits: one that was made is cut and given four digits of its MD5, so that it stays the same everywhere.
   *
   * @throws IdentifierError when a name given by hand is too long
   */
  protected fit(name: string, isMade: boolean, limit: number = this.maxIdentifierLength): string {
    if (name.length <= limit) return name;
    if (!isMade) throw new IdentifierError(`Identifier '${name}' exceeds maximum length of ${limit} characters`);
    return `${name.slice(0, limit - 8)}_${md5(name).slice(-4)}`;
  }
}

/** @throws CompileError for words that are none of the allowed ones: they are written into SQL as they are */
function checkPhrase(phrase: string, allowed: RegExp): string {
  if (allowed.test(phrase)) return phrase;
  throw new CompileError(`Unexpected SQL phrase: '${phrase}' (matching against '${allowed.source.replace(/^\^\(\?:|\)\$$/g, '')}')`);
}

/** `INCREMENT BY 2 START WITH 5`. */
function sequenceOptions(options: SequenceOptions): string {
  const parts: string[] = [];
  if (options.increment !== undefined) parts.push(`INCREMENT BY ${options.increment}`);
  if (options.start !== undefined) parts.push(`START WITH ${options.start}`);
  if (options.minvalue !== undefined) parts.push(`MINVALUE ${options.minvalue}`);
  if (options.maxvalue !== undefined) parts.push(`MAXVALUE ${options.maxvalue}`);
  if (options.nominvalue) parts.push('NO MINVALUE');
  if (options.nomaxvalue) parts.push('NO MAXVALUE');
  if (options.cache !== undefined) parts.push(`CACHE ${options.cache}`);
  if (options.order !== undefined) parts.push(options.order ? 'ORDER' : 'NO ORDER');
  if (options.cycle !== undefined) parts.push(options.cycle ? 'CYCLE' : 'NO CYCLE');
  return parts.join(' ');
}
