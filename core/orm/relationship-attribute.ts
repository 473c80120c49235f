import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import { literalColumn } from '../sql/column-clause.ts';
import { ColumnElement, type Criterion } from '../sql/column-element.ts';
import { and, or } from '../sql/conjunction.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { Exists } from '../sql/scalar-select.ts';
import { select } from '../sql/select.ts';
import { replace } from '../sql/visitors.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Entity } from './entity.ts';
import { aliasTables, classCriterion } from './mapper-tables.ts';
import { findState, type ObjectState } from './object-state.ts';
import { objectValue } from './object-value.ts';
import type { Relationship } from './relationship.ts';
import { type BoundClause, bindClause, joinClauses, lazyClause, nullClause, reverseLazyClause } from './relationship-clauses.ts';

type Condition = ColumnElement<boolean, boolean>;
/** Values of the target's attributes, as `filterBy` takes them. */
type Values = Readonly<Record<string, unknown>>;

/**
 * A relationship as the class shows it: `User.posts`. It joins, and it makes conditions; an object in a condition is kept, its key is read when
 * the statement runs.
 *
 * ```ts
 * User.query.filter(User.role.has(Role.name.eq('Admin')));
 * // … WHERE EXISTS (SELECT 1 FROM roles WHERE roles.id = users.role_id AND roles.name = ?)
 * ```
 */
export class RelationshipAttribute<E = any> {
  readonly entity: Entity;
  /** Conditions that `and` has added to the relationship's own. */
  readonly extraCriteria: readonly ColumnElement[];
  /** The subclass or alias that `ofType` names. */
  readonly target: Entity | null;
  readonly #relationship: Relationship;

  constructor(entity: Entity, relationship: Relationship, extraCriteria: readonly ColumnElement[] = [], target: Entity | null = null) {
    this.entity = entity;
    this.#relationship = relationship;
    this.extraCriteria = extraCriteria;
    this.target = target;
  }

  /** The relationship, configured. */
  get relationship(): Relationship {
    this.#relationship.require();
    return this.#relationship;
  }

  get key(): string {
    return this.#relationship.key;
  }

  /** Restricts joins and eager loads along this relationship. */
  and(...criteria: Criterion[]): RelationshipAttribute<E> {
    return new RelationshipAttribute<E>(
      this.entity,
      this.#relationship,
      [...this.extraCriteria, ...(criteria as ColumnElement[])],
      this.target,
    );
  }

  /** Takes the target for a subclass of it, or for an alias. */
  ofType(target: unknown): RelationshipAttribute<any> {
    return new RelationshipAttribute<any>(
      this.entity,
      this.#relationship,
      this.extraCriteria,
      this.entity.mapper.registry.entityOf(target),
    );
  }

  /** This relationship of another entity of the same class. */
  readFrom(entity: Entity): RelationshipAttribute<E> {
    return new RelationshipAttribute<E>(entity, this.#relationship, this.extraCriteria, this.target);
  }

  /** `? = users.role_id`; with null `users.role_id IS NULL`. @throws InvalidRequestError for a collection */
  eq(other: E | null): Condition {
    const { relationship } = this;
    if (other === null) return this.#isNothing();
    if (relationship.uselist) this.#refuseCollection();
    return this.#comparison(other);
  }

  /** @internal `filterBy` after a join along this speaks of what was joined. */
  criterionFor(name: string, value: unknown): ColumnElement {
    return (this.target ?? this.relationship.target.entity).criterionFor(name, value);
  }

  /** The contrary of `eq`, NULL included. @throws InvalidRequestError for a collection */
  ne(other: E | null): Condition {
    const { relationship } = this;
    if (other === null) return relationship.direction === 'manyToOne' ? this.#isNothing().not() : this.#exists(undefined, undefined);
    if (relationship.uselist) this.#refuseCollection();
    return this.#negated(other);
  }

  is(other: E | null): Condition {
    return this.eq(other);
  }

  isNot(other: E | null): Condition {
    return this.ne(other);
  }

  /** EXISTS a member that meets `criterion`; attribute values may stand in its place. @throws InvalidRequestError for a scalar relationship */
  any(criterion?: Criterion | Values, values?: Values): Condition {
    if (!this.relationship.uselist) throw new InvalidRequestError("'any()' not implemented for scalar attributes. Use has().");
    return this.#exists(criterion, values);
  }

  /** EXISTS a referred object that meets `criterion`. @throws InvalidRequestError for a collection */
  has(criterion?: Criterion | Values, values?: Values): Condition {
    if (this.relationship.uselist) throw new InvalidRequestError("'has()' not implemented for collections. Use any().");
    return this.#exists(criterion, values);
  }

  /** The collection has this member. @throws InvalidRequestError for a scalar relationship */
  contains(member: E): Condition {
    if (!this.relationship.uselist) throw new InvalidRequestError("'contains' not implemented for scalar attributes.  Use eq()");
    return this.#comparison(member);
  }

  /** The rows of this class that `parent` refers to: what `withParent` asks for. */
  withParent(parent: object): Condition {
    return this.#bound(lazyClause(this.relationship), parent);
  }

  in(_values: never): never {
    throw new InvalidRequestError(
      'in() is not there for relationships. For a simple many-to-one, use in() against the set of foreign key values.',
    );
  }

  toString(): string {
    return String(this.#relationship);
  }

  // ---- comparison with an object

  #isNothing(): Condition {
    const { relationship } = this;
    if (relationship.direction !== 'manyToOne') return this.#exists(undefined, undefined).not();
    return this.entity.adapt(nullClause(reverseLazyClause(relationship)));
  }

  #comparison(other: unknown): Condition {
    const { relationship } = this;
    const clause = this.#bound(reverseLazyClause(relationship), other);
    if (relationship.secondary === null) return clause;
    return replace(clause, replaceTable(relationship.secondary, relationship.secondary.alias())) as Condition;
  }

