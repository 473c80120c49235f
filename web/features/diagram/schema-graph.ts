import type { ForeignKeySnapshot, ModelSnapshot, SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { associationOf } from './associations.ts';
import { childEnd, keysOf, mayBeNull, parentEnd } from './cardinality.ts';
import { findFault } from './find-fault.ts';
import type { GraphRelation, GraphRow, GraphTable, SchemaGraph } from './graph.ts';
import { matchTables } from './match-tables.ts';
import { share } from './share.ts';

export const emptyGraph: SchemaGraph = { tables: [], relations: [], nextId: 1 };

/**
 * The diagram of a schema: a table per table, a line per foreign key, a composite key being one line.
 * What equals its part in `previous` is that very object, and a renamed table or column keeps its id.
 */
export function schemaGraph(schema: SchemaSnapshot, previous: SchemaGraph = emptyGraph): SchemaGraph {
  const builder = new GraphBuilder(schema, previous);
  const { tables, relations, nextId } = builder.build();
  return share(previous, { tables, relations, nextId });
}

/** A name as a key: `a.b` without a schema and `b` in the schema `a` are two tables. */
const keyOf = (schema: string | null, name: string): string => JSON.stringify([schema, name]);

class GraphBuilder {
  readonly #schema: SchemaSnapshot;
  readonly #previous: SchemaGraph;
  readonly #snapshots = new Map<string, TableSnapshot>();
  readonly #ids = new Map<string, string>();
  readonly #models = new Map<string, ModelSnapshot>();
  #nextId: number;

  constructor(schema: SchemaSnapshot, previous: SchemaGraph) {
    this.#schema = schema;
    this.#previous = previous;
    this.#nextId = previous.nextId;
    for (const table of schema.tables) this.#snapshots.set(keyOf(table.schema, table.name), table);
    for (const model of schema.models) {
      const key = keyOf(model.schema, model.table);
      if (!this.#models.has(key)) this.#models.set(key, model);
    }
  }

  build(): SchemaGraph {
    const matches = matchTables(this.#previous.tables, this.#schema.tables);
    for (const table of this.#schema.tables) this.#ids.set(keyOf(table.schema, table.name), matches.get(table)?.id ?? this.#newId('t'));
    const tables = [...this.#schema.tables.map((table) => this.#table(table)), ...this.#missingTables()];
    const drafts = this.#schema.tables.flatMap((table) => table.foreignKeys.map((foreignKey) => this.#relation(table, foreignKey, tables)));
    return { tables, relations: this.#identify(labelPairs(drafts)), nextId: this.#nextId };
  }

  #newId(letter: string): string {
    return `${letter}${this.#nextId++}`;
  }

  #table(table: TableSnapshot): GraphTable {
    const key = keyOf(table.schema, table.name);
    return {
      id: this.#ids.get(key)!,
      schema: table.schema,
      name: table.name,
      title: table.schema === null ? table.name : `${table.schema}.${table.name}`,
      model: this.#models.get(key)?.name ?? null,
      comment: table.comment,
      rows: rowsOf(table),
      missing: false,
      association: associationOf(table, this.#schema.tables),
    };
  }

  /** A table that is only referred to is shown too, or its line would have no end. */
  #missingTables(): GraphTable[] {
    const missing = new Map<string, ForeignKeySnapshot[]>();
    for (const { referredSchema, referredTable, ...rest } of this.#schema.tables.flatMap((table) => table.foreignKeys)) {
      const key = keyOf(referredSchema, referredTable);
      if (this.#snapshots.has(key)) continue;
      missing.set(key, [...(missing.get(key) ?? []), { referredSchema, referredTable, ...rest }]);
    }
    return [...missing].map(([key, [first, ...more]]) => {
      const { referredSchema: schema, referredTable: name } = first!;
      const old = this.#previous.tables.find((table) => table.missing && table.name === name && table.schema === schema);
      const id = old?.id ?? this.#newId('t');
      this.#ids.set(key, id);
      const columns = new Set([first!, ...more].flatMap((foreignKey) => foreignKey.referredColumns));
      const title = schema === null ? name : `${schema}.${name}`;
      return { id, schema, name, title, model: null, comment: null, rows: [...columns].map(missingRow), missing: true, association: null };
    });
  }

  #relation(table: TableSnapshot, foreignKey: ForeignKeySnapshot, tables: readonly GraphTable[]): GraphRelation {
    const parentKey = keyOf(foreignKey.referredSchema, foreignKey.referredTable);
    const to = tables.find(({ id }) => id === this.#ids.get(parentKey))!;
    return {
      id: '',
      kind: 'foreign-key',
      from: this.#ids.get(keyOf(table.schema, table.name))!,
      to: to.id,
      fromRow: table.columns.findIndex((column) => column.name === foreignKey.columns[0]),
      toRow: to.rows.findIndex((row) => row.name === foreignKey.referredColumns[0]),
      fromEnd: childEnd(table, foreignKey),
      toEnd: parentEnd(table, foreignKey),
      columns: foreignKey.columns,
      referredColumns: foreignKey.referredColumns,
      identifying: foreignKey.columns.every((column) => table.primaryKey.columns.includes(column)),
      fault: findFault(table, foreignKey, this.#snapshots.get(parentKey)),
      role: this.#roleOf(table, foreignKey, parentKey),
      labelled: false,
      through: null,
    };
  }

  /** The relationship's name where only one can be meant, else the column's without its `_id`. */
  #roleOf(table: TableSnapshot, foreignKey: ForeignKeySnapshot, parentKey: string): string {
    const sameTarget = table.foreignKeys.filter((other) => keyOf(other.referredSchema, other.referredTable) === parentKey);
    const target = this.#models.get(parentKey)?.name;
    const relationships = this.#models.get(keyOf(table.schema, table.name))?.relationships ?? [];
    const candidates = relationships.filter((relationship) => relationship.direction === 'manyToOne' && relationship.target === target);
    if (target !== undefined && sameTarget.length === 1 && candidates.length === 1) return candidates[0]!.name;
    const [only] = foreignKey.columns;
    if (foreignKey.columns.length === 1 && only !== undefined) return only.replace(/(?<=.)(_id|Id|ID)$/, '');
    return foreignKey.name ?? foreignKey.columns.join(', ');
  }

  /** A line keeps its id while its child, columns and parent stay, and also when its columns are renamed in place. */
  #identify(drafts: readonly GraphRelation[]): GraphRelation[] {
    const free = new Set(this.#previous.relations);
    const ids = new Map<GraphRelation, string>();
    const take = (same: (old: GraphRelation, draft: GraphRelation) => boolean): void => {
      for (const draft of drafts) {
        if (ids.has(draft)) continue;
        const old = [...free].find((candidate) => candidate.from === draft.from && same(candidate, draft));
        if (!old) continue;
        ids.set(draft, old.id);
        free.delete(old);
      }
    };
    take(
      (old, draft) => old.to === draft.to && sameList(old.columns, draft.columns) && sameList(old.referredColumns, draft.referredColumns),
    );
    take((old, draft) => sameList(old.columns, draft.columns));
    take((old, draft) => old.to === draft.to);
    return drafts.map((draft) => ({ ...draft, id: ids.get(draft) ?? this.#newId('r') }));
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((item, at) => item === b[at]);

function rowsOf(table: TableSnapshot): GraphRow[] {
  const foreign = new Set(table.foreignKeys.flatMap((foreignKey) => foreignKey.columns));
  const unique = new Set(keysOf(table).flatMap((key) => (key.kind === 'unique' && key.columns.length === 1 ? key.columns : [])));
  const indexed = new Set(table.indexes.flatMap((index) => index.columns));
  return table.columns.map((column) => ({
    name: column.name,
    type: column.type,
    nullable: mayBeNull(table, column.name),
    primary: table.primaryKey.columns.includes(column.name),
    foreign: foreign.has(column.name),
    unique: unique.has(column.name),
    indexed: indexed.has(column.name),
    serverDefault: column.serverDefault,
    computed: column.computed,
    comment: column.comment,
  }));
}

const missingRow = (name: string): GraphRow => ({
  name,
  type: '',
  nullable: false,
  primary: false,
  foreign: false,
  unique: false,
  indexed: false,
  serverDefault: null,
  computed: null,
  comment: null,
});

/** Marks the lines that share both tables with another one. */
function labelPairs(relations: readonly GraphRelation[]): GraphRelation[] {
  const pairOf = (relation: GraphRelation): string => [relation.from, relation.to].sort().join(' ');
  const counts = new Map<string, number>();
  for (const relation of relations) counts.set(pairOf(relation), (counts.get(pairOf(relation)) ?? 0) + 1);
  return relations.map((relation) => ({ ...relation, labelled: counts.get(pairOf(relation))! > 1 }));
}
