import { loadSample } from './load-sample.ts';
import type { ProjectBundle } from './stored-project.ts';

/** The examples in the gallery's order; the first is the opening project. */
export const exampleIds = ['roles-and-users', 'blog', 'music-store', 'column-types', 'tree', 'two-hundred-tables', 'empty'] as const;
export type ExampleId = (typeof exampleIds)[number];

// Written by the build from the folders below examples/; each comes when it is asked for.
const bundles = import.meta.glob<ProjectBundle>('./examples/made/*.json', { import: 'default' });

/** An example as the build made it: its texts, its schema, its last run. `null` for one that this page does not have. */
export async function loadExample(id: string): Promise<ProjectBundle | null> {
  if (id === exampleIds[0]) return loadSample();
  return (await bundles[`./examples/made/${id}.json`]?.()) ?? null;
}
