import { addRelationship } from '../../orm/add-relationship.ts';
import { AssociationAttribute } from '../../orm/association-proxy.ts';
import type { Database } from '../../orm/database.ts';
import type { MapperEvent } from '../../orm/events.ts';
import { findState } from '../../orm/object-state.ts';
import { Query } from '../../orm/query.ts';
import { RelationshipAttribute } from '../../orm/relationship-attribute.ts';
import { type EntityClass, RelationshipDefinition, type RelationshipOptions } from '../../orm/relationship-definition.ts';
import type { Column } from '../../schema/column.ts';
import { ClauseElement } from '../../sql/clause-element.ts';
import { coerceOperand, resolveElement } from '../../sql/coercions.ts';
import { ColumnElement } from '../../sql/column-element.ts';
import { ops } from '../../sql/operators.ts';
import { clauseElement } from '../../sql/protocol.ts';
import { languageNames as sql } from '../../sql/sql.ts';
import * as types from '../../sql/types/factories.ts';
import { TypeDecorator } from '../../sql/types/type-decorator.ts';
import { catches, errorNames } from '../errors-of.ts';
import type { Host, KeywordArguments } from '../replay/host.ts';
import { Tuple } from '../replay/python/containers.ts';
import { NotReadable } from '../replay/python/errors.ts';
import { camel } from '../replay/python/names.ts';
import type { Replay } from '../replay/python-replay.ts';
import { compileText } from '../sql-text.ts';
import { BaseMarker, defineClass, enumArguments, enumMarker, renamedC } from './define-class.ts';
import { Definitions } from './definitions.ts';
import { loadedNames, stateName } from './describe.ts';
import { Names } from './names.ts';
import { callable, operatePythonValues, type PythonCallable, pythonNames } from './python-values.ts';
import { schemaNames } from './schema-names.ts';

/** Options of a relationship that name columns or expressions. */
const thunkOptions = ['primaryjoin', 'secondaryjoin', 'foreignKeys', 'remoteSide', 'orderBy'];
/** Calls whose keywords are names of columns or attributes. */
const keyedCalls = new Set(['filter_by', 'values', 'has', 'any', 'bindparams', 'params', 'columns', 'execute', 'get_or_404']);

/** What a running snippet sees of one database. */
export class CaseHost implements Host {
  readonly globals: Names;
  readonly printed: string[] = [];
  readonly #db: Database;
  readonly #definitions = new Definitions();
  #replay!: Replay;

