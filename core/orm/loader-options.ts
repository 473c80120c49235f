import { ArgumentError } from '../errors.ts';
import type { CacheKey } from '../sql/cache-key.ts';
import { resolveElement } from '../sql/coercions.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { keyTo } from '../sql/protocol.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Entity } from './entity.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import type { LazyStrategy } from './relationship-definition.ts';

/** How a relationship is loaded, as an option says it. */
export type LoadStrategy = Exclude<LazyStrategy, 'dynamic' | 'writeOnly'> | 'containsEager' | 'default';

/** What an option may be given: `User.posts`, the attribute's name, `'*'` for all. */
export type RelationshipArgument = RelationshipAttribute | string | object;
export type ColumnArgument = ColumnElement | string | object;

/** One relationship of an option's path and how it is loaded. */
export interface RelationshipStep {
  readonly kind: 'relationship';
  readonly key: string;
  /** The entity the attribute was taken from; null for a name. */
  readonly entity: Entity | null;
  readonly strategy: LoadStrategy;
  readonly innerjoin: boolean | null;
  /** What `containsEager` reads the members from, where it is an alias. */
  readonly alias: Entity | null;
  /** Limits the members: `User.posts.and(Post.score.gt(1))`. */
  readonly criteria: readonly ColumnElement[];
}

/** Columns and whether they are read with the row. */
export interface ColumnStep {
  readonly kind: 'columns';
  readonly action: 'defer' | 'undefer' | 'loadOnly' | 'undeferGroup';
  readonly keys: readonly string[];
  readonly entity: Entity | null;
  /** `defer(…, { raiseload: true })`: reading the column later is an error. */
  readonly raises: boolean;
}

export type OptionStep = RelationshipStep | ColumnStep;

/** Options of joins made by an option. */
export interface JoinedLoadOptions {
  readonly innerjoin?: boolean;
}

/**
 * A loader option: how related objects and columns are loaded, along a path.
 *
 * ```ts
 * User.query.options(db.joinedload(User.posts).selectinload(Post.comments))
 * ```
 */
export class LoaderOption {
  readonly step: OptionStep;
  readonly children: readonly LoaderOption[];

  constructor(step: OptionStep, children: readonly LoaderOption[] = []) {
    this.step = step;
    this.children = children;
  }

  joinedload(attribute: RelationshipArgument, options: JoinedLoadOptions = {}): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'joined', { innerjoin: options.innerjoin ?? null }));
  }
  selectinload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'selectin'));
  }
  subqueryload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'subquery'));
  }
  immediateload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'immediate'));
  }
  lazyload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'select'));
  }
  noload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'noload'));
  }
  raiseload(attribute: RelationshipArgument, options: { readonly sqlOnly?: boolean } = {}): LoaderOption {
    return this.#deepen(relationshipOption(attribute, options.sqlOnly ? 'raiseOnSql' : 'raise'));
  }
  defaultload(attribute: RelationshipArgument): LoaderOption {
    return this.#deepen(relationshipOption(attribute, 'default'));
  }
  containsEager(attribute: RelationshipArgument, options: { readonly alias?: object } = {}): LoaderOption {
    return this.#deepen(containsEager(attribute, options));
  }
  defer(column: ColumnArgument, options: { readonly raiseload?: boolean } = {}): LoaderOption {
    return this.#deepen(columnOption('defer', [column], options.raiseload ?? false));
  }
  undefer(column: ColumnArgument): LoaderOption {
    return this.#deepen(columnOption('undefer', [column]));
  }
  undeferGroup(group: string): LoaderOption {
    return this.#deepen(undeferGroup(group));
  }
  loadOnly(...columns: ColumnArgument[]): LoaderOption {
    return this.#deepen(columnOption('loadOnly', columns));
  }
  /** Several options below the end of this path. */
  options(...options: LoaderOption[]): LoaderOption {
    return this.#withAtEnd(options);
  }

  #deepen(option: LoaderOption): LoaderOption {
    return this.#withAtEnd([option]);
  }

  /** A path is one chain until `options` is called: new steps go to its end. Column options are no step of a path. */
  #withAtEnd(options: readonly LoaderOption[]): LoaderOption {
    if (this.step.kind === 'columns') throw new ArgumentError('A column option ends a path: give the next option to options(…) of its own');
    const last = this.children.at(-1);
    if (last === undefined || last.step.kind === 'columns') return new LoaderOption(this.step, [...this.children, ...options]);
    return new LoaderOption(this.step, [...this.children.slice(0, -1), last.#withAtEnd(options)]);
  }

  /** What tells this option in the key of a compiled statement. */
  [keyTo](key: CacheKey): void {
    const { step } = this;
    key.put('{');
    if (step.kind === 'columns') key.put(`${step.action} ${step.raises} ${step.keys.join(' ')}`);
    else {
      key.put(`${step.strategy} ${step.key} ${step.innerjoin}`);
      if (step.alias !== null) step.alias[keyTo](key);
      key.addAll(step.criteria as ColumnElement[]);
      // a load by a statement of its own keeps its criteria with their values: such a plan serves one statement
      if (step.criteria.length > 0 && step.strategy !== 'joined') key.isUsable = false;
    }
    if (step.entity !== null) step.entity[keyTo](key);
    for (const child of this.children) child[keyTo](key);
    key.put('}');
  }
}

