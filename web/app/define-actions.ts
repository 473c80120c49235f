import {
  ALargeSmall,
  AlignLeft,
  ArrowDownToLine,
  Bookmark,
  CircleAlert,
  Code,
  Copy,
  Database,
  Download,
  FolderOpen,
  GitCompareArrows,
  History,
  Keyboard,
  Layers,
  List,
  Maximize,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Pencil,
  Pin,
  Play,
  Plus,
  Presentation,
  RotateCcw,
  Save,
  Search,
  Settings,
  Sparkles,
  Square,
  TextCursorInput,
  TextSelect,
  Undo2,
  Workflow,
} from 'lucide-react';
import { type DiagramExport, exportDiagram } from '../features/diagram/use-diagram-exports.ts';
import { runnable } from '../features/project/project-store.ts';
import { download, fileNameOf } from '../lib/download.ts';
import { preferences } from '../lib/preferences.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import type { Action } from './actions.ts';
import { type LowerTab, showHistory, showToast } from './view-store.ts';
import type { Workbench } from './workbench.ts';

const always = (): boolean => true;

/** Everything a person can do that has a name, in one list. */
export function defineActions(bench: Workbench): void {
  bench.actions.add(...runActions(bench), ...fileActions(bench), ...diagramActions(bench), ...viewActions(bench));
}

function runActions(bench: Workbench): Action[] {
  const { control, run } = bench;
  return [
    {
      id: 'run',
      message: (text) => text.app.runFile(entryToRun(bench)),
      icon: Play,
      shortcut: 'Mod+Enter',
      when: () => !control.isRunning && entryToRun(bench) !== '',
      run: () => void control.run(entryToRun(bench)),
      byKeys: () => (selectedLines(bench) ? runLines(bench, selectedLines(bench)) : void control.run(entryToRun(bench))),
    },
    {
      // With something selected, the keys of Run run just that.
      id: 'run-selection',
      message: (text) => {
        const lines = selectedLines(bench);
        return lines ? text.data.runSelection(lines.from, lines.to) : text.data.runNoSelection;
      },
      icon: TextSelect,
      when: () => !control.isRunning && selectedLines(bench) !== null,
      run: () => runLines(bench, selectedLines(bench)),
    },
    {
      id: 'run-line',
      message: (text) => {
        const line = lineToRun(bench);
        return line ? text.data.runLine(line.to) : text.data.runNoLine;
      },
      icon: TextCursorInput,
      shortcut: 'Alt+Enter',
      when: () => !control.isRunning && lineToRun(bench) !== null,
      run: () => runLines(bench, lineToRun(bench)),
    },
    {
      id: 'run-down-to',
      message: (text) => {
        const line = lineToRun(bench);
        return line ? text.data.runDownTo(line.path, line.to) : text.data.runNoDownTo;
      },
      icon: ArrowDownToLine,
      shortcut: 'Alt+Shift+Enter',
      when: () => !control.isRunning && lineToRun(bench) !== null,
      run: () => {
        const line = lineToRun(bench);
        runLines(bench, line && { ...line, from: 1 });
      },
    },
    { id: 'stop', message: (text) => text.app.stop, icon: Square, when: () => control.isRunning, run: () => void control.stop() },
    {
      id: 'restore-data',
      message: (text) => text.data.undo,
      icon: History,
      when: () => !control.isRunning && run.getState().snapshots.some(({ name }) => name === undefined),
      run: () => void control.restore(null),
    },
    {
      id: 'run-keep',
      message: (text) => text.data.runOn(entryToRun(bench)),
      icon: Play,
      shortcut: 'Mod+Shift+Enter',
      when: () => !control.isRunning && entryToRun(bench) !== '',
      run: () => void control.runOnThisData(entryToRun(bench)),
    },
    {
      id: 'keep-data',
      message: (text) => text.data.keep,
      icon: Pin,
      when: () => !control.isRunning && bench.project.project.dataState === 'rebuilt',
      run: () => void control.keepData(),
    },
    {
      id: 'snapshots',
      message: (text) => text.data.snapshotsOpen,
      icon: Bookmark,
      when: () => !control.isRunning,
      run: () => bench.view.setState({ dialog: 'snapshots' }),
    },
    {
      id: 'rebuild-data',
      message: (text) => (bench.project.project.dataState === 'kept' ? text.data.rebuildAsk : text.data.rebuild),
      icon: RotateCcw,
      when: () => !control.isRunning,
      run: () => (bench.project.project.dataState === 'kept' ? bench.view.setState({ dialog: 'rebuild' }) : void control.rebuild()),
    },
  ];
}

