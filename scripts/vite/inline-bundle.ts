import { build, type Plugin, type Rolldown } from 'vite';

const query = '?bundle';
const prefix = '\0bundle:';

/**
 * `import text from './worker.ts?bundle'` gives that module and all it imports as the text of one classic script. The sandbox needs it so:
 * its worker is started from a blob, where neither a module worker nor a relative import works. Dev server and build bundle alike.
 */
export function inlineBundle(): Plugin {
  return {
    name: 'inline-bundle',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(query)) return null;
      const resolved = await this.resolve(id.slice(0, -query.length), importer);
      return resolved && prefix + resolved.id;
    },
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const chunk = await bundle(id.slice(prefix.length));
      for (const module of chunk.moduleIds) if (!module.startsWith('\0')) this.addWatchFile(module);
      return { code: `export default ${JSON.stringify(chunk.code)};`, map: null };
    },
  };
}

async function bundle(input: string): Promise<Rolldown.OutputChunk> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, minify: true, target: 'es2022', rolldownOptions: { input, output: { format: 'iife', codeSplitting: false } } },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  const chunk = output.find((part) => part.type === 'chunk');
  if (!chunk) throw new Error(`${input} gave no script`);
  return chunk;
}
