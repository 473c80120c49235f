import type { Io } from '../io.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Entity } from './entity.ts';
import type { LoadRun } from './hydrate.ts';
import type { LoaderOption } from './loader-options.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

/** An attribute and the place of its value in a row. */
export interface PlannedColumn {
  readonly property: ColumnProperty;
  readonly index: number;
}

/** How one entity is read from the rows of a statement. */
export interface EntityPlan {
  readonly entity: Entity;
  readonly mapper: Mapper;
  readonly columns: readonly PlannedColumn[];
  readonly key: readonly PlannedColumn[];
  /** Which column tells the class of a row; null where all rows are of one class. */
  readonly discriminator: PlannedColumn | null;
  /** Where the part of a row that can be taken as a values array begins; -1 where the columns are not in slot order. */
  readonly alignedAt: number;
  /** Relationships read from the same row. */
  readonly joined: readonly JoinedPlan[];
  /** Relationships read by statements of their own, after the rows. */
  readonly later: readonly LaterLoad[];
  /** Relationships that are not to be loaded: they are empty at once. */
  readonly empty: readonly Relationship[];
  /** Relationships that this statement says are loaded otherwise than their mapping says; it stays with the objects. */
  readonly overrides: readonly LoadOverride[];
  /** Columns that an option leaves out; null where all are read. */
  readonly omitted: ReadonlySet<ColumnProperty> | null;
}

export interface JoinedPlan {
  readonly relationship: Relationship;
  readonly plan: EntityPlan;
}

export interface LaterLoad {
  readonly relationship: Relationship;
  /** Loads the relationship for all objects that were read and do not have it. */
  load(run: LoadRun, states: readonly ObjectState[]): Io<void>;
}

export interface LoadOverride {
  readonly relationship: Relationship;
  readonly option: LoaderOption;
}
