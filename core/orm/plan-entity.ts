import { ArgumentError } from '../errors.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { and } from '../sql/conjunction.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { Join } from '../sql/join.ts';
import type { JoinSetup } from '../sql/select.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { ColumnProperty } from './column-property.ts';
import { Entity } from './entity.ts';
import type { EntityPlan, JoinedPlan, LaterLoad, LoadOverride, PlannedColumn } from './load-plan.ts';
import type { ColumnStep, LoaderOption, RelationshipStep } from './loader-options.ts';
import type { Mapper } from './mapper.ts';
import { aliasTables } from './mapper-tables.ts';
import type { Relationship } from './relationship.ts';
import { joinClauses } from './relationship-clauses.ts';
import type { LazyStrategy } from './relationship-definition.ts';

/** Makes the loads that need statements of their own. */
export type LaterLoadMaker = (
  strategy: 'selectin' | 'subquery' | 'immediate',
  relationship: Relationship,
  wanted: WantedMembers,
  path: LoadPath,
) => LaterLoad;

/** Which members of a relationship are loaded, and what is loaded along with them. */
export interface WantedMembers {
  readonly options: readonly LoaderOption[];
  /** Limits the members. */
  readonly criteria: readonly ColumnElement[];
}

/** Filled in by the module of the later loads, which plan entities themselves. */
export const laterLoads = {} as { make: LaterLoadMaker };

/** The relationships between the first entity of a statement and one that is loaded along. */
export class LoadPath {
  readonly mappers: readonly Mapper[];
  readonly relationships: readonly Relationship[];

  constructor(mappers: readonly Mapper[], relationships: readonly Relationship[] = []) {
    this.mappers = mappers;
    this.relationships = relationships;
  }

  then(relationship: Relationship): LoadPath {
    return new LoadPath([...this.mappers, relationship.target], [...this.relationships, relationship]);
  }

  /** True where a relationship that is mapped to load along would go round in a circle. */
  isTooDeep(relationship: Relationship): boolean {
    const { joinDepth } = relationship;
    if (joinDepth !== null) return this.relationships.filter((each) => each === relationship).length >= joinDepth;
    return this.mappers.some((mapper) => mapper.root === relationship.target.root);
  }
}

/** What planning the entities of one statement collects. */
export class EntityPlanner {
  /** Columns of the items themselves, then columns that are loaded along. */
  readonly primary: ColumnElement[] = [];
  readonly secondary: ColumnElement[] = [];
  readonly joins: JoinSetup[] = [];
  readonly orderings: ColumnElement[] = [];
  joinsCollections = false;
  /** Column references are by list and place; the place in the row is known when both lists are complete. */
  readonly #finishers: (() => void)[] = [];
  /** Where columns stand in their list; made when the first entity is planned: bare columns are not looked up. */
  #known: Map<object, number> | null = null;
  readonly #eager: boolean;

  constructor(eager: boolean) {
    this.#eager = eager;
  }

  /** Plans an entity among the items of the statement. */
  plan(entity: Entity, options: readonly LoaderOption[], path = new LoadPath([entity.mapper])): EntityPlan {
    entity.mapper.registry.configure();
    return this.#planIn(this.primary, entity, options, path, false);
  }

