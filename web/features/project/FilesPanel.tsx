import { ArrowDown, ArrowUp, Ellipsis, FileCode, Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './Panels.module.css';
import { refuseFileName } from './project-store.ts';
import type { StoredFile } from './stored-project.ts';

export interface FilesPanelProps {
  files: readonly StoredFile[];
  active: string;
  errors: ReadonlyMap<string, number>;
  onOpen: (path: string) => void;
  onAdd: (path: string) => void;
  onRename: (from: string, to: string) => void;
  onRemove: (path: string) => void;
  onMove: (path: string, by: -1 | 1) => void;
}

/** Files that the project cannot be without, under these names. */
const fixed = new Set(['db.ts', 'models.ts']);

/** The project's files: open, add, rename, remove. */
export function FilesPanel(props: FilesPanelProps): ReactNode {
  const text = useMessages().project;
  const [naming, setNaming] = useState<string | null>(null);
  return (
    <section aria-label={text.files}>
      <div className={styles.section}>
        <h2>{text.files}</h2>
        <IconButton icon={Plus} label={text.newFile} onClick={() => setNaming('')} />
      </div>
      <ul className={styles.tree}>
        {props.files.map((file, at) =>
          naming === file.path ? (
            <li key={file.path}>
              <NameField
                start={file.path}
                files={props.files.filter((other) => other !== file)}
                onDone={(name) => {
                  setNaming(null);
                  if (name && name !== file.path) props.onRename(file.path, name);
                }}
              />
            </li>
          ) : (
            <FileRow
              key={file.path}
              path={file.path}
              active={file.path === props.active}
              errors={props.errors.get(file.path) ?? 0}
              onOpen={props.onOpen}
              onRename={setNaming}
              onRemove={props.onRemove}
              onMove={props.onMove}
              isFirst={at === 0}
              isLast={at === props.files.length - 1}
            />
          ),
        )}
      </ul>
      {naming === '' ? (
        <NameField
          start=""
          files={props.files}
          onDone={(name) => {
            setNaming(null);
            if (name) props.onAdd(name);
          }}
        />
      ) : null}
    </section>
  );
}

interface FileRowProps {
  path: string;
  active: boolean;
  errors: number;
  onOpen: (path: string) => void;
  onRename: (path: string) => void;
  onRemove: (path: string) => void;
  onMove: (path: string, by: -1 | 1) => void;
  isFirst: boolean;
  isLast: boolean;
}

function FileRow({ path, active, errors, onOpen, onRename, onRemove, onMove, isFirst, isLast }: FileRowProps): ReactNode {
  const text = useMessages().project;
  return (
    <li className={styles.item} data-fixed={fixed.has(path) || undefined}>
      <button type="button" className={styles.open} aria-current={active} onClick={() => onOpen(path)}>
        <Icon of={FileCode} />
        <span className={styles.name}>{path}</span>
        {errors ? (
          <span className={styles.count} data-bad>
            <span aria-hidden="true">{errors}</span>
            <span className="hidden">{text.errors(errors)}</span>
          </span>
        ) : null}
      </button>
      {fixed.has(path) ? null : (
        <Menu
          align="end"
          trigger={
            <Button kind="quiet" icon className={styles.more} aria-label={text.fileMenu(path)}>
              <Icon of={Ellipsis} />
            </Button>
          }
          entries={[
            { id: 'rename', label: text.renameFile, icon: Pencil, run: () => onRename(path) },
            { id: 'up', label: text.moveUp, icon: ArrowUp, disabled: isFirst, run: () => onMove(path, -1) },
            { id: 'down', label: text.moveDown, icon: ArrowDown, disabled: isLast, run: () => onMove(path, 1) },
            'rule',
            { id: 'remove', label: text.removeFile, icon: Trash2, danger: true, run: () => onRemove(path) },
          ]}
        />
      )}
    </li>
  );
}

/** Asks for a file's name; Enter takes it, Escape and leaving an empty field give it up. */
function NameField({
  start,
  files,
  onDone,
}: {
  start: string;
  files: readonly StoredFile[];
  onDone: (name: string | null) => void;
}): ReactNode {
  const text = useMessages().project;
  const [name, setName] = useState(start || 'list.ts');
  const [asked, setAsked] = useState(false);
  const id = useId();
  const refused = refuseFileName(name.trim(), files);
  const take = (): void => (refused ? setAsked(true) : onDone(name.trim()));
  return (
    <div className={styles.naming}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the field appears because its button was pressed
        autoFocus
        className={styles.field}
        aria-label={text.fileName}
        aria-invalid={asked && refused !== null}
        aria-describedby={id}
        value={name}
        onFocus={(event) => event.target.setSelectionRange(0, name.replace(/\.(ts|sql)$/, '').length)}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => (refused ? onDone(null) : take())}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') onDone(null);
        }}
      />
      <p id={id} className={styles.wrong} role="alert">
        {asked && refused ? text.refused[refused] : null}
      </p>
    </div>
  );
}
