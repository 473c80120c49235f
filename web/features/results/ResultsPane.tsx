import { Play } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useMemo, useRef } from 'react';
import type { ResultBlock as Block, ConsoleLine, RunLog, ShownValue, SourceFrame, StatementEntry } from '../../runtime/protocol.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { Expanded } from './Expanded.tsx';
import type { RowSource } from './grid-data.ts';
import { orderLines } from './order-lines.ts';
import { type BlockHint, ResultBlock } from './ResultBlock.tsx';
import styles from './Results.module.css';

const InTheWay = lazy(() => import('./InTheWay.tsx').then((module) => ({ default: module.InTheWay })));

/** An error in the words of the page. */
export interface ShownError {
  readonly name: string;
  readonly sentence: string;
  readonly wayOut: string | null;
  /** The change that would end it; its label is the button's. */
  readonly cure?: { readonly label: string } | null;
  readonly frames: readonly SourceFrame[];
}

export interface ResultsPaneProps {
  /** `null` before the first run. */
  log: RunLog | null;
  /** The file whose values these are. */
  entry: string;
  error: ShownError | null;
  /** Lines above the values: that they are old, that a run was stopped. */
  above: ReactNode;
  /** Lines below: what was not committed, what lasts until the next run. */
  below: ReactNode;
  /** Statements picked here, in the SQL log or in the diagram. */
  picked: ReadonlySet<number>;
  onGo: (file: string, line: number) => void;
  onPickBlock: (block: Block) => void;
  onShowStatements: (block: Block) => void;
  onRun: () => void;
  /** Rows beyond the first ones of a value, by its place among the run's values. */
  pages?: ((block: number) => RowSource | null) | undefined;
  /** Opens what stands behind a cell. */
  expand?: ((handle: number) => Promise<{ readonly value: ShownValue; readonly statements: readonly StatementEntry[] }>) | undefined;
  /** What is to be said beside a value. */
  hint?: ((block: Block) => BlockHint | null) | undefined;
  /** Does what the error's button promises. */
  onCure?: () => void;
  /** Shows the rows that stood in the way, where a constraint was violated and the database still tells. */
  look?: (() => Promise<Conflict>) | undefined;
}

/** The rows in the way of a statement, in the words of the page. */
export interface Conflict {
  readonly sentence: string;
  readonly value: ShownValue | null;
}

/** What the last run gave, one block a value, in the order of the file. */
export function ResultsPane(props: ResultsPaneProps): ReactNode {
  const text = useMessages().results;
  const scroller = useRef<HTMLDivElement>(null);
  const { log, entry } = props;
  const lines = useMemo(() => (log ? orderLines(entry, log.blocks, log.console) : []), [log, entry]);
  const { pages, expand, hint } = props;
  const places = useMemo(() => new Map(log?.blocks.map((block, at) => [block, at])), [log]);
  const open = useMemo(() => {
    if (!expand) return undefined;
    const load = async (handle: number): Promise<ReactNode> => {
      try {
        const { value, statements } = await expand(handle);
        return <Expanded value={value} statements={statements} scroller={scroller} onExpand={load} />;
      } catch (error) {
        return <p className={styles.gone}>{error instanceof Error ? error.message : String(error)}</p>;
      }
    };
    return load;
  }, [expand]);
  const byIndex = useMemo(() => new Map(log?.statements.map((statement) => [statement.index, statement])), [log]);
  if (!log && !props.error) {
    return (
      <div className={styles.scroller}>
        {props.above}
        <div className={styles.empty}>
          {text.none}
          <Button onClick={props.onRun}>
            <Icon of={Play} filled />
            {text.run(entry)}
          </Button>
        </div>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroller} ref={scroller} tabIndex={0} aria-label={text.title}>
      <div>
        {props.above}
        {lines.map((line, at) =>
          line.kind === 'console' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <ConsoleText key={at} line={line.line} entry={entry} onGo={props.onGo} isFollowed={lines[at + 1]?.kind === 'console'} />
          ) : (
            <ResultBlock
              // biome-ignore lint/suspicious/noArrayIndexKey: a run's lines keep their places
              key={`${entry} ${at} ${line.block.line} ${line.block.source}`}
              block={line.block}
              statements={statementsOf(line.block, byIndex)}
              picked={line.block.statements.some((index) => props.picked.has(index))}
              scroller={scroller}
              pages={pages?.(places.get(line.block) ?? -1) ?? null}
              onExpand={open}
              hint={hint?.(line.block) ?? null}
              onGo={(place) => {
                props.onGo(entry, place);
                props.onPickBlock(line.block);
              }}
              onShowStatements={props.onShowStatements}
            />
          ),
        )}
        {props.error ? (
          <ErrorBlock error={props.error} onGo={props.onGo} onCure={props.onCure} look={props.look} scroller={scroller} />
        ) : null}
        {lines.length === 0 && !props.error ? <p className={styles.empty}>{text.nothingShown(entry)}</p> : null}
        {props.below}
      </div>
    </section>
  );
}