  /** Sets the places of all columns: secondary ones come after the primary. */
  finish(): void {
    for (const finish of this.#finishers) finish();
  }

  #planIn(list: ColumnElement[], entity: Entity, options: readonly LoaderOption[], path: LoadPath, isOuter: boolean): EntityPlan {
    const { mapper } = entity;
    const joined: JoinedPlan[] = [];
    const later: LaterLoad[] = [];
    const overrides: LoadOverride[] = [];
    const empty: Relationship[] = [];
    if (this.#eager) this.#planRelationships({ list, entity, options, path, isOuter, joined, later, overrides, empty });
    const chosen = chooseColumns(mapper, options);
    const places: ColumnPlace[] = [];
    for (const { property, expression, slot } of selectionOf(chosen.properties)) {
      places.push({ property, index: this.#placeOf(list, entity.adapt(expression)), slot });
    }
    const plan = new PlannedEntity({ entity, places, joined, later, empty, overrides, omitted: chosen.omitted });
    const isSecondary = list === this.secondary;
    this.#finishers.push(() => plan.place(isSecondary ? this.primary.length : 0));
    return plan;
  }

  /** Where a column of an entity stands in the row: one that is selected already is not selected again. */
  #placeOf(list: ColumnElement[], column: ColumnElement): number {
    const places = this.#places();
    const known = places.get(column.identity);
    if (known !== undefined && list[known]?.identity === column.identity) return known;
    const index = list.push(column) - 1;
    places.set(column.identity, index);
    return index;
  }

  /** A column among the items. */
  addColumn(column: ColumnElement): number {
    const index = this.primary.push(column) - 1;
    if (this.#known !== null && !this.#known.has(column.identity)) this.#known.set(column.identity, index);
    return index;
  }

  #places(): Map<object, number> {
    if (this.#known === null) {
      this.#known = new Map();
      for (const [index, { identity }] of this.primary.entries()) if (!this.#known.has(identity)) this.#known.set(identity, index);
    }
    return this.#known;
  }

  #planRelationships(given: {
    list: ColumnElement[];
    entity: Entity;
    options: readonly LoaderOption[];
    path: LoadPath;
    isOuter: boolean;
    joined: JoinedPlan[];
    later: LaterLoad[];
    overrides: LoadOverride[];
    empty: Relationship[];
  }): void {
    const { entity, options, path } = given;
    for (const relationship of entity.mapper.relationships) {
      if (relationship.isDynamic) continue;
      const choice = chooseStrategy(relationship, options);
      const isTooDeep = !choice.isExplicit && path.isTooDeep(relationship);
      const strategy = isTooDeep ? 'select' : choice.strategy;
      if (strategy === 'joined') given.joined.push(this.#planJoined(given, relationship, choice));
      else if (strategy === 'containsEager') given.joined.push(this.#planContained(given, relationship, choice));
      else if (strategy === 'selectin' || strategy === 'subquery' || strategy === 'immediate') {
        given.later.push(
          laterLoads.make(strategy, relationship, { options: choice.children, criteria: choice.criteria }, path.then(relationship)),
        );
      } else if (strategy === 'noload') given.empty.push(relationship);
      if (choice.option !== null && outlastsStatement(relationship, choice)) given.overrides.push({ relationship, option: choice.option });
    }
  }

  #planJoined(given: { entity: Entity; path: LoadPath; isOuter: boolean }, relationship: Relationship, choice: StrategyChoice): JoinedPlan {
    const { entity, path } = given;
    const { target } = relationship;
    const member = new Entity(target, aliasTables(target));
    const innerjoin = (choice.innerjoin ?? relationship.innerjoin) && !given.isOuter;
    const link = relationship.secondary?.alias() ?? null;
    const on = joinClauses(relationship, { left: entity.alias, right: member.alias, secondary: link });
    const criteria = choice.criteria.map((each) => member.adapt(each));
    if (member.classCriterion !== null) criteria.push(member.classCriterion);
    const right = on.secondary === null ? member.selectable : new Join(link!, member.selectable, on.secondary);
    const onclause = criteria.length === 0 ? on.primary : and(on.primary, ...criteria);
    this.joins.push({ target: right, onclause, left: entity.selectable, isouter: !innerjoin, full: false });
    for (const ordering of relationship.orderBy) this.orderings.push(adaptOrdering(ordering, relationship, member, link));
    if (relationship.uselist) this.joinsCollections = true;
    const plan = this.#planIn(this.secondary, member, choice.children, path.then(relationship), !innerjoin);
    return { relationship, plan };
  }

  /** The members are read from what the statement joins itself. */
  #planContained(
    given: { list: ColumnElement[]; path: LoadPath; isOuter: boolean },
    relationship: Relationship,
    choice: StrategyChoice,
  ): JoinedPlan {
    const member = choice.alias ?? relationship.target.entity;
    const plan = this.#planIn(given.list, member, choice.children, given.path.then(relationship), given.isOuter);
    return { relationship, plan };
  }
}

function adaptOrdering(
  ordering: ColumnElement,
  relationship: Relationship,
  member: Entity,
  link: FromClause<any, any> | null,
): ColumnElement {
  const adapted = member.adapt(ordering);
  if (link === null) return adapted;
  return new Entity(relationship.target, link).adapt(adapted);
}

interface ColumnPlace {
  readonly property: ColumnProperty;
  readonly index: number;
  readonly slot: number;
}

type EntityParts = Pick<EntityPlan, 'entity' | 'joined' | 'later' | 'empty' | 'overrides' | 'omitted'> & {
  readonly places: readonly ColumnPlace[];
};

class PlannedEntity implements EntityPlan {
  readonly entity: Entity;
  readonly mapper: Mapper;
  readonly joined: readonly JoinedPlan[];
  readonly later: readonly LaterLoad[];
  readonly empty: readonly Relationship[];
  readonly overrides: readonly LoadOverride[];
  readonly omitted: ReadonlySet<ColumnProperty> | null;
  columns: readonly PlannedColumn[] = [];
  key: readonly PlannedColumn[] = [];
  discriminator: PlannedColumn | null = null;
  alignedAt = -1;
  readonly #places: readonly ColumnPlace[];

  constructor(parts: EntityParts) {
    this.entity = parts.entity;
    this.mapper = parts.entity.mapper;
    this.joined = parts.joined;
    this.later = parts.later;
    this.empty = parts.empty;
    this.overrides = parts.overrides;
    this.omitted = parts.omitted;
    this.#places = parts.places;
  }

