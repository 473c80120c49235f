import { type ReactNode, useMemo } from 'react';
import { FilesPanel } from '../features/project/FilesPanel.tsx';
import type { ProjectState } from '../features/project/project-store.ts';
import { TablesPanel } from '../features/project/TablesPanel.tsx';
import { hashSources } from '../lib/hash-sources.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useSchema } from './BenchContext.ts';
import { useErrorCounts } from './EditorPane.tsx';
import styles from './Layout.module.css';

const selectFiles = (state: ProjectState) => state.project.files;
const selectActive = (state: ProjectState) => state.project.layout.active;
const newFile = "import { db } from './db';\n\n";

/** Files, and below them the tables they make. */
export function SidePane(): ReactNode {
  const bench = useBench();
  const { app } = useMessages();
  const files = useProject(selectFiles);
  const active = useProject(selectActive);
  const errors = useErrorCounts();
  const schema = useSchema((state) => state.schema);
  const counts = useRun((state) => state.counts);
  const shown = useRun((state) => state.shown);
  const old = useMemo(() => shown !== null && shown.sourcesHash !== hashSources(files), [shown, files]);
  const openTable = (table: string): void => {
    const place = bench.editor.modelLocation(table);
    if (place) bench.reveal(place.path, place.line, place.column);
    else bench.showFile('models.ts');
  };
  const openLive = (table: string): void => {
    bench.view.setState({ diagramOf: 'database', pane: 'diagram' });
    bench.showPanel('diagram');
    // The picture of the database may have to be read first.
    const stop = bench.diagram.subscribe(() => void go());
    const forget = setTimeout(stop, 3000);
    const go = (): void => {
      const found = bench.diagram.getState().graph.tables.find(({ title }) => title === table);
      if (!found) return;
      stop();
      clearTimeout(forget);
      bench.goToTable(found.id);
    };
    go();
  };
  return (
    <nav className={styles.side} aria-label={app.workspace}>
      <FilesPanel
        files={files}
        active={active}
        errors={errors}
        onOpen={(path) => bench.showFile(path)}
        onAdd={(path) => bench.addFile(path, path.endsWith('.sql') ? '' : newFile)}
        onRename={(from, to) => bench.renameFile(from, to)}
        onRemove={(path) => bench.removeFile(path)}
        onMove={(path, by) => bench.project.moveFile(path, by)}
      />
      <hr className={styles.rule} />
      <TablesPanel schema={schema} counts={counts} old={old} onOpen={openTable} onOpenLive={openLive} />
    </nav>
  );
}
