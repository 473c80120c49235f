import { InvalidRequestError } from '../errors.ts';

/** The kinds of things a naming convention names: index, unique, check, foreign key, primary key. */
export type NamedKind = 'ix' | 'uq' | 'ck' | 'fk' | 'pk';

/** A name with tokens (`'fk_%(table_name)s_%(column_0_name)s'`), or a function that gives the name. */
export type NameTemplate = string | ((facts: NamingFacts) => string);

/** How constraints without a name of their own are named: `{ ix: 'ix_%(column_0_label)s', uq: 'uq_%(table_name)s_%(column_0_name)s' }`. */
export type NamingConvention = { readonly [K in NamedKind]?: NameTemplate };

/** SQLAlchemy's own: only indexes are named. */
export const DEFAULT_NAMING_CONVENTION: NamingConvention = { ix: 'ix_%(column_0_label)s' };

/** What a name may be made from. */
export interface NamingFacts {
  /** What the constraint is for, in a message. */
  readonly kind: NamedKind;
  readonly tableName: string;
  /** The table's name with its schema, joined by `_`. */
  readonly tableLabel: string;
  readonly columns: readonly { readonly name: string; readonly key: string }[];
  /** The name given by hand, for `%(constraint_name)s`. */
  readonly constraintName: string | null;
  readonly referredTableName: string | null;
  readonly referredColumns: readonly string[];
}

/** A name that no convention changes any more. */
export class ConventionalName {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Marks a name as final, so that a naming convention is not applied to it once more. */
export function conv(name: string): ConventionalName {
  return new ConventionalName(name);
}

/** A name given to a constraint: text, or text marked by {@link conv}. */
export type GivenName = string | ConventionalName | null | undefined;

/**
 * The name of a constraint: the one given, made longer by the convention where that asks for `%(constraint_name)s`, else the convention's.
 *
 * @throws InvalidRequestError when the convention needs a name that was not given, or a column that is not there
 */
export function conventionalName(given: GivenName, convention: NamingConvention, facts: () => NamingFacts, kind: NamedKind): string | null {
  if (given instanceof ConventionalName) return given.text;
  const template = Object.hasOwn(convention, kind) ? convention[kind] : undefined;
  if (template === undefined) return given ?? null;
  if (typeof template === 'function') return given ?? template(facts());
  if (given !== null && given !== undefined && !template.includes('%(constraint_name)s')) return given;
  return fillTemplate(template, facts());
}

function fillTemplate(template: string, facts: NamingFacts): string {
  return template.replace(/%\((\w+)\)s|%%/g, (text, token: string | undefined) =>
    token === undefined ? '%' : tokenValue(text, token, facts),
  );
}

const COLUMN_TOKEN = /^(referred_)?column_(\d+)(_?N)?(?:_(name|label|key))?$/;

function tokenValue(text: string, token: string, facts: NamingFacts): string {
  switch (token) {
    case 'table_name':
      return facts.tableName;
    case 'referred_table_name':
      return facts.referredTableName ?? fail(text, facts, 'it refers to no table');
    case 'constraint_name':
      return (
        facts.constraintName ??
        fail(text, facts, 'Naming convention including %(constraint_name)s token requires that constraint is explicitly named')
      );
  }
  const match = COLUMN_TOKEN.exec(token);
  if (!match) return fail(text, facts, 'no such token is known');
  const [, referred, from, many, part = 'name'] = match;
  const names = referred ? facts.referredColumns : facts.columns.map((column) => namePart(column, part, facts));
  if (names[Number(from)] === undefined) return fail(text, facts, `it has no column ${from}`);
  if (!many) return names[Number(from)]!;
  return names.slice(Number(from)).join(many === '_N' ? '_' : '');
}

function namePart(column: { readonly name: string; readonly key: string }, part: string, facts: NamingFacts): string {
  if (part === 'label') return `${facts.tableLabel}_${column.name}`;
  return part === 'key' ? column.key : column.name;
}

function fail(token: string, facts: NamingFacts, why: string): never {
  throw new InvalidRequestError(
    `the naming convention for '${facts.kind}' cannot fill ${token} for a constraint of table '${facts.tableName}': ${why}`,
  );
}