function fileActions(bench: Workbench): Action[] {
  const { editor, view } = bench;
  return [
    { id: 'save', message: (text) => text.app.save, icon: Save, shortcut: 'Mod+s', when: always, run: () => void save(bench) },
    {
      id: 'format',
      message: (text) => text.desk.format,
      icon: AlignLeft,
      when: () => editor.store.getState().status === 'ready',
      run: () => editor.runAction('editor.action.formatDocument'),
    },
    { id: 'undo', message: (text) => text.app.undo, icon: Undo2, when: always, run: () => editor.undo() },
    { id: 'new-project', message: (text) => text.project.create, icon: Plus, when: always, run: () => void bench.openEmpty() },
    {
      id: 'rename-project',
      message: (text) => text.project.renameProject,
      icon: Pencil,
      when: always,
      run: () => view.setState({ dialog: 'rename' }),
    },
    {
      id: 'gallery',
      message: (text) => text.desk.gallery.open,
      icon: FolderOpen,
      when: always,
      run: () => view.setState({ screen: 'gallery' }),
    },
    {
      id: 'compare',
      message: (text) => text.desk.compare.open,
      icon: GitCompareArrows,
      when: () => bench.hasOrigin,
      run: () => view.setState({ dialog: 'compare' }),
    },
    {
      id: 'export-sqlite',
      message: (text) => text.app.exportSqlite,
      icon: Download,
      when: always,
      run: () => void exportDatabase(bench),
    },
    { id: 'export-sources', message: (text) => text.app.exportSources, icon: Download, when: always, run: () => exportSources(bench) },
  ];
}

function diagramActions({ diagram, project, view }: Workbench): Action[] {
  const hasTables = (): boolean => diagram.getState().graph.tables.length > 0;
  const exports = (kind: DiagramExport): Promise<void> => exportDiagram(diagram.getState(), kind, project.project.name, announce);
  return [
    { id: 'tidy', message: (text) => text.diagram.tidy, icon: Workflow, when: hasTables, run: () => void diagram.getState().tidy() },
    {
      id: 'diagram-source',
      message: (text) => text.desk.diagramOf[view.getState().diagramOf === 'models' ? 'database' : 'models'],
      icon: Database,
      when: always,
      run: () => view.setState(({ diagramOf }) => ({ diagramOf: diagramOf === 'models' ? 'database' : 'models', pane: 'diagram' })),
    },
    { id: 'fit', message: (text) => text.diagram.fit, icon: Maximize, when: hasTables, run: () => diagram.getState().fit() },
    { id: 'find-table', message: (text) => text.diagram.find, icon: Search, when: hasTables, run: () => diagram.getState().openSearch() },
    { id: 'diagram-svg', message: (text) => text.diagram.exportSvg, icon: Download, when: hasTables, run: () => void exports('svg') },
    { id: 'diagram-png', message: (text) => text.diagram.exportPng, icon: Download, when: hasTables, run: () => void exports('png') },
    { id: 'diagram-mermaid', message: (text) => text.diagram.copyMermaid, icon: Copy, when: hasTables, run: () => void exports('mermaid') },
    { id: 'diagram-dbml', message: (text) => text.diagram.copyDbml, icon: Copy, when: hasTables, run: () => void exports('dbml') },
  ];
}