/** Makes an option for a relationship. @throws ArgumentError for anything but a relationship or a name */
export function relationshipOption(
  attribute: RelationshipArgument,
  strategy: LoadStrategy,
  extra: { innerjoin?: boolean | null; alias?: Entity | null; criteria?: readonly ColumnElement[]; options?: readonly LoaderOption[] } = {},
): LoaderOption {
  const { innerjoin = null, alias = null, criteria = [], options = [] } = extra;
  if (typeof attribute === 'string') {
    return new LoaderOption({ kind: 'relationship', key: attribute, entity: null, strategy, innerjoin, alias, criteria }, options);
  }
  if (!(attribute instanceof RelationshipAttribute)) {
    throw new ArgumentError(`A loader option takes a relationship such as User.posts, not ${String(attribute)}`);
  }
  const { entity, relationship, extraCriteria } = attribute;
  return new LoaderOption({
    kind: 'relationship',
    key: relationship.key,
    entity,
    strategy,
    innerjoin,
    alias,
    criteria: extraCriteria,
  });
}

function containsEager(attribute: RelationshipArgument, options: { readonly alias?: object } = {}): LoaderOption {
  const alias = options.alias === undefined ? null : (resolveElement(options.alias) as Entity);
  return relationshipOption(attribute, 'containsEager', { alias });
}

function undeferGroup(group: string): LoaderOption {
  return new LoaderOption({ kind: 'columns', action: 'undeferGroup', keys: [group], entity: null, raises: false });
}

function columnOption(action: ColumnStep['action'], columns: readonly ColumnArgument[], raises = false): LoaderOption {
  const found = columns.map((column) => readColumn(column));
  return new LoaderOption({ kind: 'columns', action, keys: found.map(({ key }) => key), entity: found[0]?.entity ?? null, raises });
}

function readColumn(column: ColumnArgument): { key: string; entity: Entity | null } {
  if (typeof column === 'string') return { key: column, entity: null };
  const { annotations } = (resolveElement(column) ?? {}) as { annotations?: { entity?: Entity; property?: ColumnProperty } };
  if (annotations?.property !== undefined) return { key: annotations.property.key, entity: annotations.entity ?? null };
  throw new ArgumentError(`A column option takes a mapped column such as User.name, not ${String(column)}`);
}

// ---- what `db` gives

export const joinedload = (attribute: RelationshipArgument, options: JoinedLoadOptions = {}): LoaderOption =>
  relationshipOption(attribute, 'joined', { innerjoin: options.innerjoin ?? null });
export const selectinload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'selectin');
export const subqueryload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'subquery');
export const immediateload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'immediate');
export const lazyload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'select');
export const noload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'noload');
export const defaultload = (attribute: RelationshipArgument): LoaderOption => relationshipOption(attribute, 'default');
export const raiseload = (attribute: RelationshipArgument, options: { readonly sqlOnly?: boolean } = {}): LoaderOption =>
  relationshipOption(attribute, options.sqlOnly ? 'raiseOnSql' : 'raise');
export const defer = (column: ColumnArgument, options: { readonly raiseload?: boolean } = {}): LoaderOption =>
  columnOption('defer', [column], options.raiseload ?? false);
export const undefer = (column: ColumnArgument): LoaderOption => columnOption('undefer', [column]);
export const loadOnly = (...columns: ColumnArgument[]): LoaderOption => columnOption('loadOnly', columns);
export { containsEager, undeferGroup };
