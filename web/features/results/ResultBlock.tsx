import { ChevronDown, ChevronRight, Copy, Download } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import { csv, tabSeparated } from '../../lib/csv.ts';
import { download, fileNameOf } from '../../lib/download.ts';
import { cellForExport, formatCell } from '../../lib/format-cell.ts';
import { formatStatement } from '../../lib/format-statement.ts';
import type { ResultBlock as Block, ShownValue, StatementEntry } from '../../runtime/protocol.ts';
import { announce } from '../../ui/announce.ts';
import { CodeBlock, CodeText } from '../../ui/CodeText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { messages, useMessages } from '../../ui/messages/messages.ts';
import { blockTable, exportTable } from './block-table.ts';
import styles from './Results.module.css';
import { ValueGrid } from './ValueGrid.tsx';

export interface ResultBlockProps {
  block: Block;
  statements: readonly StatementEntry[];
  picked: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** The gutter's line number: to the editor. */
  onGo: (line: number) => void;
  onShowStatements: (block: Block) => void;
}

/** The value of one line: what it is, its rows, and the statement that fetched it. */
export function ResultBlock({ block, statements, picked, scroller, onGo, onShowStatements }: ResultBlockProps): ReactNode {
  const text = useMessages().results;
  const named = block.name !== null;
  const [open, setOpen] = useState(!named);
  const table = blockTable(block.value);
  const long = longText(block.value);
  const hasBody = table !== null || long !== null;
  const first = statements[0];
  const source = named ? `const ${block.name}` : block.source;
  return (
    <section className={styles.block} data-picked={picked} aria-label={text.blockName(block.line, source)}>
      <button type="button" className={styles.line} onClick={() => onGo(block.line)} aria-label={text.goToLine(block.line)}>
        {block.line}
      </button>
      <div>
        <div className={styles.head}>
          {named && hasBody ? (
            <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
              <CodeText text={source} language="ts" className={styles.name} />
              <Summary block={block} named />
              <Icon of={open ? ChevronDown : ChevronRight} size={14} />
            </button>
          ) : (
            <>
              <CodeText text={source} language="ts" className={named ? styles.name : styles.source} />
              <Summary block={block} named={named} />
            </>
          )}
          <span className={styles.grow} />
          <span className={styles.made}>{text.made(block.statements.length, block.durationMs)}</span>
          <span className={styles.tools}>
            <IconButton icon={Copy} label={text.copy} onClick={() => void copyBlock(block)} />
            <IconButton icon={Download} label={text.download} onClick={() => downloadBlock(block)} />
          </span>
        </div>
        {open && hasBody ? (
          <div className={styles.body} data-aside={first !== undefined}>
            <div className={styles.grid}>
              {table ? <ValueGrid table={table} label={source} scroller={scroller} /> : null}
              {long?.sql !== undefined ? <CodeBlock text={formatStatement(long.sql)} language="sql" className={styles.text} /> : null}
              {long?.text !== undefined ? <pre className={styles.text}>{long.text}</pre> : null}
            </div>
            {first ? (
              <div className={styles.statement}>
                <CodeBlock text={formatStatement(first.sql)} language="sql" />
                {statements.length > 1 ? (
                  <button type="button" className={styles.more} onClick={() => onShowStatements(block)}>
                    {text.moreStatements(statements.length - 1)}
                  </button>
                ) : null}
              </div>
            ) : null}
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** What stands behind the source in its line: the kind of a list, the value itself where it is short. */
function Summary({ block: { value }, named }: { block: Block; named: boolean }): ReactNode {
  const text = useMessages().results;
  const sign = named ? '= ' : '';
  switch (value.kind) {
    case 'entities':
      return <span className={styles.kind}>{text.listOf(value.total, value.model)}</span>;
    case 'rows':
      return <span className={styles.kind}>{text.rows(value.total)}</span>;
    case 'list':
      return <span className={styles.kind}>{text.items(value.total)}</span>;
    case 'entity':
      return (
        <span className={styles.value} data-kind="entity">
          {sign}
          {value.text}
        </span>
      );
    case 'value': {
      const cell = formatCell(value.value, true);
      const absent = value.value === null;
      return (
        <span className={styles.value} data-kind={cell.kind} title={cell.title}>
          {sign}
          {absent ? 'null' : cell.kind === 'relation' ? text.notLoaded : cell.text}
        </span>
      );
    }
    case 'query':
      return <span className={styles.kind}>{text.notExecuted}</span>;
    case 'object':
      return value.text.includes('\n') || value.text.length > 80 ? null : (
        <span className={styles.value}>
          {sign}
          {value.text}
        </span>
      );
  }
}

/** Text that needs lines of its own. */
function longText(value: ShownValue): { sql?: string; text?: string } | null {
  if (value.kind === 'query') return { sql: value.sql };
  if (value.kind === 'object' && (value.text.includes('\n') || value.text.length > 80)) return { text: value.text };
  return null;
}

function exportRows(block: Block): string[][] {
  const table = exportTable(block);
  return [
    table.columns.map((column) => column.name),
    ...table.rows.map((row) => table.columns.map((_, at) => cellForExport(row[at] ?? null))),
  ];
}

async function copyBlock(block: Block): Promise<void> {
  const rows = exportRows(block);
  const text = messages().results;
  try {
    await navigator.clipboard.writeText(blockTable(block.value) ? tabSeparated(rows) : (rows[1]?.[0] ?? ''));
    announce(text.copied(rows.length - 1));
  } catch {
    announce(text.copyRefused, 'assertive');
  }
}

function downloadBlock(block: Block): void {
  download(fileNameOf(`${block.name ?? 'result'}-line-${block.line}`, 'csv'), csv(exportRows(block)), 'text/csv');
}
