import { type ReactNode, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench } from './BenchContext.ts';
import dialog from './RenameDialog.module.css';

/** Asks for the project's name. */
export function RenameDialog({ onClose }: { onClose: () => void }): ReactNode {
  const text = useMessages().project;
  return (
    <Dialog open onClose={onClose} title={text.projectName}>
      <RenameForm onDone={onClose} />
    </Dialog>
  );
}

function RenameForm({ onDone }: { onDone: () => void }): ReactNode {
  const { project } = useBench();
  const text = useMessages().project;
  const [name, setName] = useState(project.project.name);
  const wanted = name.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!wanted) return;
        if (wanted !== project.project.name) project.rename(wanted);
        onDone();
      }}
    >
      <input
        className={dialog.field}
        aria-label={text.projectName}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      <div className={dialogActs}>
        <Button onClick={onDone}>{text.cancel}</Button>
        <Button kind="primary" type="submit" disabled={!wanted}>
          {text.rename}
        </Button>
      </div>
    </form>
  );
}
