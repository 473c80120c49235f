import { ChevronDown, ChevronRight, Copy, Download } from 'lucide-react';
import { type ReactNode, type RefObject, useMemo, useState } from 'react';
import { download, fileNameOf } from '../../lib/download.ts';
import { cellForExport, formatCell } from '../../lib/format-cell.ts';
import { formatStatement } from '../../lib/format-statement.ts';
import type { ResultBlock as Block, ShownValue, StatementEntry } from '../../runtime/protocol.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock, CodeText } from '../../ui/CodeText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { messages, useMessages } from '../../ui/messages/messages.ts';
import { exportTable } from './block-table.ts';
import { type ExportFormat, exportGrid } from './export-grid.ts';
import { copyText, rowText } from './grid-copy.ts';
import { type GridData, gridData, type RowSource } from './grid-data.ts';
import styles from './Results.module.css';
import type { PickedCell } from './use-cell-pick.ts';
import { ValueGrid } from './ValueGrid.tsx';

/** What to say beside a value that is no error and yet not what was wanted. */
export interface BlockHint {
  readonly sentence: string;
  readonly label: string;
  readonly cure: () => void;
}

export interface ResultBlockProps {
  block: Block;
  statements: readonly StatementEntry[];
  picked: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** All its rows, where the run sent more than came with the value. */
  pages: RowSource | null;
  /** Opens a relation in place; absent where the objects of the run are gone. */
  onExpand: ((handle: number) => Promise<ReactNode>) | undefined;
  hint: BlockHint | null;
  /** The gutter's line number: to the editor. */
  onGo: (line: number) => void;
  onShowStatements: (block: Block) => void;
}

/** The value of one line: what it is, its rows, and the statement that fetched it. */
export function ResultBlock(props: ResultBlockProps): ReactNode {
  const { block, statements, picked, scroller, pages, onExpand, hint, onGo, onShowStatements } = props;
  const text = useMessages().results;
  const named = block.name !== null;
  const [open, setOpen] = useState(!named);
  const data = useMemo(() => gridData(block.value, pages), [block, pages]);
  const [cell, setCell] = useState<PickedCell | null>(null);
  const long = longText(block.value);
  const hasBody = data !== null || long !== null;
  const first = statements[0];
  const source = named ? `${keywordOf(block.source)} ${block.name}` : block.source;
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
            <ExportMenus block={block} data={data} cell={cell} />
          </span>
        </div>
        {hint ? (
          <p className={styles.hint}>
            {hint.sentence}
            <Button onClick={hint.cure}>{hint.label}</Button>
          </p>
        ) : null}
        {open && hasBody ? (
          <div className={styles.body} data-aside={first !== undefined}>
            <div className={styles.grid}>
              {data ? (
                <ValueGrid data={data} label={source} scroller={scroller} onExpand={onExpand} picked={cell} onPick={setCell} />
              ) : null}
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

function ExportMenus({ block, data, cell }: { block: Block; data: GridData | null; cell: PickedCell | null }): ReactNode {
  const text = useMessages().results;
  const entries = (run: (format: ExportFormat) => void, formats: readonly ExportFormat[]) =>
    formats.map((id) => ({ id, label: text.formats[id], run: () => run(id) }));
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon aria-label={text.copy} title={text.copy}>
            <Icon of={Copy} />
          </Button>
        }
        entries={[
          ...(data && cell && cell.row < data.count
            ? [
                {
                  id: 'cell',
                  label: text.copyCell,
                  hint: text.copyKeys,
                  run: () => void copyText(cellForExport(data.cell(cell.row, cell.column)), text.copiedCell),
                },
                { id: 'row', label: text.copyRow, run: () => void copyText(rowText(data, cell.row), text.copied(1)) },
                'rule' as const,
              ]
            : []),
          ...entries((format) => void copyBlock(block, data, format), ['tsv', 'json', 'csv']),
        ]}
      />
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon aria-label={text.download} title={text.download}>
            <Icon of={Download} />
          </Button>
        }
        entries={entries((format) => downloadBlock(block, data, format), ['csv', 'json'])}
      />
    </>
  );
}

/** A scalar is a grid of one cell. */
function textOf(block: Block, data: GridData | null, format: ExportFormat): string {
  if (data) return exportGrid(data, format);
  const { columns, rows } = exportTable(block);
  if (format === 'tsv') return exportGrid({ columns, count: 1, total: 1, cell: () => rows[0]?.[0] ?? null }, 'tsv').split('\n')[1] ?? '';
  return exportGrid({ columns, count: 1, total: 1, cell: () => rows[0]?.[0] ?? null }, format);
}

async function copyBlock(block: Block, data: GridData | null, format: ExportFormat): Promise<void> {
  await copyText(textOf(block, data, format), messages().results.copied(data?.count ?? 1));
}

function downloadBlock(block: Block, data: GridData | null, format: ExportFormat): void {
  const type = format === 'json' ? 'application/json' : 'text/csv';
  download(fileNameOf(`${block.name ?? 'result'}-line-${block.line}`, format), textOf(block, data, format), type);
}

/** What a variable was declared with; a default export has no such word. */
const keywordOf = (source: string): string => /^(?:const|let|var)\b/.exec(source)?.[0] ?? 'export';
