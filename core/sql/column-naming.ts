import { AnonymousName, ColumnClause } from './column-clause.ts';
import type { ColumnElement } from './column-element.ts';
import { Label } from './label.ts';
import type { LabelStyle } from './select-base.ts';

/**
 * What a column of a SELECT is called in its text.
 *
 * `required`: it must be written as a label. `fallback`: it is written where the expression has no name of its own. A name may be one that the compiler
 * makes: `id_1`, `anon_1`.
 */
export interface ColumnNaming {
  readonly column: ColumnElement;
  readonly required: string | AnonymousName | null;
  readonly fallback: string | AnonymousName | null;
}

/** A name that stands out from those made for other columns: `age__1`. */
class DedupeName extends AnonymousName {}

/** `users_id`: the column's name behind its table's. */
function tableQualifiedName(column: ColumnElement): string | AnonymousName | null {
  if (column instanceof Label) return column.name;
  const named = column instanceof ColumnClause ? column : wrappedColumn(column);
  if (named === null) return null;
  if (!(named instanceof ColumnClause)) return tableQualifiedName(named);
  if (named.isLiteral) return null;
  const { table } = named;
  if (table === null || table.name === null) return named.anonymousName ?? named.name;
  if (typeof table.name === 'string' && named.anonymousName === null) return `${tablePrefix(table)}_${named.name}`;
  return new QualifiedName(table.name, named.anonymousName ?? named.name, named);
}

const tablePrefix = (table: { name: unknown; schema?: string | null }): string =>
  table.schema ? `${table.schema.replaceAll('.', '_')}_${table.name}` : String(table.name);

/** `anon_1_id`: a name made of names, one of which is known only when the statement is written. */
export class QualifiedName extends AnonymousName {
  constructor(
    readonly tableName: string | AnonymousName,
    readonly columnName: string | AnonymousName,
    owner: ColumnClause<any, any>,
  ) {
    super('', owner);
  }
}

/** For `CAST(a AS …)` the column `a`, whose name the whole is shown under. */
function wrappedColumn(column: ColumnElement): ColumnElement | null {
  const { wrapped } = column as { wrapped?: ColumnElement | null };
  return wrapped ?? null;
}

/** The name made for an expression without one: `count_1`, `anon_1`; a wrapped column's own name. */
function madeName(column: ColumnElement): string | AnonymousName {
  const wrapped = wrappedColumn(column);
  if (wrapped !== null) return wrapped.naturalName ?? madeName(wrapped);
  if (column instanceof ColumnClause && column.anonymousName !== null) return column.anonymousName;
  return anonymousNameOf(column, column.anonymousStem);
}

const anonymous = new WeakMap<object, Map<string, AnonymousName>>();

/** The one name made for `column` from `stem`: the same whenever it is asked for. */
function anonymousNameOf(column: ColumnElement, stem: string): AnonymousName {
  const identity = column.identity;
  let names = anonymous.get(identity);
  if (!names) anonymous.set(identity, (names = new Map()));
  let name = names.get(stem);
  if (!name) names.set(stem, (name = new AnonymousName(stem, identity)));
  return name;
}

const keyOf = (name: string | AnonymousName): string => (typeof name === 'string' ? name : nameKey(name));

/** A name that tells a column from one before it: `age__1`. */
function dedupe(column: ColumnElement, qualified: boolean): AnonymousName {
  const stem = qualified
    ? (tableQualifiedName(column) ?? column.naturalName ?? 'anon')
    : (column.naturalName ?? wrappedColumn(column)?.naturalName ?? 'anon');
  return new DedupeName(`${typeof stem === 'string' ? stem : stem.stem || 'anon'}_`, {});
}

/** The names of the columns of a SELECT, in order, as SQLAlchemy gives them. `isTop`: repeated columns keep their own label each. */
export function nameColumns(columns: readonly ColumnElement[], style: LabelStyle, isTop: boolean): ColumnNaming[] {
  const taken = new Map<string, ColumnElement>();
  const qualified = style === 'tablenamePlusCol';
  const made: ColumnNaming[] = [];
  for (const column of columns) {
    if (style === 'none') {
      made.push({ column, required: null, fallback: column.naturalName ?? madeName(column) });
      continue;
    }
    const effective = qualified ? tableQualifiedName(column) : column.naturalName;
    if (effective === null) {
      const name = madeName(column);
      const key = keyOf(name);
      const isRepeated = taken.has(key);
      taken.set(key, column);
      made.push({ column, required: null, fallback: isRepeated ? dedupe(column, qualified) : name });
      continue;
    }
    const key = keyOf(effective);
    const holder = taken.get(key);
    if (holder === undefined) {
      taken.set(key, column);
      made.push({ column, required: qualified ? effective : null, fallback: effective });
    } else if (holder.identity !== column.identity) {
      const stem = typeof effective === 'string' ? effective : 'anon';
      const name = anonymousNameOf(column, stem);
      const isRepeated = isTop && taken.has(keyOf(name));
      taken.set(keyOf(name), column);
      const label = isRepeated ? dedupe(column, qualified) : name;
      made.push({ column, required: label, fallback: label });
    } else if (isTop) {
      const label = dedupe(column, qualified);
      made.push({ column, required: label, fallback: label });
    } else made.push({ column, required: qualified ? effective : null, fallback: effective });
  }
  return made;
}

const ids = new WeakMap<AnonymousName, number>();
let lastId = 0;

/** A text that only this made name has. */
function nameKey(name: AnonymousName): string {
  let id = ids.get(name);
  if (id === undefined) ids.set(name, (id = lastId += 1));
  return `\0${id}`;
}

/** Names and keys of the columns of a subquery. */
export function columnKeys(columns: readonly ColumnElement[], style: LabelStyle): { name: string | AnonymousName; key: string }[] {
  const keys = new Set<string>();
  return nameColumns(columns, style, false).map(({ column, required, fallback }) => {
    const name = required ?? fallback!;
    const wanted = style === 'tablenamePlusCol' && typeof name === 'string' ? name : keyWanted(column, name);
    let key = wanted;
    for (let n = 1; keys.has(key); n += 1) key = `${wanted}_${n}`;
    keys.add(key);
    return { name, key };
  });
}

function keyWanted(column: ColumnElement, name: string | AnonymousName): string {
  if (column instanceof ColumnClause && !column.isLiteral) return column.key;
  return typeof name === 'string' ? name : name instanceof QualifiedName ? `${name}` : name.stem;
}
