import type { EvaluateArgs, EvaluateReply } from '../protocol.ts';
import { type CoreDatabase, declaresTables, makeLibrary, refuseSqlite, registerModels, registryOf, snapshotOf } from './core-library.ts';
import { type EvaluateFunction, ModuleLinker } from './link-modules.ts';
import { deepenStacks, SourcePlaces } from './source-places.ts';
import { toWireError } from './wire-error.ts';

/** Models are defined and nobody can see them. */
class NothingExportedError extends Error {
  override readonly name = 'NothingExportedError';
  readonly code = 'models-export-nothing';
  readonly files: string;
  constructor(files: readonly string[]) {
    super(`${files.join(', ')} exports nothing. Write export before each class, so that other files see it.`);
    this.files = files.join(', ');
  }
}

/** What the models worker does: it evaluates the models without a database and says what they describe. */
export function evaluateModels({ files, entries }: EvaluateArgs, evaluate: EvaluateFunction): EvaluateReply {
  const databases: CoreDatabase[] = [];
  const places = new SourcePlaces(files);
  try {
    deepenStacks();
    refuseSqlite();
    const linker = new ModuleLinker(
      files,
      makeLibrary((database) => databases.push(database)),
      evaluate,
    );
    const exported = entries.map((path) => linker.import(path));
    checkExports(entries, exported, databases);
    const origins = new Map<unknown, string>();
    for (const path of files.map((file) => file.path)) {
      const exports = linker.evaluatedExports(path);
      if (exports) for (const model of registerModels(exports)) if (!origins.has(model)) origins.set(model, path);
    }
    return { schema: snapshotOf(databases), registry: registryOf(databases, (model) => specifierOf(origins.get(model))), error: null };
  } catch (error) {
    return { schema: null, registry: '', error: toWireError(error, places) };
  }
}

function checkExports(entries: readonly string[], exported: readonly object[], databases: readonly CoreDatabase[]): void {
  const isSilent = exported.every((exports) => Object.keys(exports).length === 0);
  if (isSilent && databases.some(declaresTables)) throw new NothingExportedError(entries);
}

/** How another file imports this one: `./models`. */
function specifierOf(path: string | undefined): string | null {
  return path === undefined ? null : `./${path.replace(/\.ts$/, '')}`;
}
