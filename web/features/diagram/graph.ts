/** What a person can read off one end of a line: how many rows of that end's table belong to one row of the other. */
export type EndSymbol = 'one' | 'zero-or-one' | 'zero-or-many';

/** Why an end is drawn as it is: a code and its facts, so that every language finds its own words. */
export type EndReason =
  | { readonly code: 'required' | 'nullable' | 'not-unique'; readonly columns: readonly string[] }
  | { readonly code: 'unique' | 'primary-key'; readonly columns: readonly string[] }
  | { readonly code: 'partial-index'; readonly index: string; readonly columns: readonly string[] }
  | { readonly code: 'association'; readonly table: string };

export interface RelationEnd {
  readonly symbol: EndSymbol;
  readonly reason: EndReason;
}

/** What is wrong with a foreign key that can be drawn, but would not work. */
export type RelationFault =
  | { readonly code: 'no-table'; readonly table: string }
  | { readonly code: 'no-column'; readonly table: string; readonly column: string }
  | { readonly code: 'not-a-key'; readonly table: string; readonly columns: readonly string[]; readonly key: readonly string[] }
  | {
      readonly code: 'types-differ';
      readonly column: string;
      readonly type: string;
      readonly referred: string;
      readonly referredType: string;
    };

export interface GraphRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly foreign: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly serverDefault: string | null;
  readonly computed: string | null;
  readonly comment: string | null;
}

export interface GraphTable {
  /** Stays with the table through renames; names are free to hold anything, so they are never used as a key of the page. */
  readonly id: string;
  readonly schema: string | null;
  readonly name: string;
  readonly title: string;
  /** Class name of the model mapped to it. */
  readonly model: string | null;
  readonly comment: string | null;
  readonly rows: readonly GraphRow[];
  /** True for a table that a foreign key names and nobody defines. */
  readonly missing: boolean;
  /** A pure association table can be folded into one line; one with data of its own stays a table. */
  readonly association: 'pure' | 'with-data' | null;
}

/** One line of the diagram. `from` is the child of a foreign key, or the left side of a folded association. */
export interface GraphRelation {
  readonly id: string;
  readonly kind: 'foreign-key' | 'many-to-many';
  readonly from: string;
  readonly to: string;
  /** The row each end touches; -1 is the header. */
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromEnd: RelationEnd;
  readonly toEnd: RelationEnd;
  readonly columns: readonly string[];
  readonly referredColumns: readonly string[];
  /** True when the child's primary key holds every column of the foreign key. */
  readonly identifying: boolean;
  readonly fault: RelationFault | null;
  /** What the parent is to the child: `author`, for `author_id`. */
  readonly role: string;
  /** Several keys join the same two tables, so each needs its role beside it. */
  readonly labelled: boolean;
  /** Id of the association table that this line stands for. */
  readonly through: string | null;
}

export interface SchemaGraph {
  readonly tables: readonly GraphTable[];
  readonly relations: readonly GraphRelation[];
  /** The number the next new table or relation takes in its id. */
  readonly nextId: number;
}
