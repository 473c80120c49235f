import type { Table } from '../schema/table.ts';
import type { ColumnElement } from '../sql/column-element.ts';

/** When and how the members of a relationship are loaded. */
export type LazyStrategy =
  | 'select'
  | 'immediate'
  | 'joined'
  | 'subquery'
  | 'selectin'
  | 'noload'
  | 'raise'
  | 'raiseOnSql'
  | 'dynamic'
  | 'writeOnly';

/** A class of objects, abstract or not, whatever its constructor takes. */
export type EntityClass<E = object> = abstract new (...args: any[]) => E;

type Columns = ColumnElement | readonly ColumnElement[];

export interface RelationshipOptions {
  /** Makes the other side's attribute as well: its name, or `db.backref(name, options)`. */
  readonly backref?: string | Backref;
  /** The other side's attribute, where it is written out. */
  readonly backPopulates?: string;
  readonly lazy?: LazyStrategy;
  readonly uselist?: boolean;
  /** The association table of a many-to-many relationship: its name, itself, or a function that gives it. */
  readonly secondary?: string | Table<any, any> | (() => Table<any, any>);
  readonly primaryjoin?: () => ColumnElement;
  readonly secondaryjoin?: () => ColumnElement;
  readonly foreignKeys?: () => Columns;
  readonly remoteSide?: () => Columns;
  readonly orderBy?: () => Columns;
  /** `save-update, merge` unless said otherwise; `all` stands for all words but `delete-orphan`. */
  readonly cascade?: string;
  readonly passiveDeletes?: boolean | 'all';
  readonly passiveUpdates?: boolean;
  readonly viewonly?: boolean;
  readonly postUpdate?: boolean;
  readonly innerjoin?: boolean;
  readonly joinDepth?: number;
  readonly singleParent?: boolean;
  readonly collectionClass?: SetConstructor | ArrayConstructor;
  readonly overlaps?: string;
  readonly activeHistory?: boolean;
}

/** What `db.backref(name, options)` gives. */
export class Backref {
  readonly name: string;
  readonly options: RelationshipOptions;
  constructor(name: string, options: RelationshipOptions) {
    this.name = name;
    this.options = options;
  }
}

declare const attributeType: unique symbol;

/** What `db.relationship(…)` gives: `A` is the attribute's type, `E` the entity's. */
export class RelationshipDefinition<A = unknown, E = unknown> {
  declare readonly [attributeType]: readonly [A, E];
  readonly target: string | (() => EntityClass<E>);
  readonly options: RelationshipOptions;
  /** The stack of the `db.relationship(…)` call, for errors that are found at configuration. */
  readonly definedAt: string;
  constructor(target: string | (() => EntityClass<E>), options: RelationshipOptions, definedAt: string) {
    this.target = target;
    this.options = options;
    this.definedAt = definedAt;
  }
}