const statementsOf = (block: Block, byIndex: ReadonlyMap<number, StatementEntry>): StatementEntry[] =>
  block.statements.flatMap((index) => {
    const statement = byIndex.get(index);
    return statement && !/^(BEGIN|COMMIT|ROLLBACK)\b/i.test(statement.sql) ? [statement] : [];
  });

function ConsoleText({
  line,
  entry,
  onGo,
  isFollowed,
}: {
  line: ConsoleLine;
  entry: string;
  onGo: ResultsPaneProps['onGo'];
  isFollowed: boolean;
}): ReactNode {
  const text = useMessages().results;
  const { file, line: place } = line;
  return (
    <div className={`${styles.block} ${styles.printing} ${isFollowed ? styles.printed : ''}`}>
      {file !== null && place !== null ? (
        <button
          type="button"
          className={styles.line}
          onClick={() => onGo(file, place)}
          aria-label={text.goToPlace(file, place)}
          title={file === entry ? undefined : `${file}:${place}`}
        >
          {file === entry ? place : '·'}
        </button>
      ) : (
        <span />
      )}
      <pre className={styles.console} data-level={line.level}>
        {line.text}
      </pre>
    </div>
  );
}

/** What stopped the run: the thing, the way out, and the places in the user's own files that led there. */
function ErrorBlock({
  error,
  onGo,
  onCure,
  look,
  scroller,
}: { error: ShownError; scroller: RefObject<HTMLElement | null> } & Pick<ResultsPaneProps, 'onGo' | 'onCure' | 'look'>): ReactNode {
  const text = useMessages().results;
  const first = error.frames[0];
  return (
    <section className={styles.block} data-error role="alert" aria-label={text.error}>
      {first ? (
        <button
          type="button"
          className={styles.line}
          onClick={() => onGo(first.file, first.line)}
          aria-label={text.goToPlace(first.file, first.line)}
        >
          {first.line}
        </button>
      ) : (
        <span />
      )}
      <div>
        <p className={styles.sentence}>
          <b>{error.name}</b> {error.sentence}
        </p>
        {error.wayOut ? <p className={styles.wayOut}>{error.wayOut}</p> : null}
        {error.cure && onCure ? <Button onClick={onCure}>{error.cure.label}</Button> : null}
        {look ? (
          <Suspense fallback={null}>
            <InTheWay key={error.sentence} look={look} scroller={scroller} />
          </Suspense>
        ) : null}
        <ul className={styles.frames}>
          {error.frames.map((frame) => (
            <li key={`${frame.file}:${frame.line}:${frame.column}:${frame.function}`}>
              <button type="button" className={styles.frame} onClick={() => onGo(frame.file, frame.line)}>
                {frame.file}:{frame.line}
              </button>
              {frame.function ? <span className={styles.kind}> {text.inFunction(frame.function)}</span> : null}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
