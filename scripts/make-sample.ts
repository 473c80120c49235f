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
import type { ProjectBundle, StoredFile, StoredProject } from '../web/features/project/stored-project.ts';
import { hashSources } from '../web/lib/hash-sources.ts';
import { emitModule } from '../web/runtime/emit.ts';
import type { EmittedFile, RunReply, WorkerEvent } from '../web/runtime/protocol.ts';
import { RunRecord } from '../web/runtime/run-record.ts';
import { installGlobals } from '../web/runtime/worker/core-library.ts';
import { evaluateModels } from '../web/runtime/worker/models-role.ts';
import { RunRole } from '../web/runtime/worker/run-role.ts';
import { knownText } from '../web/runtime/worker/shown-value.ts';
import { captureConsole } from '../web/runtime/worker/user-console.ts';
import { evaluateInNode } from './evaluate-in-node.ts';
import { root } from './source-files.ts';

installGlobals();
const entry = 'query.ts';
const paths = ['db.ts', 'models.ts', 'seed.ts', entry];

/** What a project is besides its texts and what is made from them. */
export type ProjectFrame = Pick<StoredProject, 'id' | 'name' | 'diagram' | 'origin'> & { readonly open: readonly string[] };

export interface MadeProject {
  readonly bundle: ProjectBundle;
  readonly image: Uint8Array;
}

const sample: ProjectFrame = {
  id: 'sample-roles-and-users',
  name: 'Roles and users',
  origin: 'roles-and-users',
  open: ['models.ts', 'query.ts', 'seed.ts'],
  diagram: {
    version: 1,
    tables: [
      { schema: null, name: 'roles', x: 64, y: 144 },
      { schema: null, name: 'users', x: 408, y: 232 },
    ],
    open: [],
    legend: true,
  },
};
const sampleFolder = 'web/features/project/sample';

/** The files of a folder that the page shows as a project. */
export const projectFiles = (folder: string): StoredFile[] =>
  paths.map((path): StoredFile => ({ path, text: readFileSync(join(root, folder, path), 'utf8') }));

/** The opening project. */
export const makeSample = (): Promise<MadeProject> => makeProject(projectFiles(`${sampleFolder}/files`), sample, 3);

/**
 * A project as the page stores it once it has been run. The last of some runs is kept: the first ones tell how long code takes that no
 * engine has met before.
 *
 * @throws Error when the files do not emit, evaluate or run
 */
export async function makeProject(files: readonly StoredFile[], { open, ...frame }: ProjectFrame, warmRuns: number): Promise<MadeProject> {
  const emitted = files.map(emit);
  const { schema, registry, error } = evaluateModels({ files: emitted, entries: ['models.ts'] }, evaluateInNode);
  if (error) throw new Error(`The models of ${frame.name} do not evaluate: ${error.message}`);
  for (let warm = 0; warm < warmRuns; warm++) await run(emitted);
  const { reply, image } = await run(emitted);
  const sourcesHash = hashSources(files);
  const bundle: ProjectBundle = {
    project: {
      ...frame,
      formatVersion: 1,
      revision: 0,
      createdAt: 0,
      savedAt: 0,
      dataState: 'rebuilt',
      files,
      layout: { open, active: open[0]!, entry },
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
  const restore = lendConsole(role);
  const summary = await role.run({ files, models: ['models.ts'], seed: 'seed.ts', entry }).finally(restore);
  const reply = record.finish(summary);
  if (reply.error) throw new Error(`${reply.failedIn} failed: ${reply.error.message}`);
  return { reply, image };
}

/** While a program runs, what it prints is its own. */
function lendConsole(role: RunRole): () => void {
  const own = { ...console };
  captureConsole(knownText, (level, write) => role.print(level, write));
  return () => void Object.assign(console, own);
}

/** Writes the opening project where the page looks for it. */
export function writeSample({ bundle, image }: MadeProject): void {
  writeFileSync(join(root, sampleFolder, 'sample.json'), JSON.stringify(bundle));
  writeFileSync(join(root, sampleFolder, 'sample.sqlite'), image);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeSample(await makeSample());
