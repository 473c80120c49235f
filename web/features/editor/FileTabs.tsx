import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './FileTabs.module.css';

export interface FileTab {
  readonly path: string;
  readonly unsaved?: boolean;
  readonly errors?: number;
}

export interface FileTabsProps {
  files: readonly FileTab[];
  active: string | null;
  onOpen: (path: string) => void;
  /** Without it no tab can be closed. */
  onClose?: (path: string) => void;
  /** What stands at the strip's right end. */
  end?: ReactNode;
}

/** Id of the element that the tabs show their file in. */
export const editorPanelId = 'editor-panel';

/** The open files. Arrow keys go along the strip, Delete closes; a tab says what is unsaved and how many errors its file has. */
export function FileTabs({ files, active, onOpen, onClose, end }: FileTabsProps): ReactNode {
  const { editor } = useMessages();
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null) strip.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const go = (event: KeyboardEvent, index: number): void => {
    const steps: Record<string, number> = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: files.length - 1 };
    const target = files[steps[event.key] ?? -1];
    if (target) {
      event.preventDefault();
      onOpen(target.path);
      strip.current?.querySelectorAll<HTMLElement>('[role="tab"]')[files.indexOf(target)]?.focus();
    } else if (event.key === 'Delete' && files.length > 1) onClose?.(files[index]!.path);
  };

  return (
    <div className={styles.strip}>
      <div className={styles.tabs} role="tablist" aria-label={editor.files} ref={strip}>
        {files.map((file, index) => (
          <Tab
            key={file.path}
            file={file}
            isActive={file.path === active}
            onOpen={() => onOpen(file.path)}
            onClose={onClose && files.length > 1 ? () => onClose(file.path) : undefined}
            onKeyDown={(event) => go(event, index)}
          />
        ))}
      </div>
      {end === undefined ? null : <div className={styles.end}>{end}</div>}
    </div>
  );
}

interface TabProps {
  file: FileTab;
  isActive: boolean;
  onOpen: () => void;
  onClose: (() => void) | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Tab({ file, isActive, onOpen, onClose, onKeyDown }: TabProps): ReactNode {
  const { editor } = useMessages();
  const { path, unsaved = false, errors = 0 } = file;
  return (
    // A middle click closes, as in any editor; the same is on the cross and on the Delete key.
    <div className={styles.tab} data-active={isActive} onAuxClick={(event) => (event.button === 1 ? onClose?.() : undefined)}>
      <button
        type="button"
        role="tab"
        className={styles.name}
        aria-selected={isActive}
        aria-controls={editorPanelId}
        aria-keyshortcuts={onClose ? 'Delete' : undefined}
        tabIndex={isActive ? 0 : -1}
        onClick={onOpen}
        onKeyDown={onKeyDown}
      >
        {path}
        {errors > 0 ? (
          <>
            <span className={styles.errors} aria-hidden="true">
              {errors}
            </span>
            <span className={styles.spoken}>, {editor.errors(errors)}</span>
          </>
        ) : null}
        {unsaved ? (
          <>
            <span className={styles.unsaved} aria-hidden="true" />
            <span className={styles.spoken}>, {editor.notSaved}</span>
          </>
        ) : null}
      </button>
      {onClose && isActive ? (
        // For the mouse; a tab list holds nothing but tabs, and the keyboard closes with Delete.
        <button type="button" className={styles.close} aria-hidden="true" title={editor.close(path)} tabIndex={-1} onClick={onClose}>
          <Icon of={X} />
        </button>
      ) : null}
    </div>
  );
}
