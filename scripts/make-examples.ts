/** Makes what the opening project and the gallery's examples ship with: web/features/project/sample and examples/made. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thumbnailOf } from '../web/features/diagram/thumbnail.ts';
import { exampleIds } from '../web/features/project/examples-list.ts';
import { emptyProject } from '../web/features/project/project-store.ts';
import type { StoredFile, StoredProject } from '../web/features/project/stored-project.ts';
import { deskEn } from '../web/ui/messages/desk-en.ts';
import { makeProject, makeSample, projectFiles, writeSample } from './make-sample.ts';
import { root } from './source-files.ts';
import { twoHundredTables } from './two-hundred-tables.ts';

const folder = 'web/features/project/examples';
const made = join(root, folder, 'made');

const place = (name: string, x: number, y: number) => ({ schema: null, name, x, y });
const blogDiagram: StoredProject['diagram'] = {
  version: 1,
  tables: [
    place('profiles', 24, 40),
    place('follows', 24, 336),
    place('users', 344, 200),
    place('posts', 680, 40),
    place('comments', 680, 336),
    place('tags', 1016, 40),
    place('post_tags', 1016, 216),
  ],
  open: [],
  legend: true,
};

const filesOf = (id: string): readonly StoredFile[] => {
  if (id === 'two-hundred-tables') return twoHundredTables();
  return id === 'empty' ? emptyProject('', '', 0).files : projectFiles(`${folder}/${id}`);
};

rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
const thumbnails: Record<string, ReturnType<typeof thumbnailOf>> = {};
for (const id of exampleIds) {
  const isSample = id === exampleIds[0];
  const frame = {
    id,
    name: deskEn.gallery.names[id]![0],
    origin: id,
    diagram: id === 'blog' ? blogDiagram : null,
    open: id === 'empty' ? ['models.ts', 'query.ts'] : ['models.ts', 'query.ts', 'seed.ts'],
  };
  const one = isSample ? await makeSample() : await makeProject(filesOf(id), frame, id === 'two-hundred-tables' ? 0 : 1);
  const { bundle, image } = one;
  thumbnails[id] = thumbnailOf(bundle.derived!.schema!, bundle.project.diagram);
  if (isSample) {
    writeSample(one);
    continue;
  }
  writeFileSync(join(made, `${id}.json`), JSON.stringify(bundle));
  writeFileSync(join(made, `${id}.sqlite`), image);
  console.log(`${id}: ${Math.round(JSON.stringify(bundle).length / 1000)} kB, data ${Math.round(image.length / 1000)} kB`);
}
writeFileSync(join(made, 'thumbnails.json'), JSON.stringify(thumbnails));
