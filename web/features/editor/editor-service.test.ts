import { beforeEach, expect, test } from 'vitest';
import { createEditorService, type EditorService } from './editor-service.ts';

/** The page's whole life before Monaco has arrived, or without it: no test here loads it. */
let service: EditorService;
const state = () => service.store.getState();

beforeEach(() => {
  service = createEditorService({ announce: () => undefined });
  service.setFiles(
    [
      { path: 'models.ts', text: 'one\n  two\n' },
      { path: 'query.ts', text: '1;\n' },
    ],
    'query.ts',
  );
});

test('files can be read before the editor is there, in the order of the project', () => {
  expect(service.paths()).toEqual(['models.ts', 'query.ts']);
  expect(service.textOf('models.ts')).toBe('one\n  two\n');
  expect(service.textOf('__proto__')).toBeUndefined();
  expect(state()).toMatchObject({ status: 'waiting', activePath: 'query.ts', problems: [] });
});

test('errors of an evaluation are located and read in order; an empty list clears one source alone', () => {
  service.setErrors('run', [{ path: 'query.ts', line: 1, code: 'a', sentence: 'A' }]);
  service.setErrors('models', [{ path: 'models.ts', line: 2, code: 'b', sentence: 'B' }]);
  expect(state().problems.map(({ path, line, column, endColumn, source }) => [path, line, column, endColumn, source])).toEqual([
    ['models.ts', 2, 3, 6, 'models'],
    ['query.ts', 1, 1, 3, 'run'],
  ]);
  service.setErrors('models', []);
  expect(state().problems.map((problem) => problem.code)).toEqual(['a']);
});

test('a file that does not exist is not opened', () => {
  service.openFile('gone.ts');
  expect(state().activePath).toBe('query.ts');
});

test('a renamed file keeps its place and stays open', () => {
  service.renameFile('query.ts', 'report.ts');
  expect(service.paths()).toEqual(['models.ts', 'report.ts']);
  expect(state().activePath).toBe('report.ts');
  expect(service.textOf('report.ts')).toBe('1;\n');
});

test('a removed file takes its problems along, and another is opened', () => {
  service.setErrors('run', [{ path: 'query.ts', line: 1, code: 'a', sentence: 'A' }]);
  service.removeFile('query.ts');
  expect(state()).toMatchObject({ activePath: 'models.ts', problems: [] });
});

test('another project leaves nothing of the last one', () => {
  service.setErrors('models', [{ path: 'models.ts', line: 1, code: 'b', sentence: 'B' }]);
  const before = state().projectVersion;
  service.setFiles([{ path: 'db.ts', text: '' }], 'query.ts');
  expect(state()).toMatchObject({ activePath: 'db.ts', problems: [], models: [], cursor: null, projectVersion: before + 1 });
});

test('a line that is asked for without an editor is told to whoever shows the file', () => {
  const asked: unknown[] = [];
  const stop = service.onReveal((...place) => asked.push(place));
  service.reveal('models.ts', 2, { column: 3 });
  stop();
  service.reveal('models.ts', 1);
  expect(asked).toEqual([['models.ts', 2, 3]]);
  expect(state()).toMatchObject({ activePath: 'models.ts', cursor: { line: 1, column: 1 } });
});
