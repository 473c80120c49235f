import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { CascadeOptions } from './cascade.ts';
import type { Mapper } from './mapper.ts';
import type { LazyStrategy, RelationshipDefinition, RelationshipOptions } from './relationship-definition.ts';

export type Direction = 'oneToMany' | 'manyToOne' | 'manyToMany';
export type ColumnPair = readonly [Column, Column];

/** How two tables are tied, in terms of their columns. */
export interface JoinCondition {
  readonly direction: Direction;
  readonly secondary: Table | null;
  readonly primaryjoin: ColumnElement;
  readonly secondaryjoin: ColumnElement | null;
  /** Local column → remote column; with a secondary table parent → secondary, then target → secondary. */
  readonly localRemotePairs: readonly ColumnPair[];
  /** Source column → the foreign key column that takes its value; with a secondary table, parent → secondary. */
  readonly synchronizePairs: readonly ColumnPair[];
  /** Target column → column of the secondary table; empty without one. */
  readonly secondarySynchronizePairs: readonly ColumnPair[];
  readonly localColumns: ReadonlySet<Column>;
  readonly remoteColumns: ReadonlySet<Column>;
  readonly foreignColumns: ReadonlySet<Column>;
  /** True where the condition says no more than that the pairs are equal. */
  readonly isPlainEquality: boolean;
}

/** One relationship of a mapper. The fields below the line are there once it is configured. */
export class Relationship {
  readonly kind = 'relationship';
  readonly parent: Mapper;
  readonly key: string;
  readonly definition: RelationshipDefinition;
  readonly options: RelationshipOptions;
  readonly lazy: LazyStrategy;
  readonly viewonly: boolean;
  readonly cascade: CascadeOptions;
  /** The place of its value in `ObjectState.related`; unique in an inheritance hierarchy. */
  readonly slot: number;
  /** The relationship whose `backref` made this one; null where it is written out. */
  readonly madeBy: Relationship | null;
  isConfigured = false;
  #keySources: { readonly join: JoinCondition; readonly columns: readonly Column[] | null } | null = null;

  // ---- known once configured
  target!: Mapper;
  uselist!: boolean;
  join!: JoinCondition;
  orderBy: readonly ColumnElement[] = [];
  /** The relationships that `backref` or `backPopulates` ties to this one. */
  readonly reverses: Relationship[] = [];

  constructor(
    parent: Mapper,
    key: string,
    definition: RelationshipDefinition,
    cascade: CascadeOptions,
    madeBy: Relationship | null = null,
  ) {
    this.parent = parent;
    this.key = key;
    this.definition = definition;
    this.options = definition.options;
    this.lazy = definition.options.lazy ?? 'select';
    this.viewonly = definition.options.viewonly ?? false;
    this.cascade = cascade;
    this.slot = parent.takeRelationshipSlot();
    this.madeBy = madeBy;
  }

  /** True where the other side's `backref` made it. */
  get isFromBackref(): boolean {
    return this.madeBy !== null;
  }

  /** Says that the relationship is configured, configuring what waits. @throws InvalidRequestError where its target is still unknown */
  require(): void {
    if (!this.isConfigured) this.parent.registry.requireConfigured(this);
  }

  get direction(): Direction {
    return this.join.direction;
  }
  get secondary(): Table | null {
    return this.join.secondary;
  }
  get reverse(): Relationship | null {
    return this.reverses[0] ?? null;
  }
  /** True where the attribute gives a query or a writer rather than members. */
  get isDynamic(): boolean {
    return this.lazy === 'dynamic' || this.lazy === 'writeOnly';
  }
  get isSelfReferential(): boolean {
    return this.parent.root === this.target.root;
  }
  /** True where it matters whether an object still has a parent: its key is taken away, it is deleted, or only one parent is allowed. */
  get tracksParent(): boolean {
    return this.direction === 'oneToMany' || this.cascade.deleteOrphan || this.singleParent;
  }
  /** True where the object that is replaced has to be known at once. */
  get hasActiveHistory(): boolean {
    return (this.options.activeHistory ?? false) || this.singleParent;
  }
  get passiveDeletes(): boolean | 'all' {
    return this.options.passiveDeletes ?? false;
  }
  get passiveUpdates(): boolean {
    return this.options.passiveUpdates ?? true;
  }
  get postUpdate(): boolean {
    return this.options.postUpdate ?? false;
  }
  get singleParent(): boolean {
    return this.options.singleParent ?? false;
  }
  get innerjoin(): boolean {
    return this.options.innerjoin ?? false;
  }
  get joinDepth(): number | null {
    return this.options.joinDepth ?? null;
  }

  /** True where the foreign key of a many-to-one names the target's whole primary key, so that `get` can answer it. */
  get usesGet(): boolean {
    return this.keySources !== null;
  }

  /** The columns that hold the target's primary key, in its order, where `get` can answer a many-to-one; null elsewhere. */
  get keySources(): readonly Column[] | null {
    if (this.#keySources?.join !== this.join) this.#keySources = { join: this.join, columns: keySourcesOf(this) };
    return this.#keySources.columns;
  }

  toString(): string {
    return `${this.parent.name}.${this.key}`;
  }
}

function keySourcesOf({ join, target }: Relationship): readonly Column[] | null {
  const { direction, secondary, localRemotePairs } = join;
  if (direction !== 'manyToOne' || secondary !== null || !join.isPlainEquality) return null;
  const remote = new Set(localRemotePairs.map(([, column]) => column));
  const key = target.primaryKeyColumns;
  if (remote.size !== key.length || !key.every((column) => remote.has(column))) return null;
  return key.map((column) => localRemotePairs.find((pair) => pair[1] === column)![0]);
}
