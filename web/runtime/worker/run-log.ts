import type { StatementEvent } from '../../../core/engine/events.ts';
import type { CellValue, ConsoleLine, FlushRecord, Place, ResultBlock, RowsEvent, StatementEntry, TransactionMark } from '../protocol.ts';
import { limitText, simpleCell } from './cell-value.ts';
import type { RefusedStatement } from './find-conflict.ts';
import type { Budget } from './message-budget.ts';
import type { PackedRows } from './pack-rows.ts';

export type Phase = StatementEntry['phase'];
export type PostHeader = (header: string, buffers: ArrayBuffer[]) => void;

const statementLimit = 5_000;
const consoleLimit = 5_000;
const markLimit = 5_000;
const flushLimit = 100;
const stepLimit = 1_000;
const executionsShown = 100;
const paramLimit = 1_000;
/** A message is sent before its parts outgrow this; the frame allows somewhat more. */
const headerLimit = 3 * 1024 * 1024;
/** Messages that statements leave for commits and for the next top-level line, which a Stop needs to know. */
const keptForLines = 30;
const verbs: Readonly<Record<string, FlushRecord['steps'][number]['verb']>> = { INSERT: 'insert', UPDATE: 'update', DELETE: 'delete' };
const writes = /^\s*(?:insert|update|delete|replace|create|drop|alter)\b/i;

/** What waits to be sent, as JSON. */
interface Parts {
  readonly blocks: string[];
  readonly statements: string[];
  readonly console: string[];
  readonly transactions: string[];
}
const noParts = (): Parts => ({ blocks: [], statements: [], console: [], transactions: [] });

/** What a run tells the page while it goes on. User code keeps this thread busy, so parts wait here until a message may be sent. */
export class RunLog {
  readonly #post: PostHeader;
  readonly #budget: Budget;
  readonly #entry: string;
  readonly #here: () => Place | null;
  phase: Phase = 'schema';
  /** False while the models are evaluated a second time: what they print has been told. */
  isConsoleOpen = true;
  #at: Place | null = null;
  #atSince = 0;
  #ofThisLine: number[] = [];
  #waiting: Parts = noParts();
  #size = 0;
  #statementCount = 0;
  #consoleCount = 0;
  #blockCount = 0;
  #markCount = 0;
  readonly #sql: string[] = [];
  #refused: RefusedStatement | null = null;
  readonly #flushes: { readonly index: number; readonly at: Place | null; readonly steps: FlushRecord['steps'][number][] }[] = [];
  #isFlushing = false;
  #commits = 0;
  #committedRows = 0;
  #pendingRows = 0;
  #uncommitted = 0;

  /** @param here - the user's line on the stack now */
  constructor(post: PostHeader, budget: Budget, entry: string, here: () => Place | null) {
    this.#post = post;
    this.#budget = budget;
    this.#entry = entry;
    this.#here = here;
  }

  get commits(): number {
    return this.#commits;
  }

  get committedRows(): number {
    return this.#committedRows;
  }

  get place(): Place | null {
    return this.#at;
  }

  /** The top-level statement of this line is about to run. */
  at(line: number): void {
    this.#at = { file: this.#entry, line };
    this.#atSince = performance.now();
    this.#ofThisLine = [];
    this.#flushIfAllowed(0);
  }

