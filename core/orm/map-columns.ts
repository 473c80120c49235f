import { ArgumentError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import { ColumnElement } from '../sql/column-element.ts';
import { clauseElement } from '../sql/protocol.ts';
import { ColumnProperty, type ColumnSource } from './column-property.ts';
import { ColumnPropertyDefinition } from './column-property-definition.ts';
import { instrumentColumn } from './instrument.ts';
import type { Mapper } from './mapper.ts';
import type { ModelDefinition } from './model-definition.ts';

/**
 * Gives a mapper its column attributes. Expressions and deferred columns come first in a SELECT, as SQLAlchemy has them; what is loaded with
 * the object gets the first slots, so that a row can serve as its values.
 */
export function mapColumns(mapper: Mapper, definition: ModelDefinition, columns: ReadonlyMap<string, Column>): void {
  const sources = [...expressionSources(mapper, definition), ...columnSources(columns)];
  sources.sort((a, b) => rank(a.source) - rank(b.source));
  const slots = new Map<string, number>();
  for (const { key, source } of [...sources].sort((a, b) => Number(a.source.isDeferred) - Number(b.source.isDeferred))) {
    slots.set(key, inheritedSlot(mapper, key, source) ?? mapper.takeSlot());
  }
  for (const { key, source } of sources) {
    const property = new ColumnProperty(mapper, key, slots.get(key)!, withInherited(mapper, key, source));
    mapper.addColumn(property);
    instrumentColumn(mapper, property);
  }
}

interface NamedSource {
  readonly key: string;
  readonly source: ColumnSource;
}

const rank = (source: ColumnSource): number => (source.expression !== undefined || source.isDeferred === true ? 0 : 1);

function expressionSources(mapper: Mapper, definition: ModelDefinition): NamedSource[] {
  const found: NamedSource[] = [];
  for (const [key, part] of definition) {
    if (!(part instanceof ColumnPropertyDefinition)) continue;
    const { deferred = false, group = null } = part.options;
    found.push({ key, source: { expression: () => readExpression(mapper, key, part), isDeferred: deferred, group } });
  }
  return found;
}

function readExpression(mapper: Mapper, key: string, definition: ColumnPropertyDefinition): ColumnElement {
  const value: unknown = definition.expression();
  const element =
    value instanceof ColumnElement ? value : (value as { [clauseElement]?(): unknown } | null | undefined)?.[clauseElement]?.();
  if (element instanceof ColumnElement) return element;
  throw new ArgumentError(
    `columnProperty ${mapper.name}.${key} gives ${String(value)}, not an SQL expression; a SELECT wants .scalarSubquery()`,
  );
}

function columnSources(columns: ReadonlyMap<string, Column>): NamedSource[] {
  return [...columns].map(([key, column]) => {
    const { deferred = false, group = null } = column.options as { deferred?: boolean; group?: string | null };
    return { key, source: { columns: [column], isDeferred: deferred, group } };
  });
}

/** The key of a joined subclass is its parent's key: one attribute, two columns. */
function withInherited(mapper: Mapper, key: string, source: ColumnSource): ColumnSource {
  const inherited = mapper.inherits?.findColumn(key);
  if (inherited === undefined) return source;
  const own = source.columns?.[0];
  if (own !== undefined && mapper.inheritPairs.some(([parent, child]) => child === own && inherited.columns.includes(parent))) {
    return { ...source, columns: [own, ...inherited.columns] };
  }
  throw new ArgumentError(
    `Attribute '${key}' of the subclass with table '${mapper.table.name}' is an attribute of ${mapper.inherits!.name} already: give it another name, the column may keep its own: other: db.Column('${key}', …)`,
  );
}

function inheritedSlot(mapper: Mapper, key: string, source: ColumnSource): number | null {
  const inherited = mapper.inherits?.findColumn(key);
  return inherited === undefined || source.columns === undefined ? null : inherited.slot;
}

/** Adds the columns of a single-table subclass to its parent's table. */
export function appendToTable(table: Table, columns: ReadonlyMap<string, Column>, owner: string): void {
  for (const [key, column] of columns) {
    if (table.columnList.some((each) => each.key === key)) {
      throw new ArgumentError(`Column '${key}' of ${owner} conflicts with existing column '${table.name}.${key}'`);
    }
    table.appendColumn(column, key);
  }
}
