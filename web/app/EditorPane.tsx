import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { CodeEditor } from '../features/editor/CodeEditor.tsx';
import { editorPanelId, FileTabs } from '../features/editor/FileTabs.tsx';
import { countErrors } from '../features/editor/problem.ts';
import type { ProjectState } from '../features/project/project-store.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useView } from './BenchContext.ts';
import { FaultBoundary } from './FaultBoundary.tsx';
import styles from './Layout.module.css';

const selectLayout = (state: ProjectState) => state.project.layout;

export function useErrorCounts(): ReadonlyMap<string, number> {
  const { editor } = useBench();
  const problems = useStore(editor.store, (state) => state.problems);
  return useMemo(() => countErrors(problems), [problems]);
}

/** The open files and the one that is being read. */
export function EditorPane(): ReactNode {
  const { editor, project } = useBench();
  const { app } = useMessages();
  const layout = useProject(selectLayout);
  const errors = useErrorCounts();
  const presents = useView((state) => state.screen === 'present');
  const files = useMemo(() => layout.open.map((path) => ({ path, errors: errors.get(path) })), [layout.open, errors]);
  return (
    <section className={styles.pane} aria-label={app.editor}>
      {presents ? null : (
        <FileTabs
          files={files}
          active={layout.active}
          onOpen={(path) => project.openFile(path)}
          onClose={(path) => project.closeFile(path)}
        />
      )}
      <div className={styles.fill} id={editorPanelId} role="tabpanel" aria-label={layout.active}>
        <FaultBoundary>
          <CodeEditor service={editor} />
        </FaultBoundary>
      </div>
    </section>
  );
}
