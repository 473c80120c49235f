import { ArgumentError } from '../errors.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { eachChild } from '../sql/protocol.ts';
import { type Column, Column as ColumnClass } from './column.ts';
import { splitOptions, tableFacts } from './constraints.ts';
import { conventionalName, DEFAULT_NAMING_CONVENTION, type GivenName } from './naming.ts';
import { type DialectOptions, SchemaItem } from './schema-item.ts';
import type { AnyTable } from './table.ts';

/** What an index is over: names, columns, or expressions of columns. */
export type IndexItem = string | ClauseElement;

/** Options of an index. Those of one dialect begin with its name: `postgresqlUsing`, `sqliteWhere`. */
export interface IndexOptions extends DialectOptions {
  readonly unique?: boolean;
  /** Only rows for which this is true (SQLite, PostgreSQL): SQL text or a condition. */
  readonly where?: string | ClauseElement;
  readonly info?: Record<string, unknown>;
}

/** An index: `new Index('ix_name', users.c.name, { unique: true })`; the name may be `null` to be made by the naming convention. */
export class Index extends SchemaItem {
  readonly kind = 'ix';
  readonly unique: boolean;
  readonly where: string | ClauseElement | null;
  readonly options: IndexOptions;
  readonly #givenName: GivenName;
  readonly #given: readonly IndexItem[];
  #expressions: readonly ClauseElement[] = [];

  /** @throws ArgumentError when there is nothing to index */
  constructor(name: GivenName, ...args: readonly (IndexItem | IndexOptions)[]) {
    super();
    const [items, options] = splitOptions<IndexOptions>(args);
    if (items.length === 0) throw new ArgumentError(`Index ${name === null ? '' : `'${String(name)}' `}needs at least one column`);
    for (const item of items) {
      if (typeof item !== 'string' && !(item instanceof ClauseElement)) {
        throw new ArgumentError(`Index '${String(name)}' takes names of columns, columns or expressions, not ${String(item)}`);
      }
    }
    this.#givenName = name;
    this.#given = items as IndexItem[];
    this.options = options;
    this.unique = options.unique ?? false;
    this.where = options.where ?? null;
    const table = tableOf(this.#given);
    table?.appendIndex(this);
  }

  /** @throws InvalidRequestError when it was given none and the naming convention cannot make one */
  get name(): string | null {
    const convention = this.table?.metadata.namingConvention ?? DEFAULT_NAMING_CONVENTION;
    return conventionalName(this.#givenName, convention, () => this.#namingFacts(), 'ix');
  }

  /** True where the name was made, so that one that is too long may be cut. */
  get isNameGenerated(): boolean {
    return this.#givenName === null || this.#givenName === undefined;
  }

  /** What it is over, in order. */
  get expressions(): readonly ClauseElement[] {
    return this.#expressions;
  }

  /** The columns it looks at, each once. */
  get columns(): readonly Column[] {
    return [...new Set(this.#expressions.flatMap(columnsIn))];
  }

  /** @throws ArgumentError when the table has no such column */
  override attach(table: AnyTable): void {
    super.attach(table);
    this.#expressions = this.#given.map((item) => (typeof item === 'string' ? table.columnOf(item, 'Index') : item));
  }

  /** An unattached copy, for another table with equal columns. */
  copy(): Index {
    return new Index(this.#givenName, ...this.#expressions.map((item) => (item instanceof ColumnClass ? item.key : item)), this.options);
  }

  #namingFacts() {
    return {
      kind: this.kind,
      ...tableFacts(this.table),
      columns: this.columns,
      constraintName: this.isNameGenerated ? null : String(this.#givenName),
      referredTableName: null,
      referredColumns: [],
    } as const;
  }
}

function columnsIn(element: ClauseElement): Column[] {
  if (element instanceof ColumnClass) return [element];
  const found: Column[] = [];
  element[eachChild]((child) => found.push(...columnsIn(child)));
  return found;
}

function tableOf(items: readonly IndexItem[]): AnyTable | null {
  for (const item of items) {
    if (typeof item === 'string') return null;
    const table = columnsIn(item)[0]?.table;
    if (table) return table as AnyTable;
  }
  return null;
}
