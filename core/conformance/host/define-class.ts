import type { Database } from '../../orm/database.ts';
import { Column } from '../../schema/column.ts';
import { TypeDecorator } from '../../sql/types/type-decorator.ts';
import { NotReadable } from '../replay/python/errors.ts';
import type { Definitions } from './definitions.ts';

type Method = (...args: unknown[]) => unknown;
type ModelClass = (new (init?: object) => object) & Record<string, unknown>;

/** Stands for a case's `Base`. */
export class BaseMarker {
  constructor(readonly metadata: unknown) {}
}
/** What an attribute `c` of a recording is called here. */
export const renamedC = 'c_';
/** Stands for Python's `enum.Enum`. */
export const enumMarker = Symbol('enum.Enum');

/** Names of Python's special methods and what a class of ours calls them. */
const specialMethods: ReadonlyMap<string, string> = new Map([
  ['__repr__', 'toString'],
  ['__str__', 'toString'],
]);

/** Builds what a case's own `class X(Base): …` makes. */
export function defineClass(
  db: Database,
  definitions: Definitions,
  name: string,
  bases: readonly unknown[],
  members: ReadonlyMap<string, unknown>,
): unknown {
  const [base] = bases;
  if (base === enumMarker) return defineEnum(name, members);
  if (base === TypeDecorator) return defineType(name, members);
  const parts: Record<string, unknown> = {};
  const methods = new Map<string, Method>();
  let table: string | undefined;
  let mapperArguments: Record<string, unknown> = {};
  let tableArguments: unknown[] = [];
  for (const [key, value] of members) {
    if (key === '__tablename__') table = value as string;
    else if (key === '__table_args__') tableArguments = [...(value as Iterable<unknown>)];
    else if (key === '__mapper_args__') mapperArguments = value as Record<string, unknown>;
    else if (specialMethods.has(key)) methods.set(specialMethods.get(key) as string, value as Method);
    else if (key.startsWith('__')) throw new NotReadable(`class member ${key}`);
    else if (typeof value === 'function' && !definitions.isDefinition(value)) methods.set(key, value as Method);
    else if (key === 'c' && value instanceof Column) {
      // a model's `c` is its columns: the attribute has another name, the column keeps its own
      value.nameAs(key);
      parts[renamedC] = value;
    } else parts[key] = value;
  }
  const options = mapperOptions(mapperArguments, parts);
  if (tableArguments.length > 0) options['constraints'] = () => tableArguments;
  const Parent = parentOf(db, base, table, parts, options) as ModelClass;
  const made = { [name]: class extends (Parent as new () => object) {} }[name] as ModelClass;
  for (const [key, method] of methods) {
    Object.defineProperty(made.prototype, key, {
      configurable: true,
      writable: true,
      value(this: object, ...args: unknown[]) {
        return method(this, ...args);
      },
    });
  }
  db.register(made as never);
  definitions.belongTo(made, parts);
  return made;
}

function parentOf(db: Database, base: unknown, table: string | undefined, parts: object, options: Record<string, unknown>): unknown {
  const loose = db as unknown as { Model(...args: unknown[]): unknown };
  if (base instanceof BaseMarker) {
    if (table === undefined) return loose.Model(parts, options);
    return loose.Model(table, parts, options);
  }
  const parent = base as { extend?(...args: unknown[]): unknown } | undefined;
  if (typeof parent?.extend !== 'function') throw new NotReadable('class with another base');
  return parent.extend?.(parts, { ...options, ...(table === undefined ? {} : { table }) });
}

function mapperOptions(given: Record<string, unknown>, parts: Record<string, unknown>): Record<string, unknown> {
  const keyOf = (column: unknown): string | undefined =>
    Object.keys(parts).find((key) => parts[key] === column) ?? (typeof column === 'string' ? column : undefined);
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === 'polymorphic_on') options['polymorphicOn'] = keyOf(value);
    else if (key === 'polymorphic_identity') options['identity'] = value;
    else if (key === 'version_id_col') options['versionIdCol'] = keyOf(value);
    else throw new NotReadable(`mapper argument ${key}`);
  }
  return options;
}

const enumNames = new WeakMap<object, string>();

/** An enumeration is its members' names. */
function defineEnum(name: string, members: ReadonlyMap<string, unknown>): object {
  const made = Object.fromEntries(Array.from(members.keys(), (member) => [member, member]));
  enumNames.set(made, name.toLowerCase());
  return made;
}

/** What `Enum` takes for a class of `enum.Enum`: the names of its members and its own. */
export function enumArguments(cls: unknown): readonly unknown[] | undefined {
  const name = Object(cls) === cls ? enumNames.get(cls as object) : undefined;
  return name === undefined ? undefined : [...Object.keys(cls as object), { name }];
}

function defineType(name: string, members: ReadonlyMap<string, unknown>): unknown {
  const impl = members.get('impl') as (...args: unknown[]) => never;
  if (typeof impl !== 'function') throw new NotReadable('type decorator without impl');
  const bind = members.get('process_bind_param') as Method | undefined;
  const result = members.get('process_result_value') as Method | undefined;
  const Decorated = {
    [name]: class extends (TypeDecorator as unknown as new (...args: unknown[]) => object) {
      readonly impl = impl;
      processBindParam(value: unknown, dialect: unknown): unknown {
        return bind ? bind(this, value ?? null, dialect) : value;
      }
      processResultValue(value: unknown, dialect: unknown): unknown {
        return result ? result(this, value ?? null, dialect) : value;
      }
    },
  }[name];
  return Decorated;
}
