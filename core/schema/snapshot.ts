/**
 * What a set of models says about its database, as plain data: it crosses workers, is stored with a project and compared between versions.
 * Names are the database's own; every name is a legal one (`__proto__` and `constructor` among them), so nothing here is keyed by name.
 */
export interface SchemaSnapshot {
  readonly version: 1;
  /** In order of declaration. */
  readonly tables: readonly TableSnapshot[];
  /** The mapped classes, in order of registration. */
  readonly models: readonly ModelSnapshot[];
}

/** A table, as a picture needs it. */
export interface TableSnapshot {
  readonly name: string;
  readonly schema: string | null;
  readonly comment: string | null;
  readonly columns: readonly ColumnSnapshot[];
  readonly primaryKey: { readonly name: string | null; readonly columns: readonly string[] };
  readonly uniques: readonly { readonly name: string | null; readonly columns: readonly string[] }[];
  readonly indexes: readonly IndexSnapshot[];
  readonly checks: readonly { readonly name: string | null; readonly sql: string }[];
  readonly foreignKeys: readonly ForeignKeySnapshot[];
}

/** A column of a table. */
export interface ColumnSnapshot {
  readonly name: string;
  /** As the dialect writes it in DDL: `VARCHAR(64)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** SQL text of the server default. */
  readonly serverDefault: string | null;
  readonly autoincrement: boolean;
  /** SQL text of a computed column. */
  readonly computed: string | null;
  readonly comment: string | null;
}

/** An index. */
export interface IndexSnapshot {
  readonly name: string | null;
  /** `null` stands for an expression. */
  readonly columns: readonly (string | null)[];
  readonly unique: boolean;
  /** SQL text of a partial index's condition. */
  readonly where: string | null;
}

/** A foreign key of one column or several. */
export interface ForeignKeySnapshot {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

/** A model class over a table. */
export interface ModelSnapshot {
  /** The class's own name. */
  readonly name: string;
  readonly table: string;
  readonly schema: string | null;
  /** Attribute → column name, in order. */
  readonly attributes: readonly { readonly name: string; readonly column: string }[];
  readonly relationships: readonly RelationshipSnapshot[];
}

/** A relationship of a model. */
export interface RelationshipSnapshot {
  readonly name: string;
  /** Class name of the target. */
  readonly target: string;
  readonly direction: 'oneToMany' | 'manyToOne' | 'manyToMany';
  readonly uselist: boolean;
  readonly lazy: string;
  /** Name of the association table. */
  readonly secondary: string | null;
  /** True where another model's `backref` made it. */
  readonly fromBackref: boolean;
  readonly backPopulates: string | null;
}
