import type { ProjectBundle } from './stored-project.ts';

// Written by the build from the files beside it: a tree that has not been built yet has none.
const bundles = import.meta.glob<ProjectBundle>('./sample/sample.json', { import: 'default' });
const images = import.meta.glob<string>('./sample/sample.sqlite', { query: '?url', import: 'default' });

/** The opening project, already run. */
export async function loadSample(): Promise<ProjectBundle> {
  const bundle = await bundles['./sample/sample.json']?.();
  if (!bundle) throw new Error('The sample is missing. Run npm run build.');
  return bundle;
}

/** The sample's database as its run left it. */
export async function loadSampleImage(): Promise<Uint8Array | null> {
  const url = await images['./sample/sample.sqlite']?.();
  if (!url) return null;
  const response = await fetch(url);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}