  #bound(clause: BoundClause, other: unknown): Condition {
    const state = this.#stateOf(other);
    return this.entity.adapt(bindClause(clause, (column) => objectValue(state, comparedProperty(state, this.#mapperOf(column), column))));
  }

  #mapperOf(column: Column) {
    const { target, parent } = this.relationship;
    return target.propertyOf(column) !== undefined ? target : parent;
  }

  #negated(other: E): Condition {
    const { relationship } = this;
    const state = this.#stateOf(other);
    if (relationship.usesGet) {
      const parts = relationship.join.localRemotePairs.map(([local, remote]) => {
        const own = this.entity.adapt(local as ColumnElement);
        const bind = new BindParameter(local.key, objectValue(state, comparedProperty(state, relationship.target, remote)), local.type, {
          unique: true,
        });
        return or(own.ne(bind), own.is(null));
      });
      return and(...parts);
    }
    const { target } = relationship;
    const isOther = target.primaryKey.map((property) =>
      property.column.eq(new BindParameter(property.key, objectValue(state, property), property.type, { unique: true })),
    );
    return this.#exists(and(...isOther), undefined).not();
  }

  #stateOf(other: unknown): ObjectState {
    const state = findState(other);
    if (state !== null) return state;
    throw new ArgumentError(`Mapped instance expected for relationship comparison to object: ${this} is compared with ${showValue(other)}`);
  }

  #refuseCollection(): never {
    throw new InvalidRequestError("Can't compare a collection to an object or collection; use contains() to test for membership.");
  }

  // ---- EXISTS

  #exists(criterion: Criterion | Values | undefined, values: Values | undefined): Condition {
    const { relationship, entity } = this;
    const { secondary } = relationship;
    const { destination, isAliased } = this.#destination();
    const link = secondary === null ? null : isAliased || entity.isAliased ? secondary.alias() : secondary;
    const places = { left: entity.alias, right: isAliased ? destination : null, secondary: link };
    const clauses = joinClauses(relationship, places);
    const wanted = this.#wanted(criterion, values, isAliased && this.target === null ? destination : null);
    const own = this.target === null ? classCriterion(relationship.target, isAliased ? destination : null) : this.target.classCriterion;
    const parts = [clauses.primary, clauses.secondary, own, ...wanted, ...this.extraCriteria].filter((each) => each !== null);
    const froms = link === null ? [destination] : [link, destination];
    return new Exists(
      select(literalColumn('1'))
        .where(and(...(parts as Condition[])))
        .selectFrom(...froms)
        .correlateExcept(...froms),
    );
  }

  /** What EXISTS selects from: the target, under another name where the statement has it already. */
  #destination(): { destination: FromClause<any, any>; isAliased: boolean } {
    const { relationship, target } = this;
    if (target !== null) return { destination: target.selectable, isAliased: target.isAliased };
    const { selectable } = relationship.target.entity;
    const isAliased = relationship.isSelfReferential && !this.entity.isAliased;
    return { destination: isAliased ? aliasTables(relationship.target) : selectable, isAliased };
  }

  #wanted(criterion: Criterion | Values | undefined, values: Values | undefined, alias: FromClause<any, any> | null): Condition[] {
    const { mapper } = this.target ?? this.relationship.target.entity;
    const conditions: Condition[] = [];
    if (isValues(criterion)) conditions.push(...valueConditions(mapper, criterion));
    else if (criterion !== undefined) conditions.push(criterion as Condition);
    if (values !== undefined) conditions.push(...valueConditions(mapper, values));
    if (alias === null) return conditions;
    const adapt = (node: unknown): ColumnElement | undefined =>
      node instanceof ColumnElement ? alias.correspondingColumn(node) : undefined;
    return conditions.map((condition) => replace(condition, adapt) as Condition);
  }
}

function valueConditions(mapper: Relationship['target'], values: Values): Condition[] {
  return Object.entries(values).map(([key, value]) => {
    if (value === undefined)
      throw new ArgumentError(`${mapper.name}.${key} is compared with undefined: null means NULL, undefined would mean all rows`);
    return (mapper.attribute(key) as ColumnElement).eq(value);
  });
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The attribute of an object that holds a column of its class. */
function comparedProperty(state: ObjectState, mapper: Relationship['target'], column: Column): ColumnProperty {
  const property = mapper.propertyOf(column);
  const own = property === undefined ? undefined : state.mapper.findColumn(property.key);
  if (own === undefined) throw new ArgumentError(`${state} has no attribute for ${column.table?.name}.${column.name}`);
  return own;
}

function replaceTable(table: FromClause<any, any>, by: FromClause<any, any>) {
  return (node: unknown): ColumnElement | undefined =>
    node instanceof ColumnElement && (node as { table?: unknown }).table === table ? by.correspondingColumn(node) : undefined;
}

function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? `an object of class ${value.constructor?.name ?? 'Object'}` : String(value);
}
