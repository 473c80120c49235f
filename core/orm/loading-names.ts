import { ArgumentError } from '../errors.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { FromClause } from '../sql/from-clause.ts';
import { type AliasOptions, aliased as aliasOf } from './aliased.ts';
import { bundle } from './bundle.ts';
import {
  containsEager,
  defaultload,
  defer,
  immediateload,
  joinedload,
  lazyload,
  loadOnly,
  noload,
  raiseload,
  selectinload,
  subqueryload,
  undefer,
  undeferGroup,
} from './loader-options.ts';
import { findModelRecord } from './model-record.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';

/**
 * A class, or a table, under another name, so that one statement can speak of it twice.
 *
 * @param options - the alias's name, or rows to take for the class's own: a subquery that has its columns
 * @throws ArgumentError for anything but a model class or a table
 */
function aliased<C extends object>(cls: C, options: AliasOptions | FromClause<any, any> = {}): C {
  const given: AliasOptions = options instanceof FromClause ? { alias: options } : options;
  if (cls instanceof FromClause) return (given.name === undefined ? cls.alias() : cls.alias(given.name)) as unknown as C;
  const record = findModelRecord(cls);
  if (record === null) throw new ArgumentError(`aliased() takes a model class or a table, not ${String(cls)}`);
  return aliasOf(record.registry, cls, given);
}

/** The condition that rows are those `parent` refers to: `db.withParent(john, User.posts)`. @throws ArgumentError for no relationship */
function withParent(parent: object, attribute: RelationshipAttribute): ColumnElement<boolean, boolean> {
  if (attribute instanceof RelationshipAttribute) return attribute.withParent(parent);
  throw new ArgumentError(`withParent() takes an object and a relationship of its class, such as User.posts, not ${String(attribute)}`);
}

/** What a database gives for reading: loader options, aliases. The same for every database. */
export const loadingNames = {
  joinedload,
  selectinload,
  subqueryload,
  immediateload,
  lazyload,
  noload,
  raiseload,
  defaultload,
  containsEager,
  defer,
  undefer,
  undeferGroup,
  loadOnly,
  aliased,
  Bundle: bundle,
  withParent,
} as const;