  constructor(db: Database, models: Readonly<Record<string, unknown>>) {
    this.#db = db;
    this.globals = new Names(
      [
        ...errorNames,
        ...pythonNames,
        ...schemaNames(),
        ...Object.entries(models),
        ['db', db],
        ['session', db.session],
        ['metadata', db.metadata],
        ['Base', new BaseMarker(db.metadata)],
        ['TypeDecorator', TypeDecorator],
        ['enum', { Enum: enumMarker }],
        ['state', (object: object) => stateName(object)],
        ['loaded', (object: object) => loadedNames(object)],
        ['relationship', callable(([target], keywords) => this.#relationship(target, keywords))],
        ['backref', callable(([name], keywords) => db.backref(name, this.#relationshipOptions(keywords)))],
        [
          'column_property',
          callable(([expression], keywords) =>
            db.columnProperty(() => this.#definitions.resolve(expression) as ColumnElement<any>, keywords),
          ),
        ],
        ['deferred', callable(([column], keywords) => deferColumn(column, keywords))],
        ['association_proxy', callable(([target, attribute], keywords) => db.associationProxy(target, attribute, keywords))],
        ['inspect', (object: object) => this.#inspect(object)],
        ['object_session', (object: object) => db.objectSession(object)],
        ['flag_modified', (object: object, key: string) => db.flagModified(object, key)],
        [
          'event',
          { listen: (target: unknown, name: string, listener: (...args: unknown[]) => unknown) => this.#listen(target, name, listener) },
        ],
        ['LABEL_STYLE_TABLENAME_PLUS_COL', 'tablenamePlusCol'],
        ['sqlite', { dialect: () => 'sqlite' }],
        ['postgresql', { dialect: () => 'postgresql' }],
        ['mysql', { dialect: () => 'mysql' }],
      ],
      [types, sql, db],
    );
  }

  /** Must be called once, before the snippet runs. */
  attach(replay: Replay): void {
    this.#replay = replay;
  }

  isSql(value: unknown): boolean {
    if (value instanceof ClauseElement || value instanceof RelationshipAttribute || value instanceof AssociationAttribute) return true;
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Query) && clauseElement in value;
  }

  /** A plain value on the left of an expression is named after it, as Python's reflected operators do. */
  literal(value: unknown, beside?: unknown): unknown {
    const element = resolveElement(beside);
    return element instanceof ColumnElement ? coerceOperand(value, element, ops.eq) : sql.literal(value);
  }

  keepsKeywords(callee: unknown, name: string): boolean {
    return keyedCalls.has(name) || this.#isModel(callee);
  }

  defineClass(name: string, bases: readonly unknown[], members: ReadonlyMap<string, unknown>): unknown {
    return defineClass(this.#db, this.#definitions, name, bases, members);
  }

  className(type: unknown): string | undefined {
    if (this.#isModel(type)) return this.#mapperOf(type as object)?.name;
    return (type as { prototype?: unknown }).prototype instanceof Query ? String((type as { name: unknown }).name) : undefined;
  }

  attribute(object: unknown, name: string): { readonly value: unknown } | undefined {
    if (name === 'compile' && object instanceof ClauseElement) return { value: callable((_, keywords) => literalText(object, keywords)) };
    if (object === this.#db.session && name === 'no_autoflush') return { value: 'no_autoflush' };
    if (name === 'property' && object instanceof RelationshipAttribute) return { value: propertyOf(object) };
    if (name === 'c' && this.#hasRenamedC(object)) return { value: (object as Record<string, unknown>)[renamedC] };
    if (name === '__table__' && this.#isModel(object)) return { value: this.#mapperOf(object as object)?.table };
    return undefined;
  }

  setAttribute(object: unknown, name: string, value: unknown): boolean {
    if (!(value instanceof RelationshipDefinition) || !this.#isModel(object)) return false;
    addRelationship(this.#mapperOf(object as object)!, name, value);
    this.#db.registry.configurationChanged();
    return true;
  }

  call(
    callee: unknown,
    receiver: unknown,
    name: string,
    args: readonly unknown[],
    keywords: KeywordArguments,
  ): { readonly value: unknown } | undefined {
    // `func.lower.python` would be a function of SQL.
    const python = Object(callee) === callee && Object.hasOwn(callee as object, 'python') ? (callee as PythonCallable).python : undefined;
    if (python) return { value: python(args, keywords) };
    const members = name === 'Enum' ? enumArguments(args[0]) : undefined;
    if (members) return { value: types.Enum(...(members as [string])) };
    if ('c' in keywords && this.#isModel(callee) && this.#hasRenamedC(callee)) {
      const { c, ...others } = keywords;
      return { value: Reflect.construct(callee as new (init: object) => object, [{ ...others, [renamedC]: c }]) };
    }
    // columns one by one in Python, as a list here
    if (name === 'values' && receiver === undefined && callee !== undefined) return { value: sql.values(args as never, keywords) };
    return undefined;
  }

  operate(operator: string, left: unknown, right: unknown): unknown {
    return operatePythonValues(operator, left, right);
  }

  enter(context: unknown, name: string): { readonly value: unknown; exit(error: unknown): boolean } | undefined {
    const session = this.#db.session as unknown as { autoflush: boolean };
    if (name === 'no_autoflush') {
      const before = session.autoflush;
      session.autoflush = false;
      const exit = (): boolean => {
        session.autoflush = before;
        return false;
      };
      return { value: null, exit };
    }
    const transaction = context as { commit(): void; rollback(): void };
    if (name !== 'begin_nested' && name !== 'begin') return undefined;
    const end = (error: unknown): boolean => {
      if (error !== undefined) {
        transaction.rollback();
        return false;
      }
      try {
        transaction.commit();
      } catch (failure) {
        transaction.rollback(); // as Python's context manager does
        throw failure;
      }
      return false;
    };
    return { value: context, exit: end };
  }

  catches(error: unknown, name: string): boolean {
    return catches(error, name);
  }

  print(line: string): void {
    this.printed.push(line);
  }

  repr(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && findState(value) ? String(value) : undefined;
  }

  #mapperOf(type: object) {
    return this.#db.registry.findMapper(type);
  }

  #hasRenamedC(object: unknown): boolean {
    const mapper = this.#isModel(object)
      ? this.#mapperOf(object as object)
      : Object(object) === object
        ? findState(object as object)?.mapper
        : undefined;
    return mapper?.columns.some(({ key }) => key === renamedC) ?? false;
  }

  #isModel(value: unknown): boolean {
    return typeof value === 'function' && this.#mapperOf(value) !== null && this.#mapperOf(value) !== undefined;
  }

  #relationship(target: unknown, keywords: KeywordArguments): RelationshipDefinition {
    const options = this.#relationshipOptions(keywords);
    if (typeof target === 'string') return this.#db.relationship(target, options);
    return this.#db.relationship(this.#isModel(target) ? () => target as EntityClass : (target as () => EntityClass), options);
  }

  #relationshipOptions(keywords: KeywordArguments): RelationshipOptions {
    const options: Record<string, unknown> = { ...keywords };
    for (const key of thunkOptions) if (key in options) options[key] = this.#thunk(options[key]);
    if ('lazy' in options) options['lazy'] = lazyOf(options['lazy']);
    if ('secondary' in options && typeof options['secondary'] === 'object') {
      const table = options['secondary'];
      options['secondary'] = () => table;
    }
    if ('collectionClass' in options) options['collectionClass'] = Set;
    return options;
  }

  #thunk(value: unknown): unknown {
    if (typeof value === 'string') return this.#replay.thunk(value);
    return typeof value === 'function' && !this.isSql(value) ? value : () => this.#definitions.resolve(value);
  }

  #inspect(object: object): unknown {
    const state = findState(object);
    if (!state) return this.#db.inspect(object);
    return { identity: state.key ? Tuple.of(...state.key) : null, mapper: { class_: state.mapper.cls } };
  }

  #listen(target: unknown, name: string, listener: (...args: unknown[]) => unknown): void {
    this.#db.events.on(target as EntityClass, camel(name) as MapperEvent, listener);
  }
}

/** What Python's `Left.rights.property` is asked for. */
function propertyOf({ relationship }: RelationshipAttribute): object {
  return { direction: `symbol('${relationship.direction.toUpperCase()}')` };
}

function lazyOf(value: unknown): unknown {
  if (value === null) return 'noload';
  return value === 'raise_on_sql' || value === 'write_only' ? camel(value) : value;
}

function deferColumn(column: Column, keywords: KeywordArguments): Column {
  Object.assign(column.options, { deferred: true, ...keywords });
  return column;
}

function literalText(element: ClauseElement, keywords: KeywordArguments): string {
  const dialect = keywords['dialect'];
  if (typeof dialect !== 'string') throw new NotReadable('compile without a dialect');
  return compileText(element, dialect, { literal: true });
}
