import type { Mode } from '../engine/mode.ts';
import type { Column, ColumnDefault, DefaultContext } from '../schema/column.ts';
import type { Constraint } from '../schema/constraints.ts';
import type { ForeignKey } from '../schema/foreign-key.ts';
import type { FetchedValue, ServerDefault } from '../schema/generated.ts';
import type { MetaData } from '../schema/metadata.ts';
import type { DialectOptions } from '../schema/schema-item.ts';
import type { Index } from '../schema/table-index.ts';
import type { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { tableType } from '../sql/protocol.ts';
import type { TypeArg } from '../sql/types/type-engine.ts';
import type { AssociationAttribute, AssociationList } from './association-proxy.ts';
import type { AssociationProxyDefinition, AssociationProxyOptions } from './association-proxy-definition.ts';
import type { ColumnPropertyDefinition, ColumnPropertyOptions } from './column-property-definition.ts';
import type { DynamicQuery, WriteOnlyCollection } from './dynamic-query.ts';
import type { Query } from './query.ts';
import type { RelationshipAttribute } from './relationship-attribute.ts';
import type { EntityClass, RelationshipDefinition, RelationshipOptions } from './relationship-definition.ts';
import type { Backrefs, Models } from './type-registry.ts';

/*
 * The types of models. A model is written once, as a class over `db.Model(name, definition)`; everything below computes from the definition's
 * type what instances, constructors and class attributes look like. Nothing here may look at the type of a getter of the definition before it is
 * asked for: classes that refer to each other would be circular.
 */

// ---- definitions

declare const columnTypes: unique symbol;

/** What `db.Column(…)` gives: a column whose attribute reads `Out` and takes `In`. */
export interface ColumnDefinition<Out, In = Out> {
  readonly [columnTypes]: readonly [Out, In];
}

/** Options of a column of a model. */
export interface ModelColumnOptions<In = any> extends DialectOptions {
  readonly primaryKey?: boolean;
  readonly unique?: boolean;
  readonly index?: boolean;
  readonly nullable?: boolean;
  /** Used where an INSERT has no value: a value, a function, an SQL expression. */
  readonly default?: In | ((context: DefaultContext) => In) | ColumnDefault<never>;
  /** Used where an UPDATE has no value. */
  readonly onupdate?: In | ((context: DefaultContext) => In) | ColumnDefault<never>;
  readonly serverDefault?: ServerDefault | FetchedValue;
  readonly serverOnupdate?: FetchedValue;
  readonly autoincrement?: boolean | 'auto' | 'ignoreFk';
  readonly comment?: string;
  readonly key?: string;
  readonly quote?: boolean;
  readonly info?: Record<string, unknown>;
  /** Loaded only when it is read. */
  readonly deferred?: boolean;
  /** Deferred columns of one group are loaded together. */
  readonly group?: string;
}

type IsNullable<O> = O extends { primaryKey: true } ? false : O extends { nullable: false } ? false : true;
type ColumnFor<Out, In, O> = IsNullable<O> extends true ? ColumnDefinition<Out | null, In | null> : ColumnDefinition<Out, In>;

/** Refuses options that a column does not have. */
type KnownOptions<O, In> = O &
  ModelColumnOptions<NoInfer<In>> & {
    readonly [K in Exclude<keyof O, keyof ModelColumnOptions>]: `a column has no option '${K & string}'`;
  };

/** `db.Column(type, [foreignKey], [options])`, with a column name before it where that differs from the attribute's. */
export interface ColumnFactory {
  <Out, In, const O extends ModelColumnOptions<In> = {}>(type: TypeArg<Out, In>, options?: KnownOptions<O, In>): ColumnFor<Out, In, O>;
  <Out, In, const O extends ModelColumnOptions<In> = {}>(
    type: TypeArg<Out, In>,
    foreignKey: ForeignKey,
    options?: KnownOptions<O, In>,
  ): ColumnFor<Out, In, O>;
  /** A column that takes the type of the one it refers to. */
  (foreignKey: ForeignKey, options?: ModelColumnOptions): ColumnDefinition<any>;
  <Out, In, const O extends ModelColumnOptions<In> = {}>(
    name: string,
    type: TypeArg<Out, In>,
    options?: KnownOptions<O, In>,
  ): ColumnFor<Out, In, O>;
  <Out, In, const O extends ModelColumnOptions<In> = {}>(
    name: string,
    type: TypeArg<Out, In>,
    foreignKey: ForeignKey,
    options?: KnownOptions<O, In>,
  ): ColumnFor<Out, In, O>;
  (name: string, foreignKey: ForeignKey, options?: ModelColumnOptions): ColumnDefinition<any>;
  /** With further items: CHECK constraints, computed values, identities, several foreign keys. */
  <Out, In>(
    type: TypeArg<Out, In>,
    ...items: readonly (ForeignKey | Constraint | FetchedValue | ModelColumnOptions<In>)[]
  ): ColumnDefinition<Out | null, In | null>;
}

/** A relationship whose attribute is an object or null. */
export type ManyToOne<E> = RelationshipDefinition<E | null, E>;
/** A relationship whose attribute is a list. */
export type OneToMany<E> = RelationshipDefinition<E[], E>;
/** A relationship whose attribute is a query. */
export type DynamicRelationship<E, M extends Mode = 'sync'> = RelationshipDefinition<DynamicQuery<E, M>, E>;

type RelatedFor<E, O, M extends Mode> = O extends { lazy: 'dynamic' }
  ? DynamicQuery<E, M>
  : O extends { lazy: 'writeOnly' }
    ? WriteOnlyCollection<E>
    : O extends { uselist: false }
      ? E | null
      : O extends { collectionClass: SetConstructor }
        ? Set<E>
        : E[];

/** The entity behind an attribute's type: `Role | null` and `Role[]` are about Role. */
export type EntityOf<A> = 0 extends 1 & A
  ? any
  : NonNullable<A> extends readonly (infer E)[]
    ? E
    : NonNullable<A> extends ReadonlySet<infer E>
      ? E
      : NonNullable<A> extends Query<infer E, any> | WriteOnlyCollection<infer E>
        ? E
        : NonNullable<A>;

/** `db.relationship(() => User, options)`, or `db.relationship<User[]>('User', options)`. */
export interface RelationshipFactory<M extends Mode> {
  <E, const O extends RelationshipOptions = {}>(
    target: () => EntityClass<E>,
    options?: O & { readonly [K in Exclude<keyof O, keyof RelationshipOptions>]: never },
  ): RelationshipDefinition<RelatedFor<E, O, M>, E>;
  <A = any>(target: string, options?: RelationshipOptions): RelationshipDefinition<A, EntityOf<A>>;
}

/** `db.columnProperty(() => expression, options)` */
export type ColumnPropertyFactory = <T>(
  expression: () => ColumnElement<T, any>,
  options?: ColumnPropertyOptions,
) => ColumnPropertyDefinition<T>;

/** `db.associationProxy<string>('tags', 'name', options)` */
export type AssociationProxyFactory = <T = any>(
  collection: string,
  attribute: string,
  options?: AssociationProxyOptions<T>,
) => AssociationProxyDefinition<T>;

// ---- what a definition makes

declare const tableBrand: unique symbol;

/** What every instance of a model has. `N` tells models with equal columns apart. */
export interface ModelInstance<N = unknown, M extends Mode = Mode> {
  readonly [tableBrand]?: N;
  /** Loads a relationship or a deferred column and gives its value. */
  load<K extends keyof this & string>(name: K): M extends 'async' ? Promise<this[K]> : this[K];
  /** The column attributes; relationships are left out. */
  toJSON(): Record<string, unknown>;
  toString(): string;
}

/** The type of an attribute of an instance. */
export type AttributeOf<P> =
  P extends ColumnDefinition<infer Out, any>
    ? Out
    : P extends RelationshipDefinition<infer A, any>
      ? A
      : P extends ColumnPropertyDefinition<infer T>
        ? T
        : P extends AssociationProxyDefinition<infer T>
          ? AssociationList<T>
          : never;

/** The type of an attribute in a constructor. */
export type InitOf<P> =
  P extends ColumnDefinition<any, infer In>
    ? In
    : P extends RelationshipDefinition<infer A, infer E>
      ? 0 extends 1 & A
        ? any
        : A extends readonly any[] | ReadonlySet<any> | Query<any, any> | WriteOnlyCollection
          ? Iterable<E>
          : A
      : P extends AssociationProxyDefinition<infer T>
        ? Iterable<T>
        : never;

/** The type of a class attribute. */
export type StaticOf<P, K, N extends string> =
  P extends ColumnDefinition<infer Out, infer In>
    ? Column<Out, In, K & string, N>
    : P extends RelationshipDefinition<any, infer E>
      ? RelationshipAttribute<E>
      : P extends ColumnPropertyDefinition<infer T>
        ? ColumnClause<T, T, K & string, N>
        : P extends AssociationProxyDefinition<infer T>
          ? AssociationAttribute<T>
          : never;

export type InstanceOf<D> = { -readonly [K in keyof D]: AttributeOf<D[K]> };
export type StaticsOf<D, N extends string> = { readonly [K in keyof D]: StaticOf<D[K], K, N> };

/** The class the type registry knows for a table, else what the definition says. */
export type EntityFor<N, D, M extends Mode> = N extends keyof Models ? Models[N] : InstanceOf<D> & ModelInstance<N, M>;
/** A definition with the attributes that the type registry says backrefs add. */
export type WithBackrefs<N, D> = D & (N extends keyof Backrefs ? Backrefs[N] : unknown);

/** What every model class has, whatever its attributes. */
export interface ModelMembers<N extends string, D, M extends Mode, E> {
  readonly [tableType]: N;
  /** A query over the objects of this class. */
  readonly query: Query<E, M>;
  /** The columns by attribute name; usable before the class is registered. */
  readonly c: StaticsOf<D, N>;
  readonly metadata: MetaData;
  /**
   * A subclass: on the same table, or with `table` on a joined one.
   *
   * ```ts
   * class Engineer extends Employee.extend({ language: db.Column(db.String(20)) }, { identity: 'engineer' }) {}
   * ```
   */
  extend<P extends EntityClass, D2 extends object, const T extends string = N>(
    this: P,
    definition: D2 & RefuseReserved<D2>,
    options: SubclassOptions<D2, T>,
  ): SubclassOf<P, D, D2, T, M>;
}

/** What `db.Model('roles', { … })` gives, to be extended by a class. */
export type ModelClass<N extends string, D, M extends Mode> = {
  new (init?: { -readonly [K in keyof D]?: InitOf<D[K]> }): InstanceOf<D> & ModelInstance<N, M>;
} & ModelMembers<N, D, M, EntityFor<N, D, M>> &
  StaticsOf<D, N>;

/** What `Employee.extend({ … }, { … })` gives, to be extended by a class. */
export type SubclassOf<P extends EntityClass, D, D2, N extends string, M extends Mode> = {
  new (init?: { -readonly [K in keyof (D & D2)]?: InitOf<(D & D2)[K]> }): InstanceType<P> & InstanceOf<D2>;
} & ModelMembers<N, D & D2, M, InstanceType<P> & InstanceOf<D2>> &
  StaticsOf<D & D2, N> &
  InheritedStatics<P, D & D2>;

/** What a class declares itself as static, for its subclasses. */
type InheritedStatics<P, D> = {
  [K in keyof P as K extends keyof D | keyof ModelMembers<any, any, any, any> | 'prototype' ? never : K]: P[K];
};

/** What `db.Model.abstract({ … })` gives: a base without a table. */
export type AbstractModelClass<D, M extends Mode> = {
  new (): InstanceOf<D> & ModelInstance<unknown, M>;
  /** A model on a table of its own, with the attributes of this base. */
  extend<P extends EntityClass, D2 extends object, const N extends string>(
    this: P,
    definition: D2 & RefuseReserved<D2>,
    options: ModelOptionsFor<D2> & { readonly table: N },
  ): SubclassOf<P, WithBackrefs<N, D>, D2, N, M>;
};

// ---- options and reserved names

interface CommonOptions<D> extends DialectOptions {
  /** Constraints and indexes over the columns: `(t) => [db.UniqueConstraint(t.a, t.b)]`. */
  readonly constraints?: (columns: { readonly [K in keyof D]: Column }) => readonly (Constraint | Index)[];
  readonly comment?: string;
  readonly schema?: string;
  readonly prefixes?: readonly string[];
  readonly info?: Record<string, unknown>;
  /** The attribute that counts the versions of a row: an UPDATE of a row that somebody else changed raises StaleDataError. */
  readonly versionIdCol?: keyof D & string;
}

/** The last argument of `db.Model`. */
export interface ModelOptionsFor<D> extends CommonOptions<D> {
  /** The attribute that tells the class of a row. */
  readonly polymorphicOn?: keyof D & string;
  /** The value of that attribute that means this class. */
  readonly identity?: unknown;
}

/** The last argument of `extend`. */
export interface SubclassOptions<D, T extends string> extends CommonOptions<D> {
  /** The value of the discriminator that means this class. */
  readonly identity: unknown;
  /** The table of a joined subclass; its primary key refers to the parent's. */
  readonly table?: T;
}

type Reserved =
  | 'query'
  | 'metadata'
  | 'c'
  | 'prototype'
  | 'constructor'
  | 'then'
  | 'load'
  | 'toJSON'
  | 'toString'
  | 'valueOf'
  | '__proto__';

/** Refuses definitions with names that instances and classes need for themselves. */
export type RefuseReserved<D> =
  Extract<Exclude<keyof D, keyof object>, Reserved> extends never
    ? unknown
    : { readonly [K in Extract<keyof D, Reserved>]: `'${K}' is a reserved name` };

/** `db.Model` */
export interface ModelFactory<M extends Mode> {
  <const N extends string, D extends object>(
    name: N,
    definition: D & RefuseReserved<D>,
    options?: ModelOptionsFor<D>,
  ): ModelClass<N, WithBackrefs<N, D>, M>;
  /** The table is named after the class: `UserProfile` → `user_profile`. */
  <D extends object>(definition: D & RefuseReserved<D>, options?: ModelOptionsFor<D>): ModelClass<string, D, M>;
  /** A base without a table, for models that share attributes. */
  abstract<D extends object>(definition: D & RefuseReserved<D>): AbstractModelClass<D, M>;
}
