import { ArgumentError } from '../errors.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { coerceFrom, resolveElement } from '../sql/coercions.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import { ColumnElement } from '../sql/column-element.ts';
import { and } from '../sql/conjunction.ts';
import { FromClause } from '../sql/from-clause.ts';
import { FunctionElement } from '../sql/functions.ts';
import { Join } from '../sql/join.ts';
import { Label } from '../sql/label.ts';
import { UnaryExpression } from '../sql/operator-expression.ts';
import { eachChild } from '../sql/protocol.ts';
import { type JoinSetup, Select, select } from '../sql/select.ts';
import { noOptions, SelectBase } from '../sql/select-base.ts';
import { noExtras } from '../sql/select-extras.ts';
import type { PreparedStatement, StatementPlugin } from '../sql/statement-plugin.ts';
import { replace } from '../sql/visitors.ts';
import { keepLayout } from '../util/keep-layout.ts';
import { Bundle } from './bundle.ts';
import type { ColumnProperty } from './column-property.ts';
import { Entity } from './entity.ts';
import { LoaderOption, type OptionStep } from './loader-options.ts';
import { EntityPlanner, type LoadPath } from './plan-entity.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import { joinClauses } from './relationship-clauses.ts';
import type { ItemPlan, StatementPlan } from './statement-plan.ts';

/** How a SELECT is prepared beyond what it says itself. */
export interface PrepareOptions {
  /** False for a SELECT inside another statement: nothing is loaded along. */
  readonly eager: boolean;
  /** Options for the first entity, in place of the statement's own. */
  readonly options?: readonly LoaderOption[];
  readonly path?: LoadPath;
}

/** Turns a SELECT with entities, relationships and loader options into one that the language knows, with the way to read its rows. */
export function prepareSelect(statement: Select<any>, prepare: PrepareOptions): { statement: Select<any>; plan: StatementPlan } {
  const planner = new EntityPlanner(prepare.eager);
  const items = planItems(statement, planner, prepare);
  planner.finish();
  const parts = new SelectParts(statement);
  const plan = { items, joinsCollections: planner.joinsCollections };
  if (planner.joinsCollections && isLimited(statement)) return { statement: parts.wrapped(planner), plan };
  return { statement: parts.plain(planner), plan };
}

const isLimited = (statement: Select<any>): boolean =>
  statement.limitClause !== null || statement.offsetClause !== null || statement.distinctOn !== null || statement.groupings.length > 0;

// ---- items

const none: readonly never[] = Object.freeze([]);

function planItems(statement: Select<any>, planner: EntityPlanner, prepare: PrepareOptions): ItemPlan[] {
  const given = statement.extras.options;
  const options =
    prepare.options ?? (given.length === 0 ? none : (given.filter((option) => option instanceof LoaderOption) as LoaderOption[]));
  const entities = statement.items.filter((item): item is Entity => item instanceof Entity);
  if (prepare.options === undefined && prepare.eager && options.length > 0) checkOptions(options, entities);
  const items: ItemPlan[] = [];
  for (const item of statement.items) {
    if (item instanceof Entity) {
      const own = prepare.options !== undefined ? options : optionsFor(options, item, item === entities[0]);
      items.push({ kind: 'entity', plan: planner.plan(item, own, item === entities[0] ? prepare.path : undefined), key: item.label });
    } else if (item instanceof ColumnElement) items.push(planColumn(item, planner));
    else if (item instanceof Bundle)
      items.push({ kind: 'bundle', bundle: item, columns: item.columns.map((column) => planColumn(column, planner)), key: item.name });
    else if (item instanceof FromClause) for (const column of item.columnList) items.push(planColumn(column, planner));
  }
  return items;
}

function planColumn(element: ColumnElement, planner: EntityPlanner): ItemPlan {
  const index = planner.addColumn(element);
  return { kind: 'column', index, key: columnKey(element) };
}

/** The name a row shows a column under; null where the statement's text tells it. */
function columnKey(element: ColumnElement): string | null {
  const property = element.annotations['property'] as ColumnProperty | undefined;
  if (property !== undefined) return property.key;
  if (element instanceof Label || element instanceof FunctionElement) return element.name;
  return element instanceof ColumnClause && !element.isLiteral ? element.key : null;
}

/** @throws ArgumentError for an option that no entity of the statement has the attribute of */
function checkOptions(options: readonly LoaderOption[], entities: readonly Entity[]): void {
  for (const { step } of options) {
    if (step.entity === null) {
      const [first] = entities;
      if (first !== undefined) requireAttribute(first, step);
      continue;
    }
    if (entities.some((entity) => isAbout(step, entity))) continue;
    const key = step.kind === 'relationship' ? step.key : step.keys[0];
    throw new ArgumentError(
      `Mapped attribute "${step.entity}.${key}" does not apply to any of the root entities in this query, e.g. ${entities.map((entity) => String(entity.mapper)).join(', ') || 'none'}. Write the whole path from one of them: db.joinedload(Root.attribute).joinedload(…)`,
    );
  }
}

