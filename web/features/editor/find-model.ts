import type { AttributeLocation, ModelLocation, SourcePlace } from './compile-service.ts';

/** The table name that a class without one gets: `UserProfile` is `user_profile`. */
export const derivedTableName = (className: string): string =>
  className.replace(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1').toLowerCase();

const tableOf = (model: ModelLocation): string => model.table ?? derivedTableName(model.className);

const isNamed = (attribute: AttributeLocation, name: string): boolean => attribute.name === name || attribute.columnName === name;

/** Where a table's model, or one of its columns and relationships, is written. An attribute that is written elsewhere (a backref) gives the model. */
export function findModel(
  models: readonly ModelLocation[],
  table: string,
  attribute?: string,
): (SourcePlace & { readonly endLine: number }) | null {
  const model = models.find((candidate) => tableOf(candidate) === table);
  if (!model) return null;
  return (attribute !== undefined && model.attributes.find((candidate) => isNamed(candidate, attribute))) || model;
}

export interface ModelPlace {
  readonly table: string;
  readonly className: string;
  /** The attribute the line belongs to. */
  readonly attribute: string | null;
  /** Its column in the database, when it is one. */
  readonly column: string | null;
}

/** The model and attribute that a line of a file belongs to. */
export function modelAt(models: readonly ModelLocation[], path: string, line: number): ModelPlace | null {
  const holds = (place: SourcePlace & { endLine: number }): boolean => place.path === path && place.line <= line && line <= place.endLine;
  const model = models.find(holds);
  if (!model) return null;
  const attribute = model.attributes.find(holds);
  return { table: tableOf(model), className: model.className, attribute: attribute?.name ?? null, column: attribute?.columnName ?? null };
}
