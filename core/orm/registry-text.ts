import type { Mapper } from './mapper.ts';
import type { Registry } from './registry.ts';
import type { Relationship } from './relationship.ts';

/** Says which module exports a class, as an import in the written file names it; null where none does. */
export type ModuleOf = (mapper: { readonly name: string; readonly cls: unknown }) => string | null;

/**
 * The text of a declaration file that tells the compiler which class is behind each table, and which attributes backrefs add.
 *
 * ```ts
 * import type { ManyToOne } from 'crowfoot';
 * import type { Role, User } from './models';
 * declare module 'crowfoot' {
 *   interface Models { roles: Role; users: User }
 *   interface Backrefs { users: { role: ManyToOne<Role> } }
 * }
 * ```
 *
 * @param moduleOf - where each class is exported; classes that are not are left out
 */
export function registryText(db: { readonly registry: Registry }, moduleOf: ModuleOf): string {
  db.registry.configure();
  const writer = new RegistryWriter(db.registry, moduleOf);
  return writer.write();
}

class RegistryWriter {
  readonly #modules = new Map<Mapper, string>();
  readonly #kinds = new Set<string>();

  constructor(registry: Registry, moduleOf: ModuleOf) {
    for (const mapper of registry.mappers) {
      if (!mapper.isRegistered || !isIdentifier(mapper.name)) continue;
      const module = moduleOf(mapper);
      if (module !== null) this.#modules.set(mapper, module);
    }
  }

  write(): string {
    const models = this.#members(
      [...this.#modules.keys()].filter((mapper) => mapper.inherits === null).map((mapper) => [mapper.table.name, mapper.name]),
    );
    const backrefs = this.#members(this.#backrefs());
    const body = [`  interface Models ${models}`, `  interface Backrefs ${backrefs}`];
    return `${[...this.#imports(), `declare module 'crowfoot' {`, ...body, '}'].join('\n')}\nexport {};\n`;
  }

  #backrefs(): [string, string][] {
    const byTable = new Map<string, [string, string][]>();
    for (const mapper of this.#modules.keys()) {
      for (const relationship of mapper.ownRelationships) {
        if (!relationship.isFromBackref || !relationship.isConfigured || !this.#modules.has(relationship.target)) continue;
        const members = byTable.get(mapper.table.name) ?? [];
        byTable.set(mapper.table.name, members);
        members.push([relationship.key, this.#typeOf(relationship)]);
      }
    }
    return [...byTable].map(([table, members]) => [table, this.#members(members)]);
  }

  #typeOf(relationship: Relationship): string {
    const kind = relationship.isDynamic ? 'DynamicRelationship' : relationship.uselist ? 'OneToMany' : 'ManyToOne';
    this.#kinds.add(kind);
    return `${kind}<${relationship.target.name}>`;
  }

  #members(members: readonly (readonly [string, string])[]): string {
    return members.length === 0 ? '{}' : `{ ${members.map(([name, type]) => `${propertyName(name)}: ${type}`).join('; ')} }`;
  }

  #imports(): string[] {
    const classes = new Map<string, string[]>();
    for (const [mapper, module] of this.#modules) classes.set(module, [...(classes.get(module) ?? []), mapper.name]);
    const imports = [...classes].map(([module, names]) => importLine(names, module));
    return this.#kinds.size === 0 ? imports : [importLine([...this.#kinds].sort(), 'crowfoot'), ...imports];
  }
}

function importLine(names: readonly string[], module: string): string {
  return `import type { ${names.join(', ')} } from ${JSON.stringify(module)};`;
}

function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

function propertyName(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}