function requireAttribute(entity: Entity, step: OptionStep): void {
  const keys = step.kind === 'relationship' ? [step.key] : step.action === 'undeferGroup' ? [] : step.keys;
  for (const key of keys) {
    if (key !== '*' && !entity.mapper.hasAttribute(key))
      throw new ArgumentError(`Can't find property named "${key}" on ${entity.mapper} in this Query.`);
  }
}

function optionsFor(options: readonly LoaderOption[], entity: Entity, isFirst: boolean): LoaderOption[] {
  return options.filter(({ step }) =>
    step.entity === null ? isFirst || (step.kind === 'relationship' && step.key === '*') : isAbout(step, entity),
  );
}

function isAbout(step: OptionStep, entity: Entity): boolean {
  const wanted = step.entity!;
  if (wanted === entity) return true;
  if (wanted.isAliased || entity.isAliased) return false;
  return entity.mapper.isA(wanted.mapper) || wanted.mapper.isA(entity.mapper);
}

// ---- the statement

/** Puts a plain SELECT together. */
class SelectParts {
  readonly #source: Select<any>;
  readonly #joins: JoinSetup[];
  readonly #froms: FromClause<any, any>[];
  readonly #criteria: readonly ColumnElement[];

  constructor(source: Select<any>) {
    this.#source = source;
    this.#froms = [];
    const limited: Entity[] = [];
    for (const item of source.items) addLimited(limited, item);
    for (const from of source.froms) {
      const element = resolveElement(from);
      this.#froms.push(fromOf(element));
      addLimited(limited, element);
    }
    this.#joins = [];
    for (const join of source.joins) for (const made of resolveJoin(join)) this.#joins.push(made);
    // the conditions that tell the classes of a shared table apart
    const own = limited.map((entity) => entity.classCriterion!);
    this.#criteria = own.length === 0 ? source.criteria : [...source.criteria, ...own];
  }

  /** Everything in one SELECT; what is loaded along is joined behind the statement's own joins. */
  plain(planner: EntityPlanner): Select<any> {
    const made = this.#base(planner.secondary.length === 0 ? planner.primary : [...planner.primary, ...planner.secondary]);
    made.joins = planner.joins.length === 0 ? this.#joins : [...this.#joins, ...planner.joins];
    made.orderings = planner.orderings.length === 0 ? this.#source.orderings : [...this.#source.orderings, ...planner.orderings];
    made.limitClause = this.#source.limitClause;
    made.offsetClause = this.#source.offsetClause;
    made.distinctOn = this.#source.distinctOn;
    return made;
  }

  #base(columns: readonly ColumnElement[]): Select<any> {
    const { extras } = this.#source;
    const made = new Select<any>(columns, null);
    made.labels = this.#source.labels;
    made.froms = this.#froms.length > 0 ? this.#froms : this.#entityFroms();
    made.criteria = this.#criteria;
    made.groupings = this.#source.groupings;
    made.havings = this.#source.havings;
    made.extras = extras.options.length === 0 ? extras : { ...noExtras, ...extras, options: [] };
    if (this.#source.executionOptionValues !== noOptions) made.executionOptionValues = this.#source.executionOptionValues;
    return made;
  }

  /** The tables of a joined subclass stand joined, though the columns alone would put them side by side. */
  #entityFroms(): FromClause<any, any>[] {
    const froms = new Set<FromClause<any, any>>();
    for (const item of this.#source.items) {
      for (const entity of entitiesIn(item)) if (entity.selectable instanceof Join) froms.add(entity.selectable);
    }
    return [...froms];
  }

  /** The limited rows as a subquery, and what is loaded along joined to it: LIMIT counts entities, not joined rows. */
  wrapped(planner: EntityPlanner): Select<any> {
    const { primary, secondary } = planner;
    const ordered = this.#source.orderings.filter((ordering): ordering is ColumnElement => typeof ordering !== 'string').map(bareOrdering);
    const missing = ordered.filter((element) => !primary.some((column) => column.identity === element.identity));
    const inner = this.#base([...primary, ...missing]).setLabelStyle('tablenamePlusCol');
    inner.joins = this.#joins;
    inner.orderings = this.#source.orderings;
    inner.limitClause = this.#source.limitClause;
    inner.offsetClause = this.#source.offsetClause;
    inner.distinctOn = this.#source.distinctOn;
    const rows = inner.subquery();
    const adapt = adaptBut(rows, new Set(planner.joins.flatMap(({ target }) => (target as FromClause<any, any>).leaves)));
    const outerColumns = rows.columnList.slice(0, primary.length);
    let made = (select as (...items: unknown[]) => Select<any>)(...outerColumns, ...secondary);
    made = made.setLabelStyle(this.#source.labels);
    made.joins = planner.joins.map((join) => ({
      ...join,
      left: isIn(join.left, planner) ? join.left : rows,
      onclause: adapt(join.onclause as ClauseElement),
    }));
    made.orderings = [
      ...this.#source.orderings.map((ordering) => (typeof ordering === 'string' ? ordering : adapt(ordering))),
      ...planner.orderings,
    ];
    return made;
  }
}

