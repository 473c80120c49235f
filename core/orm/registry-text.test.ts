import { fileURLToPath } from 'node:url';
import ts from 'typescript-5.9';
import { beforeAll, expect, test } from 'vitest';
import { flasky } from '../testing/models/flasky.ts';
import { openDatabase } from '../testing/open-database.ts';
import { registryText } from './registry-text.ts';

const core = fileURLToPath(new URL('..', import.meta.url));
const folder = `${core}testing/`;

const db = `import { createDatabase } from 'crowfoot';
export const db = createDatabase('sqlite://');`;
const models = `import { db } from './db.ts';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  users: db.relationship<User[]>('User', { backref: 'role', lazy: 'dynamic' }),
}) {
  shout() { return 1; }
}
export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
}) {
  hi() { return 2; }
}`;

let registry: string;
/** Source files that have not changed are read once. */
let last: ts.Program | undefined;

/** What the compiler says about a program of these files beside the models, with the registry's text or without. */
function errorsIn(program: string, text: string | null): string[] {
  const files = new Map([
    [`${folder}db.ts`, db],
    [`${folder}models.ts`, models],
    [`${folder}query.ts`, program],
  ]);
  if (text !== null) files.set(`${folder}registry.d.ts`, text);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: { crowfoot: [`${core}index.ts`] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, language) => {
    const own = files.get(name);
    return own === undefined ? getSourceFile(name, language) : ts.createSourceFile(name, own, language);
  };
  const made = ts.createProgram([...files.keys()], options, host, last);
  last = made;
  return [...files.keys()].flatMap((name) =>
    made
      .getSemanticDiagnostics(made.getSourceFile(name)!)
      .map(({ messageText }) => `${name.slice(folder.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]}`),
  );
}

beforeAll(() => {
  const opened = openDatabase().db;
  flasky(opened);
  registry = registryText(opened, () => './models.ts');
});

test('names the class behind each table and what backrefs add', () => {
  expect(registry).toBe(`import type { ManyToOne } from "crowfoot";
import type { Role, User } from "./models.ts";
declare module 'crowfoot' {
  interface Models { roles: Role; users: User }
  interface Backrefs { users: { role: ManyToOne<Role> } }
}
export {};
`);
});

test('with it, constructor, class attribute, filterBy, instance and query know the class and the backref', () => {
  const program = `import { Role, User } from './models.ts';
const role = new Role({ name: 'a' });
const made = new User({ username: 'x', role });
made.role?.shout();
const first: User | null = User.query.filterBy({ role }).first();
first?.hi();
const exact: User = User.query.firstOr404();
User.role.has(Role.name.eq('a'));
exact.role?.name;`;
  expect(errorsIn(program, registry)).toEqual([]);
});

test('without it, the backref is unknown, and said to be', () => {
  const program = `import { User } from './models.ts';
new User({ username: 'x' }).role;`;
  expect(errorsIn(program, null)).toEqual(["query.ts: Property 'role' does not exist on type 'User'."]);
});

test('a class that no module exports is left out', () => {
  const opened = openDatabase().db;
  flasky(opened);
  expect(registryText(opened, ({ name }) => (name === 'Role' ? './models.ts' : null))).toBe(`import type { Role } from "./models.ts";
declare module 'crowfoot' {
  interface Models { roles: Role }
  interface Backrefs {}
}
export {};
`);
});
