import ts from 'typescript-5.9';
import { describe, expect, test } from 'vitest';
import { evaluateInNode } from '../../../scripts/evaluate-in-node.ts';
import { emitModule } from '../emit.ts';
import type { EmittedFile } from '../protocol.ts';
import { importedFiles, ModuleLinker } from './link-modules.ts';
import { SourcePlaces } from './source-places.ts';
import { toWireError } from './wire-error.ts';

const emit = (files: Readonly<Record<string, string>>): EmittedFile[] =>
  Object.entries(files).map(([path, text]) => emitModule(ts, { path, text, showValues: false }));
const link = (files: Readonly<Record<string, string>>, library: object = {}) => new ModuleLinker(emit(files), library, evaluateInNode);
const quiet = { show: () => {}, at: () => {} };

describe('imports', () => {
  test('files that import each other in a circle see each other once they have run', () => {
    const linker = link({
      'user.ts': `import { Role } from './role';\nexport class User { role() { return new Role(); } }`,
      'role.ts': `import { User } from './user';\nexport class Role { users() { return [new User()]; } }`,
    });
    const { User } = linker.import('user.ts') as { User: new () => { role(): { users(): unknown[] } } };
    expect(new User().role().users()).toEqual([new User()]);
  });

  test('a module is evaluated once, and its exports are live', () => {
    const linker = link({
      'counter.ts': `export let count = 0;\nexport const raise = () => { count += 1; };`,
      'a.ts': `import { count, raise } from './counter.ts';\nraise();\nexport const seen = () => count;`,
      'b.ts': `import { raise } from './counter';\nraise();`,
    });
    const a = linker.import('a.ts') as { seen(): number };
    linker.import('b.ts');
    expect(a.seen()).toBe(2);
  });

  test('folders resolve: up, down and to an index', () => {
    const linker = link({
      'models/index.ts': `export * from './user';`,
      'models/user.ts': `import { db } from '../db';\nexport const user = db + 1;`,
      'db.ts': `export const db = 1;`,
      'query.ts': `import { user } from './models';\nexport const found = user;`,
    });
    expect(linker.import('query.ts')).toMatchObject({ found: 2 });
  });

  test('crowfoot is the library', () => {
    expect(link({ 'a.ts': `import { x } from 'crowfoot';\nexport const y = x;` }, { x: 5 }).import('a.ts')).toMatchObject({ y: 5 });
  });

  test.each(['lodash', 'node:fs', 'crowfoot/secret', 'https://example.org/x.js', 'data:text/javascript,1'])(
    'importing %s says what can be imported',
    (specifier) => {
      expect(() => link({ 'a.ts': `import x from '${specifier}';\nx;` }).import('a.ts')).toThrow(
        `'${specifier}' cannot be imported: only crowfoot and your own files.`,
      );
    },
  );

  test('importing a file that is not there names the files there are', () => {
    expect(() => link({ 'a.ts': `import { x } from './modles';\nx;`, 'models.ts': '' }).import('a.ts')).toThrow(
      "'./modles' leads to no file of this project. Its files are a.ts, models.ts.",
    );
  });

  test('a file named like a member of every object is an ordinary file', () => {
    const linker = link({ '__proto__.ts': `export const x = 1;`, 'a.ts': `import { x } from './__proto__';\nexport const y = x;` });
    expect(linker.import('a.ts')).toMatchObject({ y: 1 });
  });

  test('the files an entry reaches are known without running it', () => {
    const files = emit({
      'q.ts': `import { a } from './a';\na;`,
      'a.ts': `export { b as a } from './b';`,
      'b.ts': `export const b = 1;`,
      'c.ts': '',
    });
    expect([...importedFiles('q.ts', files)]).toEqual(['q.ts', 'a.ts', 'b.ts']);
  });
});

describe('waiting', () => {
  test('the file that is run may await at its top level', async () => {
    const linker = link({ 'q.ts': `export const x = await Promise.resolve(3);` });
    expect(await linker.run('q.ts', quiet)).toMatchObject({ x: 3 });
  });

  test('an imported file may not, and is named', async () => {
    const linker = link({ 'q.ts': `import './m';`, 'm.ts': `await Promise.resolve(3);` });
    await expect(linker.run('q.ts', quiet)).rejects.toThrow('m.ts awaits at its top level. Only the file that is run can');
  });
});

describe('errors', () => {
  const failing = {
    'models.ts': `interface Long {\n  a: string;\n}\n\nexport function boom(): never {\n  throw new RangeError('no');\n}`,
    'query.ts': `import { boom } from './models';\n\nboom();`,
  };

  test('frames are lines of the sources, the innermost first', async () => {
    const files = emit(failing);
    const error = await new ModuleLinker(files, {}, evaluateInNode).run('query.ts', quiet).catch((thrown: unknown) => thrown);
    expect(toWireError(error, new SourcePlaces(files))).toMatchObject({
      name: 'RangeError',
      code: 'javascript',
      message: 'no',
      frames: [
        { file: 'models.ts', line: 6, function: 'boom' },
        { file: 'query.ts', line: 3 },
      ],
    });
  });

  test('what an error knows is told as facts, and its definition stands in for a line', () => {
    const files = emit({ 'models.ts': `export const define = () => new Error('here').stack;\n\nexport const stack = define();` });
    const { stack } = new ModuleLinker(files, {}, evaluateInNode).import('models.ts') as { stack: string };
    const error = Object.assign(new Error('no foreign key'), {
      code: 'no-foreign-keys',
      model: 'User',
      columns: ['a', 'b'],
      limit: 3,
      definedAt: stack,
    });
    error.stack = 'Error: no foreign key\n    at core (blob:null/1:1:1)';
    expect(toWireError(error, new SourcePlaces(files))).toMatchObject({
      code: 'no-foreign-keys',
      facts: { model: 'User', columns: 'a, b', limit: '3' },
      frames: [
        { file: 'models.ts', line: 1 },
        { file: 'models.ts', line: 3 },
      ],
    });
  });

  test('a place inside a message is the place in the source', () => {
    const files = emit(failing);
    const error = new Error('db.Model at play:///models.ts:4:3 has no table name');
    expect(toWireError(error, new SourcePlaces(files)).message).toBe('db.Model at models.ts:5 has no table name');
  });

  test.each([
    ['a text', 'a text', "The program threw 'a text', which is no Error."],
    ['nothing', undefined, 'The program threw undefined, which is no Error.'],
    [
      'a trap',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap');
          },
        },
      ),
      'The program threw something that cannot be read.',
    ],
  ])('%s can be thrown', (_name, thrown, message) => {
    expect(toWireError(thrown, new SourcePlaces([]))).toMatchObject({ code: 'thrown-value', message });
  });
});
