import type { Place, StatementEntry, TransactionMark } from '../../runtime/protocol.ts';
import type { RepeatedStatements } from './repeated-statements.ts';

export type MarkKind = TransactionMark['kind'] | 'savepoint' | 'release' | 'rollback-to';

interface Row {
  readonly key: string;
  /** Brackets around the row; one that opens or closes here counts. */
  readonly depth: number;
}
export interface StatementRow extends Row {
  readonly kind: 'statement';
  readonly statement: StatementEntry;
  /** All statements that it stands for, where it was sent again and again. */
  readonly group: RepeatedStatements | null;
}
/** Where a transaction, or a savepoint within it, begins or ends. */
export interface MarkRow extends Row {
  readonly kind: 'mark';
  readonly mark: MarkKind;
  /** Name of the savepoint. */
  readonly name: string | null;
  readonly at: Place | null;
  /** At an end: how many statements between wrote something that was not given up before. */
  readonly writes: number;
}
export type LogRow = StatementRow | MarkRow;

const savepoint = /^\s*(SAVEPOINT|RELEASE(?: SAVEPOINT)?|ROLLBACK TO(?: SAVEPOINT)?)\s+"?([^\s"]+)/i;
const writing = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b/i;

/** The statements of a run as they are listed: transactions as brackets around them, repeated ones folded into their first. */
export function arrangeLog(
  statements: readonly StatementEntry[],
  transactions: readonly TransactionMark[],
  groups: readonly RepeatedStatements[],
): LogRow[] {
  const arranger = new Arranger(groups);
  let next = 0;
  for (const statement of statements) {
    for (; next < transactions.length && transactions[next]!.before <= statement.index; next++) arranger.mark(transactions[next]!);
    arranger.add(statement);
  }
  for (; next < transactions.length; next++) arranger.mark(transactions[next]!);
  return arranger.rows;
}

class Arranger {
  readonly rows: LogRow[] = [];
  readonly #firstOf = new Map<number, RepeatedStatements>();
  readonly #folded = new Set<number>();
  /** Writes within each open bracket, the outermost first. */
  readonly #open: number[] = [];

  constructor(groups: readonly RepeatedStatements[]) {
    for (const group of groups) {
      const [first, ...others] = group.indexes;
      if (first === undefined) continue;
      this.#firstOf.set(first, group);
      for (const index of others) this.#folded.add(index);
    }
  }

  mark({ kind, file, line }: TransactionMark): void {
    const at = file === null || line === null ? null : { file, line };
    if (kind === 'begin') this.#begin('begin', null, at);
    else this.#end(kind, null, at, true);
  }

  add(statement: StatementEntry): void {
    const { sql, index, file, line } = statement;
    const point = statement.cause === 'transaction' ? savepoint.exec(sql) : null;
    if (point) {
      const at = file === null || line === null ? null : { file, line };
      const word = point[1]!.toUpperCase();
      if (word === 'SAVEPOINT') this.#begin('savepoint', point[2]!, at);
      else this.#end(word.startsWith('RELEASE') ? 'release' : 'rollback-to', point[2]!, at, false);
      return;
    }
    if (statement.error === null && writing.test(sql)) this.#count(1);
    if (this.#folded.has(index)) return;
    const group = this.#firstOf.get(index) ?? null;
    this.rows.push({ kind: 'statement', key: String(index), depth: this.#open.length, statement, group });
  }

  #count(writes: number): void {
    for (const at of this.#open.keys()) this.#open[at]! += writes;
  }

  #begin(mark: MarkKind, name: string | null, at: Place | null): void {
    this.#open.push(0);
    this.#push(mark, name, at, this.#open.length, 0);
  }

  /** The end of a transaction ends the savepoints within it as well. */
  #end(mark: MarkKind, name: string | null, at: Place | null, isOutermost: boolean): void {
    const writes = (isOutermost ? this.#open[0] : this.#open.at(-1)) ?? 0;
    this.#push(mark, name, at, isOutermost ? Math.min(1, this.#open.length) : this.#open.length, writes);
    // What a savepoint gave up is nothing for the transaction around it to keep.
    if (mark === 'rollback-to') this.#count(-writes);
    this.#open.length = isOutermost ? 0 : Math.max(0, this.#open.length - 1);
  }

  #push(mark: MarkKind, name: string | null, at: Place | null, depth: number, writes: number): void {
    this.rows.push({ kind: 'mark', key: `mark ${this.rows.length}`, mark, name, at, depth, writes });
  }
}
