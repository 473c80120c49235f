import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { StatementEntry } from '../runtime/protocol.ts';

export interface TablePlace {
  readonly table: string;
  readonly column: string | null;
}

/** The foreign key behind `User.role`: the line of the diagram that a relationship is. */
export function relationPlace(schema: SchemaSnapshot, entity: string, attribute: string): TablePlace | null {
  const model = schema.models.find((one) => one.name === entity);
  const relationship = model?.relationships.find((one) => one.name === attribute);
  const target = schema.models.find((one) => one.name === relationship?.target);
  if (!model || !relationship || !target) return null;
  const between = (from: string, to: string): TablePlace | null => {
    const key = schema.tables.find((table) => table.name === from)?.foreignKeys.find((one) => one.referredTable === to);
    return key ? { table: from, column: key.columns[0] ?? null } : null;
  };
  if (relationship.secondary) return between(relationship.secondary, target.table) ?? between(relationship.secondary, model.table);
  return relationship.direction === 'manyToOne' ? between(model.table, target.table) : between(target.table, model.table);
}

/** Where the editor's cursor stands, as the diagram shows it. */
export function attributePlace(
  schema: SchemaSnapshot,
  place: { readonly table: string | null; readonly className: string; readonly attribute: string | null },
): TablePlace | null {
  const model = schema.models.find((one) => one.name === place.className);
  const table = place.table ?? model?.table;
  if (!table) return null;
  if (!place.attribute || !model) return { table, column: place.attribute };
  const column = model.attributes.find((one) => one.name === place.attribute)?.column;
  return column !== undefined ? { table, column } : (relationPlace(schema, model.name, place.attribute) ?? { table, column: null });
}

/** What of the diagram a statement concerns: the relationship that caused it, else the table it begins with. */
export function statementPlace(schema: SchemaSnapshot, statement: StatementEntry): TablePlace | null {
  if (statement.relationship) {
    const [entity, attribute] = statement.relationship.split('.');
    const place = entity && attribute ? relationPlace(schema, entity, attribute) : null;
    if (place) return place;
  }
  const name = /\b(?:FROM|INTO|UPDATE|TABLE(?: IF NOT EXISTS)?|ON)\s+"?([^\s"(,]+)/i.exec(statement.sql)?.[1];
  return name && schema.tables.some((table) => table.name === name) ? { table: name, column: null } : null;
}
