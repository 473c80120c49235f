import type { EndSymbol, GraphRelation, GraphTable, SchemaGraph } from './graph.ts';

const left: Readonly<Record<EndSymbol, string>> = { one: '||', 'zero-or-one': '|o', 'zero-or-many': '}o' };
const right: Readonly<Record<EndSymbol, string>> = { one: '||', 'zero-or-one': 'o|', 'zero-or-many': 'o{' };

/** The diagram as Mermaid's `erDiagram`: every table with its columns, every foreign key as a line, many-to-many as it is folded. */
export function mermaidText(graph: SchemaGraph): string {
  const names = new Map(graph.tables.map((table) => [table.id, quoted(table.title)]));
  const lines = ['erDiagram'];
  for (const table of graph.tables) lines.push(...tableLines(table, names.get(table.id)!));
  for (const relation of graph.relations) lines.push(`  ${relationLine(relation, names)}`);
  return `${lines.join('\n')}\n`;
}

function tableLines(table: GraphTable, name: string): string[] {
  if (table.rows.length === 0) return [`  ${name}`];
  return [`  ${name} {`, ...table.rows.map((row) => `    ${rowLine(row)}`), '  }'];
}

function rowLine(row: GraphTable['rows'][number]): string {
  const keys = [row.primary ? 'PK' : '', row.foreign ? 'FK' : '', row.unique ? 'UK' : ''].filter(Boolean);
  const name = word(row.name);
  const notes = [name === row.name ? '' : row.name, row.nullable ? 'may be null' : ''].filter(Boolean);
  return [word(row.type) || 'unknown', name, keys.join(', '), notes.length > 0 ? quoted(notes.join(', ')) : ''].filter(Boolean).join(' ');
}

function relationLine(relation: GraphRelation, names: ReadonlyMap<string, string>): string {
  const line = relation.identifying || relation.kind === 'many-to-many' ? '--' : '..';
  const [from, to] = [names.get(relation.from)!, names.get(relation.to)!];
  return `${from} ${left[relation.fromEnd.symbol]}${line}${right[relation.toEnd.symbol]} ${to} : ${quoted(relation.role)}`;
}

/** Mermaid has no escape for a quote inside of quotes; it reads `#quot;` as one. */
const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;').replace(/\s+/g, ' ')}"`;

/** Types and columns are bare words in Mermaid: what may not stand in one becomes `_`. */
function word(text: string): string {
  const bare = text.replace(/,\s*/g, '_').replace(/[^\p{L}\p{N}_()[\]-]/gu, '_');
  return /^[\p{N}()[\]-]/u.test(bare) ? `_${bare}` : bare;
}
