import { exampleIds } from './examples-list.ts';
import { loadSample, loadSampleImage } from './load-sample.ts';
import type { ProjectBundle } from './stored-project.ts';

// Written by the build from the folders beside this file: each comes when it is asked for, and a tree that has not been built has none.
const bundles = import.meta.glob<ProjectBundle>(['./examples/made/*.json', '!./examples/made/thumbnails.json'], { import: 'default' });
const images = import.meta.glob<string>('./examples/made/*.sqlite', { query: '?url', import: 'default' });
const thumbnails = import.meta.glob<Readonly<Record<string, unknown>>>('./examples/made/thumbnails.json', { import: 'default' });

/** An example as the build made it: its texts, its schema, its last run. `null` for one that this page does not have. */
export async function loadExample(id: string): Promise<ProjectBundle | null> {
  if (id === exampleIds[0]) return await loadSample();
  return (await bundles[`./examples/made/${id}.json`]?.()) ?? null;
}

/** An example's database as its run left it. */
export async function loadExampleImage(id: string): Promise<Uint8Array | null> {
  if (id === exampleIds[0]) return await loadSampleImage();
  const url = await images[`./examples/made/${id}.sqlite`]?.();
  const response = url ? await fetch(url) : null;
  return response?.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

/** Small pictures of the examples' diagrams, by their id. */
export async function loadThumbnails(): Promise<Readonly<Record<string, unknown>>> {
  return (await thumbnails['./examples/made/thumbnails.json']?.()) ?? {};
}
