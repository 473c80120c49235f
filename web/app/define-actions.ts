import { runnable } from '../features/project/project-store.ts';
import { download, fileNameOf } from '../lib/download.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import { showToast } from './view-store.ts';
import type { Workbench } from './workbench.ts';

/** Everything a person can do that has a name, in one list. */
export function defineActions(bench: Workbench): void {
  const { actions, project, control, view, diagram, editor } = bench;
  actions.add(
    {
      id: 'run',
      message: (text) => text.app.runFile(entryToRun(bench)),
      shortcut: 'Mod+Enter',
      when: () => !control.isRunning && entryToRun(bench) !== '',
      run: () => void control.run(entryToRun(bench)),
    },
    { id: 'stop', message: (text) => text.app.stop, when: () => control.isRunning, run: () => void control.stop() },
    {
      id: 'save',
      message: (text) => text.app.save,
      shortcut: 'Mod+s',
      when: () => true,
      run: () => void save(bench),
    },
    { id: 'export-sqlite', message: (text) => text.app.exportSqlite, when: () => true, run: () => void exportDatabase(bench) },
    { id: 'export-sources', message: (text) => text.app.exportSources, when: () => true, run: () => exportSources(bench) },
    {
      id: 'restore-data',
      message: (text) => text.app.undoData,
      when: () => !control.isRunning && bench.run.getState().canRestore,
      run: () => void control.restore(),
    },
    { id: 'tidy', message: (text) => text.diagram.tidy, when: () => true, run: () => void diagram.getState().tidy() },
    { id: 'fit', message: (text) => text.diagram.fit, when: () => true, run: () => void diagram.getState().fit() },
    {
      id: 'show-results',
      message: (text) => text.app.results,
      when: () => true,
      run: () => view.setState({ lowerTab: 'results', pane: 'results' }),
    },
    { id: 'show-sql', message: (text) => text.app.sql, when: () => true, run: () => view.setState({ lowerTab: 'sql', pane: 'sql' }) },
    {
      id: 'text-larger',
      message: (text) => text.app.textLarger,
      when: () => true,
      run: () => project.setEditorSize(project.project.settings.editorSize + 1),
    },
    {
      id: 'text-smaller',
      message: (text) => text.app.textSmaller,
      when: () => true,
      run: () => project.setEditorSize(project.project.settings.editorSize - 1),
    },
    {
      id: 'text-normal',
      message: (text) => text.app.textNormal,
      when: () => project.project.settings.editorSize !== 13,
      run: () => project.setEditorSize(13),
    },
    { id: 'undo', message: (text) => text.app.undo, when: () => true, run: () => editor.undo() },
  );
}

/** The open file where it can be run, else the one that was run last. */
export function entryToRun(bench: Workbench): string {
  const { files, layout } = bench.project.project;
  const possible = runnable(files);
  if (layout.active !== 'seed.ts' && possible.includes(layout.active)) return layout.active;
  return possible.includes(layout.entry) ? layout.entry : (possible[0] ?? '');
}

async function save(bench: Workbench): Promise<void> {
  await bench.project.keep();
  // A conflict or a refusal stands above the panes, with its way out.
  if (bench.project.store.getState().save.status !== 'saved') return;
  showToast(bench.view, messages().app.saved);
  announce(messages().app.saved);
}

async function exportDatabase(bench: Workbench): Promise<void> {
  const image = await bench.control.image();
  if (!image) {
    showToast(bench.view, messages().app.noDatabase);
    announce(messages().app.noDatabase);
    return;
  }
  const name = fileNameOf(bench.project.project.name, 'sqlite');
  download(name, image as Uint8Array<ArrayBuffer>, 'application/vnd.sqlite3');
  announce(messages().app.exported(name));
}

function exportSources(bench: Workbench): void {
  const { name, files } = bench.project.project;
  const file = fileNameOf(name, 'json');
  download(file, JSON.stringify({ name, files }, null, 2), 'application/json');
  announce(messages().app.exported(file));
}
