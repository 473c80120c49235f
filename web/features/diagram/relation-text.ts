import type { Messages } from '../../ui/messages/messages.ts';
import type { EndReason, EndSymbol, GraphRelation, GraphRow, GraphTable, RelationFault, SchemaGraph } from './graph.ts';

export type DiagramMessages = Messages['diagram'];

const columnsOf = (table: string, columns: readonly string[]): string =>
  columns.length === 1 ? `${table}.${columns[0]}` : `${table}.(${columns.join(', ')})`;

/** The tables of a graph by their id, for the many texts that name two of them. */
export const tablesById = (graph: SchemaGraph): ReadonlyMap<string, GraphTable> => new Map(graph.tables.map((table) => [table.id, table]));

const noun = (table: GraphTable): { table: string; model: string | null } => ({ table: table.title, model: table.model });

/** `users.role_id`, the foreign key as a person would name it. */
export function keyText(relation: GraphRelation, tables: ReadonlyMap<string, GraphTable>): string {
  return relation.kind === 'many-to-many' ? relation.role : columnsOf(tables.get(relation.from)!.title, relation.columns);
}

export const referredText = (relation: GraphRelation, tables: ReadonlyMap<string, GraphTable>): string =>
  columnsOf(tables.get(relation.to)!.title, relation.referredColumns);

/** The relation in a sentence: `users.role_id: many users to zero or one role`. */
export function relationText(messages: DiagramMessages, relation: GraphRelation, tables: ReadonlyMap<string, GraphTable>): string {
  const [from, to] = [noun(tables.get(relation.from)!), noun(tables.get(relation.to)!)];
  const [fromSymbol, toSymbol] = [relation.fromEnd.symbol, relation.toEnd.symbol];
  if (relation.kind === 'many-to-many') return messages.manyToMany(relation.role, from, fromSymbol, to, toSymbol);
  return messages.relation(keyText(relation, tables), from, fromSymbol, to, toSymbol);
}

/** What an end says, and why: `Zero or one role` and `, because role_id may be null`. */
export function endText(
  messages: DiagramMessages,
  relation: GraphRelation,
  which: 'from' | 'to',
  tables: ReadonlyMap<string, GraphTable>,
): [string, string] {
  const { symbol, reason } = which === 'from' ? relation.fromEnd : relation.toEnd;
  return [messages.sentence(messages.end(symbol, noun(tables.get(relation[which])!))), reasonText(messages, reason)];
}

/** The accessible name of an end: `zero or one at roles, because role_id may be null`. */
export function endName(
  messages: DiagramMessages,
  relation: GraphRelation,
  which: 'from' | 'to',
  tables: ReadonlyMap<string, GraphTable>,
): string {
  const { symbol, reason } = which === 'from' ? relation.fromEnd : relation.toEnd;
  return messages.endName(symbolText(messages, symbol), tables.get(relation[which])!.title, reasonText(messages, reason));
}

const symbolText = (messages: DiagramMessages, symbol: EndSymbol): string => messages.symbols[symbol];

function reasonText(messages: DiagramMessages, reason: EndReason): string {
  switch (reason.code) {
    case 'partial-index':
      return messages.because['partial-index'](reason.index);
    case 'association':
      return messages.because.association(reason.table);
    default:
      return messages.because[reason.code](reason.columns);
  }
}

/** What keeps a foreign key from working, and the way out. */
export function faultText(
  messages: DiagramMessages,
  relation: GraphRelation,
  fault: RelationFault,
  tables: ReadonlyMap<string, GraphTable>,
): string {
  const own = keyText(relation, tables);
  const title = tables.get(relation.to)!.title;
  switch (fault.code) {
    case 'no-table':
      return messages.faults['no-table'](own, title);
    case 'no-column':
      return messages.faults['no-column'](own, columnsOf(title, [fault.column]));
    case 'not-a-key':
      return messages.faults['not-a-key'](own, columnsOf(title, fault.columns), fault.key.length > 0 ? columnsOf(title, fault.key) : '');
    case 'types-differ':
      return messages.faults['types-differ'](fault.column, fault.type, fault.referred, fault.referredType);
  }
}

/** Everything a row says, one fact a line, in the order of its signs. */
export function rowFacts(messages: DiagramMessages, row: GraphRow): string[] {
  const facts = [`${row.name} ${row.type}`.trim(), row.nullable ? messages.mayBeNull : messages.required];
  if (row.primary) facts.push(messages.primaryKey);
  if (row.foreign) facts.push(messages.foreignKey);
  if (row.unique) facts.push(messages.unique);
  if (row.indexed) facts.push(messages.indexed);
  if (row.serverDefault !== null) facts.push(messages.serverDefault(row.serverDefault));
  if (row.computed !== null) facts.push(messages.computed(row.computed));
  if (row.comment) facts.push(row.comment);
  return facts;
}
