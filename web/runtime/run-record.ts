import type {
  ConsoleLine,
  ImageEvent,
  LogEvent,
  OpenReply,
  Place,
  ResultBlock,
  RunLog,
  RunReply,
  RunSummary,
  StatementEntry,
  TransactionMark,
} from './protocol.ts';
import type { RowPages } from './row-pages.ts';
import type { EndReason } from './sandbox-frame.ts';
import { runLogLimit } from './sandbox-limits.ts';

/** A run whose worker was ended before the file was. The data are those of the newest image. */
export interface EndedRun extends RunLog, OpenReply {
  readonly reason: EndReason;
  /** The top-level statement that was running. */
  readonly at: Place | null;
  /** The line of the newest commit of the file that was kept. */
  readonly keptUpTo: Place | null;
  readonly keptCommits: number;
  /** Commits of the file whose image had not arrived yet. */
  readonly lostCommits: number;
  /** Statements that wrote something and were not committed. */
  readonly lostStatements: number;
  readonly durationMs: number;
}

/** What the page knows of the run that goes on. */
export class RunRecord {
  readonly #startedAt: number;
  readonly #blocks: ResultBlock[] = [];
  readonly #statements: StatementEntry[] = [];
  readonly #console: ConsoleLine[] = [];
  readonly #transactions: TransactionMark[] = [];
  readonly #rows = new Map<number, RowPages>();
  #statementCount = 0;
  #size = 0;
  #last: Pick<LogEvent, 'at' | 'commits' | 'uncommittedStatements'> = { at: null, commits: 0, uncommittedStatements: 0 };
  #kept: Pick<ImageEvent, 'at' | 'commits'> = { at: null, commits: 0 };

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Takes what the worker said; false when it has said more than the page keeps of one run. */
  add(event: LogEvent, headerLength: number): boolean {
    this.#size += headerLength;
    this.#blocks.push(...event.blocks);
    this.#statements.push(...event.statements);
    this.#console.push(...event.console);
    this.#transactions.push(...event.transactions);
    this.#statementCount = event.statementCount;
    this.#last = event;
    return this.#size <= runLogLimit;
  }

  keep(event: ImageEvent): void {
    if (event.phase === 'run') this.#kept = event;
  }

  keepRows(block: number, pages: RowPages): void {
    this.#rows.set(block, pages);
  }

  /** All rows of a block whose value holds only the first of them. */
  rows(block: number): RowPages | null {
    return this.#rows.get(block) ?? null;
  }

  /** Everything so far, in arrays of their own. */
  log(): RunLog {
    return {
      blocks: [...this.#blocks],
      statements: [...this.#statements],
      statementCount: this.#statementCount,
      console: [...this.#console],
      transactions: [...this.#transactions],
    };
  }

  finish(summary: RunSummary): RunReply {
    return { ...summary, ...this.log() };
  }

  end(reason: EndReason, opened: OpenReply, now: number): EndedRun {
    return {
      ...this.log(),
      ...opened,
      reason,
      at: this.#last.at,
      keptUpTo: this.#kept.at,
      keptCommits: this.#kept.commits,
      lostCommits: Math.max(0, this.#last.commits - this.#kept.commits),
      lostStatements: this.#last.uncommittedStatements,
      durationMs: now - this.#startedAt,
    };
  }
}
