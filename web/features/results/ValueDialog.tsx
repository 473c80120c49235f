import type { ReactNode } from 'react';
import { cellForExport, formatCell } from '../../lib/format-cell.ts';
import type { CellValue, GridColumn } from '../../runtime/protocol.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, dialogActs } from '../../ui/Dialog.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './ValueDialog.module.css';

/** A cell's whole value, in lines of its own. */
export function ValueDialog({
  value,
  column,
  row,
  onCopy,
  onCopyRow,
  onClose,
}: {
  value: CellValue;
  column: GridColumn;
  /** From 1, as it is shown. */
  row: number;
  onCopy: () => void;
  onCopyRow: () => void;
  onClose: () => void;
}): ReactNode {
  const text = useMessages().results;
  const { kind, title } = formatCell(value, true);
  const whole = wholeText(value);
  return (
    <Dialog open onClose={onClose} title={text.cellOf(column.name, row)} wide={whole.length > 60}>
      <p className={styles.facts}>
        {[column.type, title, typeof value === 'string' ? text.characters([...value].length) : null, partOf(value, text.firstBytes)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.value} data-kind={kind} tabIndex={0} aria-label={text.value}>
        {whole === '' ? <i>{text.emptyText}</i> : whole}
      </section>
      <div className={dialogActs}>
        <Button onClick={onCopyRow}>{text.copyRow}</Button>
        <Button onClick={onCopy}>{text.copyCell}</Button>
        <Button kind="primary" onClick={onClose}>
          {text.close}
        </Button>
      </div>
    </Dialog>
  );
}

/** A text as it is, JSON in lines, bytes in rows of sixteen. */
function wholeText(value: CellValue): string {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? value : formatCell(value, true).text;
  if (value.t === 'json') {
    try {
      return JSON.stringify(JSON.parse(value.text), null, 2);
    } catch {
      return value.text;
    }
  }
  if (value.t === 'bytes')
    return value.hex
      .replace(/(.{2})/g, '$1 ')
      .replace(/(.{48})/g, '$1\n')
      .trim();
  return value.t === 'list' || value.t === 'unloaded' || value.t === 'undefined' ? formatCell(value).text : cellForExport(value);
}

const partOf = (value: CellValue, say: (shown: number, all: number) => string): string | null =>
  typeof value === 'object' && value !== null && value.t === 'bytes' && value.length * 2 > value.hex.length
    ? say(value.hex.length / 2, value.length)
    : null;
