import type { Mode } from '../engine/mode.ts';
import { ArgumentError } from '../errors.ts';
import { Column } from '../schema/column.ts';
import type { MetaData } from '../schema/metadata.ts';
import { Table, type TableItem, type TableOptions } from '../schema/table.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { AssociationProxyDefinition } from './association-proxy-definition.ts';
import { ColumnPropertyDefinition } from './column-property-definition.ts';
import { makeAbstractModel, makeModel } from './make-model.ts';
import { stackHere } from './mapping-error.ts';
import { classNameOf } from './model-record.ts';
import type {
  AssociationProxyFactory,
  ColumnFactory,
  ColumnPropertyFactory,
  ModelFactory,
  RelationshipFactory,
  StaticsOf,
} from './model-types.ts';
import type { Registry } from './registry.ts';
import { Backref, RelationshipDefinition, type RelationshipOptions } from './relationship-definition.ts';

/** `db.Model` of one database. */
export function makeModelFactory<M extends Mode>(registry: Registry): ModelFactory<M> {
  const make = (...args: unknown[]): unknown => makeModel(registry, args);
  return Object.assign(make, { abstract: (definition: unknown) => makeAbstractModel(registry, definition) }) as unknown as ModelFactory<M>;
}

/** `db.Table(name, columns, options)`, or SQLAlchemy's `db.Table(name, column, …)`. */
export interface TableFactory {
  <const N extends string, D extends object>(name: N, columns: D, options?: TableOptions): Table<StaticsOf<D, N>, N>;
  (name: string, ...items: readonly (TableItem | TableOptions)[]): Table;
}

/** `db.Table` of one database. */
export function makeTableFactory(metadata: MetaData): TableFactory {
  const make = (name: string, ...args: unknown[]): Table => {
    const [first, ...rest] = args;
    return isColumnRecord(first)
      ? new Table(name, metadata, ...columnItems(name, first), ...(rest as TableOptions[]))
      : new Table(name, metadata, ...(args as TableItem[]));
  };
  return make as unknown as TableFactory;
}

function isColumnRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function columnItems(table: string, columns: Record<string, unknown>): TableItem[] {
  return Object.entries(columns).map(([key, column]) => {
    if (column instanceof Column) return [key, column.table === null ? column : column.unattachedCopy()] as const;
    throw new ArgumentError(`'${key}' of db.Table('${table}', …) is no column: write ${key}: db.Column(db.Integer, …)`);
  });
}

/** What definitions are written with. The same for every database. */
export const definitionNames = {
  Column: ((...args: any[]) => new Column(...args)) as unknown as ColumnFactory,
  relationship: makeRelationship as unknown as RelationshipFactory<any>,
  /** The other side of a relationship, with options: `backref: db.backref('role', { lazy: 'joined' })`. */
  backref: (name: string, options: RelationshipOptions = {}): Backref => new Backref(name, options),
  /** Marks a column of a join condition as the one that refers to the other: `primaryjoin: () => A.code.eq(db.foreign(B.code))`. */
  foreign: <C extends ColumnElement<any, any>>(column: C): C => column.annotate({ foreign: true }) as C,
  /** Marks a column of a join condition as one of the other side. */
  remote: <C extends ColumnElement<any, any>>(column: C): C => column.annotate({ remote: true }) as C,
  columnProperty: makeColumnProperty as ColumnPropertyFactory,
  associationProxy: makeAssociationProxy as AssociationProxyFactory,
} as const;

function makeRelationship(target: unknown, options: unknown = {}): RelationshipDefinition {
  if (typeof target !== 'string' && typeof target !== 'function') {
    throw new ArgumentError(
      `relationship expects a function that gives the class, db.relationship(() => User), or its name, db.relationship('User'): got ${String(target)}`,
    );
  }
  if (isClass(target)) {
    const name = classNameOf(target);
    throw new ArgumentError(
      `relationship expects a function that gives the class: write db.relationship(() => ${name}) instead of db.relationship(${name})`,
    );
  }
  return new RelationshipDefinition(target as string, checkedOptions(options), stackHere());
}

/** The prototype of a class cannot be replaced, that of a plain function can; an arrow has none. */
function isClass(value: unknown): boolean {
  return typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}

const knownOptions: ReadonlySet<string> = new Set<keyof RelationshipOptions>([
  'backref',
  'backPopulates',
  'lazy',
  'uselist',
  'secondary',
  'primaryjoin',
  'secondaryjoin',
  'foreignKeys',
  'remoteSide',
  'orderBy',
  'cascade',
  'passiveDeletes',
  'passiveUpdates',
  'viewonly',
  'postUpdate',
  'innerjoin',
  'joinDepth',
  'singleParent',
  'collectionClass',
  'overlaps',
  'activeHistory',
]);

function checkedOptions(options: unknown): RelationshipOptions {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`The options of a relationship are an object, not ${String(options)}`);
  for (const key of Object.keys(options)) {
    if (!knownOptions.has(key)) throw new ArgumentError(`relationship() has no option '${key}'; it has ${[...knownOptions].join(', ')}`);
  }
  return options as RelationshipOptions;
}

function makeColumnProperty(expression: unknown, options: ColumnPropertyDefinition['options'] = {}): ColumnPropertyDefinition<any> {
  if (typeof expression !== 'function')
    throw new ArgumentError('columnProperty takes a function that gives an expression: db.columnProperty(() => Box.w.mul(Box.h))');
  return new ColumnPropertyDefinition<any>(expression as () => never, options, stackHere());
}

function makeAssociationProxy(
  collection: string,
  attribute: string,
  options: AssociationProxyDefinition['options'] = {},
): AssociationProxyDefinition<any> {
  if (typeof collection !== 'string' || typeof attribute !== 'string') {
    throw new ArgumentError(
      "associationProxy takes the name of a relationship and of an attribute behind it: db.associationProxy('tags', 'name')",
    );
  }
  return new AssociationProxyDefinition<any>(collection, attribute, options, stackHere());
}