/** Turns expressions to the columns of a subquery; the columns of some tables, which stand beside it, stay what they are. */
function adaptBut(rows: FromClause<any, any>, beside: ReadonlySet<FromClause<any, any>>): <E extends ClauseElement>(element: E) => E {
  const standIn = (node: ClauseElement): ClauseElement | undefined => {
    if (node instanceof ColumnClause && node.table !== null && beside.has(node.table)) return node;
    return node instanceof ColumnElement ? rows.correspondingColumn(node) : undefined;
  };
  return (element) => replace(element, standIn);
}

/** Whether the left side of a join is itself loaded along. */
function isIn(left: unknown, planner: EntityPlanner): boolean {
  return planner.joins.some(
    ({ target }) => target === left || (target instanceof Join && target.leaves.includes(left as FromClause<any, any>)),
  );
}

/** What is ordered by, without its direction. */
function bareOrdering(ordering: ColumnElement): ColumnElement {
  return ordering instanceof UnaryExpression && ordering.position === 'suffix' ? bareOrdering(ordering.element) : ordering;
}

function fromOf(value: unknown): FromClause<any, any> {
  const element = resolveElement(value);
  return element instanceof Entity ? element.selectable : coerceFrom(value, 'selectFrom()');
}

// ---- joins

/** A join as it was asked for, as joins of tables: along a many-to-many relationship there are two. */
function resolveJoin(join: JoinSetup): JoinSetup[] {
  if (join.target instanceof RelationshipAttribute) return alongRelationship(join, join.target, join.target.target ?? null);
  const element = resolveElement(join.target);
  const target = element instanceof Entity ? element : null;
  if (join.onclause instanceof RelationshipAttribute) return alongRelationship(join, join.onclause, target);
  const left = join.left === null ? null : fromOf(join.left);
  if (target === null) return [left === join.left ? join : { ...join, left }];
  const { isouter, full } = join;
  return [{ target: target.selectable, onclause: withClass(join.onclause, target, join, left), left, isouter, full }];
}

/** A condition given by hand, with the one that tells the target's class. */
function withClass(onclause: unknown, target: Entity, _join: JoinSetup, _left: unknown): unknown {
  const own = target.classCriterion;
  if (own === null || onclause === null) return onclause;
  return and(onclause as ColumnElement, own);
}

function alongRelationship(join: JoinSetup, attribute: RelationshipAttribute, target: Entity | null): JoinSetup[] {
  const { relationship, entity, extraCriteria } = attribute;
  const member = target ?? relationship.target.entity;
  const left = join.left === null ? entity.selectable : fromOf(join.left);
  const link = relationship.secondary?.alias() ?? null;
  const on = joinClauses(relationship, { left: entity.alias, right: member.alias, secondary: link });
  const own = [
    ...extraCriteria.map((criterion) => member.adapt(criterion)),
    ...(member.classCriterion === null ? [] : [member.classCriterion]),
  ];
  const { isouter, full } = join;
  const limited = (onclause: ColumnElement): ColumnElement => (own.length === 0 ? onclause : and(onclause, ...own));
  if (on.secondary === null) return [{ target: member.selectable, onclause: limited(on.primary), left, isouter, full }];
  if (isouter) return [{ target: new Join(link!, member.selectable, on.secondary), onclause: limited(on.primary), left, isouter, full }];
  return [
    { target: link, onclause: on.primary, left, isouter, full },
    { target: member.selectable, onclause: limited(on.secondary), left: link, isouter, full },
  ];
}

// ---- the plugin

/** Prepares the statements of the ORM for the compiler. */
export class OrmPlugin implements StatementPlugin {
  readonly name = 'orm';

  prepare(statement: ClauseElement, _dialect: unknown, isNested: boolean): PreparedStatement {
    if (!(statement instanceof Select)) return { statement, state: null };
    const { statement: plain, plan } = prepareSelect(statement, { eager: !isNested });
    return { statement: plain, state: plan };
  }
}

/** Adds those entities an item speaks of whose class shares its table with others. */
function addLimited(limited: Entity[], item: unknown): void {
  if (item instanceof Entity) {
    if (item.isLimited && !limited.includes(item)) limited.push(item);
  } else if (item instanceof ColumnElement) {
    const { annotations } = item;
    if (annotations['entity'] !== undefined) addLimited(limited, annotations['entity']);
    else if (!(item instanceof ColumnClause)) item[eachChild]((child) => addLimited(limited, child));
  }
}

/** The entities that an item is about: itself, or those whose columns it reads outside of a subquery. */
function entitiesIn(item: unknown): Entity[] {
  if (item instanceof Entity) return [item];
  if (!(item instanceof ColumnElement)) return [];
  const entity = item.annotations['entity'] as Entity | undefined;
  if (entity !== undefined) return [entity];
  const found = new Set<Entity>();
  const look = (element: ClauseElement): void => {
    if (element instanceof SelectBase) return;
    const owner = element instanceof ColumnElement ? (element.annotations['entity'] as Entity | undefined) : undefined;
    if (owner === undefined) element[eachChild](look);
    else found.add(owner);
  };
  look(item);
  return [...found];
}

keepLayout(new SelectParts(new Select([], null)));
