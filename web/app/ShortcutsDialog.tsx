import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { shortcutText } from './actions.ts';
import { useBench } from './BenchContext.ts';
import { isMac } from './machine.ts';
import styles from './ShortcutsDialog.module.css';

/** Every set of keys the page knows, in one sheet. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { actions } = useBench();
  const text = useMessages();
  const { shortcuts } = text.desk;
  const own = actions
    .all()
    .filter((action) => action.shortcut !== undefined)
    .map((action): readonly [string, string] => {
      const keys = [action.shortcut!, ...(action.id === 'palette' ? [action.otherShortcut!] : [])];
      return [keys.map((one) => shortcutText(one, isMac)).join(', '), action.message(text)];
    });
  const inEditor: readonly (readonly [string, string])[] = [
    [shortcutText('Mod+z', isMac), shortcuts.undo],
    [isMac ? '⌃Space' : 'Ctrl+Space', shortcuts.complete],
    [isMac ? '⌃⇧M' : 'Ctrl+M', shortcuts.tabLeaves],
  ];
  const inResults: readonly (readonly [string, string])[] = [
    ...shortcuts.resultKeys,
    [shortcutText('Mod+c', isMac), text.results.copyCell],
  ];
  return (
    <Dialog open onClose={onClose} title={shortcuts.title} wide>
      <div className={styles.columns}>
        <Keys title={shortcuts.page} rows={own} />
        <Keys title={shortcuts.diagram} rows={shortcuts.diagramKeys} />
        <Keys title={shortcuts.editor} rows={inEditor} />
        <Keys title={shortcuts.results} rows={inResults} />
      </div>
      <div className={dialogActs}>
        <Button onClick={onClose}>{shortcuts.close}</Button>
      </div>
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly (readonly [keys: string, does: string])[] }): ReactNode {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, does]) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