  /**
   * A top-level expression has its value.
   *
   * @param pack - all its rows, where the block holds the first of them only; the block goes ahead, so that it can be seen meanwhile
   */
  block(block: Omit<ResultBlock, 'statements' | 'durationMs'>, durationEnd: number, pack: (() => PackedRows) | null = null): void {
    const full: ResultBlock = { ...block, statements: this.#ofThisLine.slice(0, statementLimit), durationMs: durationEnd - this.#atSince };
    this.#push('blocks', fitted(full));
    const position = this.#blockCount++;
    this.#flushIfAllowed(keptForLines);
    if (pack === null || !this.#budget.take(keptForLines)) return;
    this.#send();
    const { rows, columns, bytes } = pack();
    const event: RowsEvent = { event: 'rows', block: position, rows, columns };
    this.#post(JSON.stringify(event), [bytes]);
  }

  /** A transaction began or ended. */
  mark(kind: TransactionMark['kind']): void {
    this.#isFlushing = false;
    if (this.#markCount >= markLimit) return;
    this.#markCount += 1;
    const place = this.#here();
    const mark: TransactionMark = {
      kind,
      before: this.#statementCount,
      phase: this.phase,
      file: place?.file ?? null,
      line: place?.line ?? null,
    };
    this.#push('transactions', JSON.stringify(mark));
    if (kind === 'rollback') this.#forgetPending();
  }

  /** What each flush of the file did, in order. */
  get flushes(): readonly FlushRecord[] {
    return this.#flushes;
  }

  /** Statements of one flush follow each other and come from one line. */
  #noteFlush({ index, file, line, executions, rowCount }: StatementEntry, { sql, origin, error }: StatementEvent): void {
    const verb = verbs[/^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? ''];
    const isFlush = this.phase === 'run' && origin.cause === 'flush' && verb !== undefined;
    const last = this.#flushes.at(-1);
    const isSame = this.#isFlushing && last?.at?.line === (line ?? undefined) && last?.at?.file === (file ?? undefined);
    this.#isFlushing = isFlush;
    if (!isFlush || error !== null) return;
    // A flush names all its classes; of several, the statement's own table tells them apart.
    const { entities = [] } = origin;
    const table = /^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?([^\s"(]+)/i.exec(sql)?.[1];
    const model = entities.length === 1 ? entities[0]! : (table ?? entities.join(', '));
    const step = { verb, model, count: verb === 'insert' ? Math.max(rowCount, executions) : rowCount };
    if (!isSame && this.#flushes.length < flushLimit) {
      this.#flushes.push({ index, at: file === null || line === null ? null : { file, line }, steps: [step] });
    } else if (isSame && last && last.steps.length < stepLimit) joinStep(last.steps, step);
  }

  /** The text of a statement that was sent, as it was sent. */
  sqlOf(index: number): string | null {
    return this.#sql[index] ?? null;
  }

  /** The statement that a constraint refused last. */
  get refused(): RefusedStatement | null {
    return this.#refused;
  }

  statement(event: StatementEvent): void {
    if (event.error instanceof Error && /constraint failed/.test(event.error.message))
      this.#refused = { sql: event.sql, paramSets: event.paramSets, message: event.error.message };
    const index = this.#statementCount++;
    this.#count(event);
    if (index >= statementLimit) return;
    this.#ofThisLine.push(index);
    this.#sql.push(event.sql);
    const entry = this.#entryOf(index, event);
    this.#noteFlush(entry, event);
    this.#push('statements', JSON.stringify(entry));
    this.#flushIfAllowed(keptForLines);
  }

  /** What was written since the last commit is kept now. Gives the line that did it. */
  commit(): Place | null {
    if (this.phase !== 'run') return null;
    this.#commits += 1;
    this.#committedRows += this.#pendingRows;
    this.#forgetPending();
    const place = this.#here();
    this.#flushIfAllowed(0);
    return place;
  }

  console(level: ConsoleLine['level'], text: string): void {
    if (!this.isConsoleOpen || this.#consoleCount > consoleLimit) return;
    this.#consoleCount += 1;
    const place = this.#here();
    const isLast = this.#consoleCount > consoleLimit;
    const line: ConsoleLine = isLast
      ? { level: 'warn', text: `More than ${consoleLimit.toLocaleString('en')} lines: the rest is not shown.`, file: null, line: null }
      : { level, text: limitText(text), file: place?.file ?? null, line: place?.line ?? null };
    this.#push('console', JSON.stringify(line));
    this.#flushIfAllowed(keptForLines);
  }

  /** Sends what waits, at the end of a run. */
  flush(): void {
    this.#budget.force();
    this.#send();
  }

  #count({ sql, paramSets, rowCount, error }: StatementEvent): void {
    if (this.phase !== 'run' || error !== null || !writes.test(sql)) return;
    this.#uncommitted += Math.max(1, paramSets.length);
    this.#pendingRows += rowCount;
  }

  #forgetPending(): void {
    this.#uncommitted = 0;
    this.#pendingRows = 0;
  }

  #entryOf(index: number, { sql, paramSets, rowCount, durationMs, origin, error }: StatementEvent): StatementEntry {
    const place = this.#here();
    return {
      index,
      sql: limitText(sql, 100_000),
      params: paramSets.slice(0, executionsShown).map((params) => params.map(paramCell)),
      executions: Math.max(1, paramSets.length),
      rowCount,
      durationMs,
      phase: this.phase,
      cause: origin.cause,
      relationship: origin.relationship ?? null,
      file: place?.file ?? null,
      line: place?.line ?? null,
      error: error === null ? null : limitText(error instanceof Error ? error.message : String(error)),
    };
  }

  #push(kind: keyof Parts, json: string): void {
    if (this.#size + json.length > headerLimit) this.flush();
    this.#waiting[kind].push(json);
    this.#size += json.length + 1;
  }

  #flushIfAllowed(keep: number): void {
    if (this.#budget.take(keep)) this.#send();
  }

  #send(): void {
    const rest = JSON.stringify({
      at: this.#at,
      statementCount: this.#statementCount,
      commits: this.#commits,
      uncommittedStatements: this.#uncommitted,
    });
    const { blocks, statements, console, transactions } = this.#waiting;
    this.#post(
      `{"event":"log","blocks":[${blocks}],"statements":[${statements}],"console":[${console}],"transactions":[${transactions}],${rest.slice(1)}`,
      [],
    );
    this.#waiting = noParts();
    this.#size = 0;
  }
}

/** Statements of one kind over one model, one after the other, are one step. */
function joinStep(steps: FlushRecord['steps'][number][], step: FlushRecord['steps'][number]): void {
  const last = steps.at(-1);
  if (last?.verb === step.verb && last.model === step.model) steps[steps.length - 1] = { ...last, count: last.count + step.count };
  else steps.push(step);
}

function paramCell(value: unknown): CellValue {
  if (typeof value === 'string') return limitText(value, paramLimit);
  return simpleCell(value)?.cell ?? { t: 'text', text: limitText(String(value), paramLimit) };
}

/** A block as text that fits into one message: of a value too large, half of the rows are left out until it does. */
function fitted(block: ResultBlock): string {
  const json = JSON.stringify(block);
  if (json.length <= headerLimit) return json;
  const { value } = block;
  if ((value.kind === 'entities' || value.kind === 'rows') && value.rows.length > 1) {
    return fitted({ ...block, value: { ...value, rows: value.rows.slice(0, value.rows.length >> 1) } });
  }
  if (value.kind === 'list' && value.items.length > 1) {
    return fitted({ ...block, value: { ...value, items: value.items.slice(0, value.items.length >> 1) } });
  }
  return JSON.stringify({ ...block, value: { kind: 'object', text: 'This value is too large to be shown.' } } satisfies ResultBlock);
}