  place(offset: number): void {
    const { mapper } = this;
    this.columns = this.#places.filter(({ slot }) => slot >= 0).map(({ property, index }) => ({ property, index: index + offset }));
    this.key = mapper.primaryKey.map((property) => this.columns.find((column) => column.property === property)!);
    const { polymorphicOn } = mapper;
    if (polymorphicOn !== null && mapper.subMappers.length > 0)
      this.discriminator = this.columns.find(({ property }) => property === polymorphicOn) ?? null;
    const first = this.#places[0]?.index ?? 0;
    const isAligned = this.#places.every(({ slot, index }, i) => slot === i && index === first + i);
    this.alignedAt = isAligned ? first + offset : -1;
  }
}

/** What is selected for attributes: each column of the key of a joined subclass too, the first of which is read. */
function selectionOf(properties: readonly ColumnProperty[]): { property: ColumnProperty; expression: ColumnElement; slot: number }[] {
  return properties.flatMap((property) => {
    if (property.columns.length <= 1) return [{ property, expression: property.expression, slot: property.slot }];
    return property.columns.map((expression, i) => ({
      property,
      expression: expression as ColumnElement,
      slot: i === 0 ? property.slot : -1,
    }));
  });
}

/** The attributes that are read with the row, by the column options; `omitted` are those an option leaves out. */
function chooseColumns(
  mapper: Mapper,
  options: readonly LoaderOption[],
): { properties: readonly ColumnProperty[]; omitted: ReadonlySet<ColumnProperty> | null } {
  const steps = options.map(({ step }) => step).filter((step): step is ColumnStep => step.kind === 'columns');
  if (steps.length === 0) return { properties: mapper.columns.filter((property) => !property.isDeferred), omitted: null };
  const isRead = new Map(mapper.columns.map((property) => [property, !property.isDeferred]));
  for (const step of steps) applyColumnStep(mapper, step, isRead);
  const mustRead = (property: ColumnProperty): boolean => mapper.primaryKey.includes(property) || mapper.polymorphicOn === property;
  const properties = mapper.columns.filter((property) => isRead.get(property) || mustRead(property));
  const omitted = new Set(mapper.columns.filter((property) => !property.isDeferred && !properties.includes(property)));
  return { properties, omitted: omitted.size === 0 ? null : omitted };
}

function applyColumnStep(mapper: Mapper, step: ColumnStep, isRead: Map<ColumnProperty, boolean>): void {
  if (step.action === 'undeferGroup') {
    for (const property of mapper.columns) if (property.group === step.keys[0]) isRead.set(property, true);
    return;
  }
  const named = step.keys.includes('*') ? [...mapper.columns] : step.keys.map((key) => requireColumn(mapper, key));
  if (step.action === 'loadOnly') for (const property of mapper.columns) isRead.set(property, false);
  for (const property of named) isRead.set(property, step.action !== 'defer');
}

function requireColumn(mapper: Mapper, key: string): ColumnProperty {
  const property = mapper.findColumn(key);
  if (property === undefined) throw new ArgumentError(`Can't find property named "${key}" on ${mapper} in this Query.`);
  return property;
}

const refusing: readonly string[] = ['noload', 'raise', 'raiseOnSql'];

/** True where an option still says something when the relationship is loaded later: it refuses the load, allows it, or goes on below it. */
function outlastsStatement({ lazy }: Relationship, { strategy, children, criteria }: StrategyChoice): boolean {
  if (refusing.includes(strategy) || refusing.includes(lazy)) return true;
  return strategy === 'select' && children.length + criteria.length > 0;
}

interface StrategyChoice {
  readonly strategy: LazyStrategy | 'containsEager';
  /** True where an option, not the mapping, says it. */
  readonly isExplicit: boolean;
  readonly option: LoaderOption | null;
  readonly children: readonly LoaderOption[];
  readonly innerjoin: boolean | null;
  readonly criteria: readonly ColumnElement[];
  readonly alias: Entity | null;
}

/** How a relationship is loaded: the last option that names it, else one for all (`'*'`), else its mapping. */
function chooseStrategy(relationship: Relationship, options: readonly LoaderOption[]): StrategyChoice {
  const naming = options.filter((option) => isFor(option, relationship));
  const named =
    naming.filter(({ step }) => (step as RelationshipStep).strategy !== 'default').at(-1) ??
    options.filter(({ step }) => step.kind === 'relationship' && step.key === '*').at(-1);
  const children = naming.flatMap((option) => option.children);
  const step = named === undefined ? null : (named.step as RelationshipStep);
  const strategy = (step?.strategy ?? relationship.lazy) as StrategyChoice['strategy'];
  return {
    strategy,
    isExplicit: step !== null,
    option: named ?? null,
    children,
    innerjoin: step?.innerjoin ?? null,
    criteria: step?.criteria ?? [],
    alias: step?.alias ?? null,
  };
}

function isFor({ step }: LoaderOption, relationship: Relationship): boolean {
  return step.kind === 'relationship' && step.key === relationship.key;
}

keepLayout(new EntityPlanner(true));
