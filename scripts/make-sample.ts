/**
 * Makes what the opening project ships with: its emitted code, schema, last run and database, by the very code that makes them in the page.
 * Reads web/features/project/sample/files, writes sample.json and sample.sqlite beside them.
 */
/// <reference path="../core/dialects/sqlite/sql-js.d.ts" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import initSqlJs from 'sql.js';
import ts from 'typescript-5.9';
import type { ProjectBundle, StoredFile } from '../web/features/project/stored-project.ts';
import { hashSources } from '../web/lib/hash-sources.ts';
import { emitModule } from '../web/runtime/emit.ts';
import type { EmittedFile, RunReply, WorkerEvent } from '../web/runtime/protocol.ts';
import { RunRecord } from '../web/runtime/run-record.ts';
import { evaluateModels } from '../web/runtime/worker/models-role.ts';
import { RunRole } from '../web/runtime/worker/run-role.ts';
import { evaluateInNode } from './evaluate-in-node.ts';
import { root } from './source-files.ts';

const folder = join(root, 'web/features/project/sample');
const entry = 'query.ts';
const paths = ['db.ts', 'models.ts', 'seed.ts', entry];

export interface MadeSample {
  readonly bundle: ProjectBundle;
  readonly image: Uint8Array;
}

/** @throws Error when the sample does not emit, evaluate or run */
export async function makeSample(): Promise<MadeSample> {
  const files = paths.map((path): StoredFile => ({ path, text: readFileSync(join(folder, 'files', path), 'utf8') }));
  const emitted = files.map(emit);
  const { schema, registry, error } = evaluateModels({ files: emitted, entries: ['models.ts'] }, evaluateInNode);
  if (error) throw new Error(`The sample's models do not evaluate: ${error.message}`);
  // The last of some runs: the first ones tell how long code takes that no engine has met before.
  for (let warm = 0; warm < 3; warm++) await run(emitted);
  const { reply, image } = await run(emitted);
  const sourcesHash = hashSources(files);
  const bundle: ProjectBundle = {
    project: {
      formatVersion: 1,
      id: 'sample-roles-and-users',
      revision: 0,
      name: 'Roles and users',
      createdAt: 0,
      savedAt: 0,
      dataState: 'rebuilt',
      files,
      diagram: {
        version: 1,
        tables: [
          { schema: null, name: 'roles', x: 64, y: 144 },
          { schema: null, name: 'users', x: 408, y: 232 },
        ],
        open: [],
        legend: true,
      },
      layout: { open: ['models.ts', 'query.ts', 'seed.ts'], active: 'models.ts', entry },
      settings: { editorSize: 13 },
    },
    derived: { version: 1, sourcesHash, emitted, schema, registry, evaluatedAt: 0, lastRun: { sourcesHash, entry, at: 0, reply } },
  };
  return { bundle, image };
}

function emit({ path, text }: StoredFile): EmittedFile {
  const { js, map, syntaxProblems } = emitModule(ts, { path, text, showValues: path === entry });
  const [problem] = syntaxProblems;
  if (problem) throw new Error(`${path}:${problem.line}: ${problem.message}`);
  return { path, js, map };
}

async function run(files: readonly EmittedFile[]): Promise<{ reply: RunReply; image: Uint8Array }> {
  const record = new RunRecord(performance.now());
  let image = new Uint8Array();
  const role = new RunRole({
    sqlJs: await initSqlJs({ useOldExtensionFunctions: false }),
    evaluate: evaluateInNode,
    post(header, [bytes]) {
      const event = JSON.parse(header) as WorkerEvent;
      if (event.event === 'image' && bytes) image = new Uint8Array(bytes);
      else if (event.event === 'log') record.add(event, header.length);
    },
  });
  const reply = record.finish(await role.run({ files, models: ['models.ts'], seed: 'seed.ts', entry }));
  if (reply.error) throw new Error(`The sample does not run: ${reply.failedIn}: ${reply.error.message}`);
  return { reply, image };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { bundle, image } = await makeSample();
  writeFileSync(join(folder, 'sample.json'), JSON.stringify(bundle));
  writeFileSync(join(folder, 'sample.sqlite'), image);
}
