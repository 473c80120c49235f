import type { CacheKey } from '../sql/cache-key.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { ColumnClause, nextSerial } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { keyTo, selectColumns } from '../sql/protocol.ts';
import type { SelectItem } from '../sql/select-item.ts';
import type { StatementPlugin } from '../sql/statement-plugin.ts';
import { replace } from '../sql/visitors.ts';
import type { ColumnProperty } from './column-property.ts';
import { criterionFor } from './entity-attributes.ts';
import type { Mapper } from './mapper.ts';
import { classCriterion, sharesTable, tablesOf } from './mapper-tables.ts';

let lastSerial = 0;

/** A mapped class as a part of a statement: as it is, or under another name. */
export class Entity implements SelectItem {
  readonly mapper: Mapper;
  /** What stands for the class's tables in the statement; null for the tables themselves. */
  readonly alias: FromClause<any, any> | null;
  /** The name a row shows the entity under; the class's own where there is none. */
  readonly name: string | null;
  readonly #serial = (lastSerial += 1);
  #selectable: FromClause<any, any> | null = null;
  readonly #columns = new Map<ColumnProperty, ColumnElement>();

  constructor(mapper: Mapper, alias: FromClause<any, any> | null = null, name: string | null = null) {
    this.mapper = mapper;
    this.alias = alias;
    this.name = name;
  }

  get isAliased(): boolean {
    return this.alias !== null;
  }

  /** What the entity's rows come from: its table, its tables joined, or the alias. */
  get selectable(): FromClause<any, any> {
    return (this.#selectable ??= this.alias ?? tablesOf(this.mapper));
  }

  get from(): FromClause<any, any> {
    return this.selectable;
  }

  /** How a row names the entity. */
  get label(): string {
    return this.name ?? this.mapper.name;
  }

  /** What is selected for an attribute, noted as such: rows and options find the attribute by it. */
  columnOf(property: ColumnProperty): ColumnElement {
    let column = this.#columns.get(property);
    if (column === undefined) {
      column = this.adapt(property.expression).annotate({ entity: this, property, plugin: this.plugin, serial: nextSerial() });
      this.#columns.set(property, column);
    }
    return column;
  }

  /** An expression over the class's tables, turned to where this entity's rows come from. */
  adapt<E extends ClauseElement>(expression: E): E {
    const { alias } = this;
    if (alias === null) return expression;
    return replace(expression, (node) => (node instanceof ColumnClause ? alias.correspondingColumn(node) : undefined)) as E;
  }

  /** The statement around an entity is prepared by the session floor. */
  get plugin(): StatementPlugin {
    return this.mapper.registry.requireLoading().statementPlugin;
  }

  /** The condition `name = value` of `filterBy`. @throws InvalidRequestError for an unknown name, ArgumentError for undefined */
  criterionFor(name: string, value: unknown): ColumnElement {
    return criterionFor(this, name, value);
  }

  /** Whether the class shares its table with the one it inherits from: not every row is its own. */
  get isLimited(): boolean {
    return sharesTable(this.mapper);
  }

  /** What limits the rows of a shared table to this class; null where nothing must. */
  get classCriterion(): ColumnElement | null {
    return classCriterion(this.mapper, this.alias);
  }

  [selectColumns](): ColumnElement[] {
    return this.mapper.selected.map(({ expression }) => this.adapt(expression));
  }

  [keyTo](key: CacheKey): void {
    if (this.alias === null) {
      key.put('e');
      key.putNumber(this.#serial);
    } else if (key.isNew(this)) {
      key.putNumber(this.mapper.entity.#serial);
      key.add(this.alias);
    }
  }

  toString(): string {
    return this.label;
  }
}