function viewActions(bench: Workbench): Action[] {
  const { view, project, editor } = bench;
  const size = (): number => project.project.settings.editorSize;
  const tab = (id: LowerTab): void => {
    bench.showPanel('lower');
    view.setState({ lowerTab: id, pane: id });
  };
  return [
    {
      id: 'palette',
      message: (text) => text.desk.palette.placeholder,
      icon: Search,
      shortcut: 'Mod+k',
      otherShortcut: 'F1',
      isHidden: true,
      when: always,
      run: () => view.setState(({ dialog }) => ({ dialog: dialog === 'palette' ? null : 'palette' })),
    },
    { id: 'show-results', message: (text) => text.app.results, icon: List, when: always, run: () => tab('results') },
    { id: 'show-sql', message: (text) => text.app.sql, icon: Database, when: always, run: () => tab('sql') },
    { id: 'show-session', message: (text) => text.app.session, icon: Layers, when: always, run: () => tab('session') },
    {
      id: 'history',
      message: (text) => (view.getState().history ? text.history.close : text.history.open),
      icon: History,
      when: always,
      run: () => {
        bench.showPanel('lower');
        showHistory(view, !view.getState().history);
      },
    },
    {
      id: 'show-problems',
      message: (text) => text.app.problemsTab,
      icon: CircleAlert,
      when: () => editor.store.getState().problems.length > 0,
      run: () => tab('problems'),
    },
    {
      id: 'toggle-side',
      message: (text) => text.desk.panels.side,
      icon: PanelLeft,
      shortcut: 'Mod+b',
      when: always,
      run: () => bench.togglePanel('side'),
    },
    {
      id: 'toggle-lower',
      message: (text) => text.desk.panels.lower,
      icon: PanelBottom,
      shortcut: 'Mod+j',
      when: always,
      run: () => bench.togglePanel('lower'),
    },
    {
      id: 'toggle-editor',
      message: (text) => text.desk.panels.editor,
      icon: Code,
      when: always,
      run: () => bench.togglePanel('editor'),
    },
    {
      id: 'toggle-diagram',
      message: (text) => text.desk.panels.diagram,
      icon: PanelRight,
      when: always,
      run: () => bench.togglePanel('diagram'),
    },
    {
      id: 'present',
      message: (text) => text.desk.present[view.getState().screen === 'present' ? 'stop' : 'start'],
      icon: Presentation,
      when: always,
      run: () => view.setState(({ screen }) => ({ screen: screen === 'present' ? 'work' : 'present' })),
    },
    {
      id: 'settings',
      message: (text) => text.desk.settings.open,
      icon: Settings,
      shortcut: 'Mod+,',
      when: always,
      run: () => view.setState({ dialog: 'settings' }),
    },
    {
      id: 'shortcuts',
      message: (text) => text.desk.shortcuts.open,
      icon: Keyboard,
      shortcut: 'Mod+Shift+/',
      otherShortcut: 'Mod+Shift+?',
      when: always,
      run: () => view.setState({ dialog: 'shortcuts' }),
    },
    {
      id: 'text-larger',
      message: (text) => text.app.textLarger,
      icon: ALargeSmall,
      when: () => size() < 28,
      run: () => project.setEditorSize(size() + 1),
    },
    {
      id: 'text-smaller',
      message: (text) => text.app.textSmaller,
      icon: ALargeSmall,
      when: () => size() > 11,
      run: () => project.setEditorSize(size() - 1),
    },
    {
      id: 'text-normal',
      message: (text) => text.app.textNormal,
      icon: ALargeSmall,
      when: () => size() !== 13,
      run: () => project.setEditorSize(13),
    },
    {
      id: 'tries',
      message: (text) => text.desk.tryAgain,
      icon: Sparkles,
      when: () => !view.getState().tries,
      run: () => {
        preferences.write('try', 'open');
        view.setState({ tries: true, screen: 'work' });
      },
    },
  ];
}

interface Lines {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** The selected lines of a file that can be run; null where nothing is selected. */
export function selectedLines({ editor, project }: Workbench): Lines | null {
  const { cursor } = editor.store.getState();
  const selected = cursor?.selected ? editor.selection() : null;
  if (!selected?.text.trim() || !runnable(project.project.files).includes(selected.path)) return null;
  return { path: selected.path, from: selected.fromLine, to: selected.toLine };
}

/** The line of the cursor in a file that can be run. */
export function lineToRun({ editor, project }: Workbench): Lines | null {
  const { cursor } = editor.store.getState();
  if (!cursor || cursor.path !== project.project.layout.active || !runnable(project.project.files).includes(cursor.path)) return null;
  return { path: cursor.path, from: cursor.line, to: cursor.line };
}

function runLines({ control }: Workbench, lines: Lines | null): void {
  if (lines) void control.run(lines.path, { from: lines.from, to: lines.to });
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
