import type { Column } from '../schema/column.ts';
import {
  CheckConstraint,
  type ColumnArgument,
  type ConstraintOptions,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from '../schema/constraints.ts';
import { ForeignKey, type ForeignKeyOptions, type ForeignKeyTarget } from '../schema/foreign-key.ts';
import { Computed, Identity, Sequence } from '../schema/generated.ts';
import { conv } from '../schema/naming.ts';
import { Index, type IndexItem, type IndexOptions } from '../schema/table-index.ts';

/** What is made for the parts of a table, without `new`: `db.ForeignKey('roles.id')`. */
export const schemaNames = {
  ForeignKey: (...args: ConstructorParameters<typeof ForeignKey>): ForeignKey => new ForeignKey(...args),
  PrimaryKeyConstraint: (...args: readonly (ColumnArgument | ConstraintOptions)[]): PrimaryKeyConstraint =>
    new PrimaryKeyConstraint(...args),
  UniqueConstraint: (...args: readonly (ColumnArgument | ConstraintOptions)[]): UniqueConstraint => new UniqueConstraint(...args),
  CheckConstraint: (...args: ConstructorParameters<typeof CheckConstraint>): CheckConstraint => new CheckConstraint(...args),
  ForeignKeyConstraint: (
    columns: readonly (string | Column)[],
    refcolumns: readonly ForeignKeyTarget[],
    options?: ForeignKeyOptions,
  ): ForeignKeyConstraint => new ForeignKeyConstraint(columns, refcolumns, options),
  Index: (name: string | null, ...items: readonly (IndexItem | IndexOptions)[]): Index => new Index(name, ...items),
  Computed: (...args: ConstructorParameters<typeof Computed>): Computed => new Computed(...args),
  Identity: (options?: ConstructorParameters<typeof Identity>[0]): Identity => new Identity(options),
  Sequence: (name: string, options?: ConstructorParameters<typeof Sequence>[1]): Sequence => new Sequence(name, options),
  conv,
} as const;
