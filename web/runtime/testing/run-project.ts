/** A project run in Node by the very code that runs it in the sandbox: for tests of what a run tells. */
/// <reference path="../../../core/dialects/sqlite/sql-js.d.ts" />
import initSqlJs from 'sql.js';
import ts from 'typescript-5.9';
import { evaluateInNode } from '../../../scripts/evaluate-in-node.ts';
import { emitModule } from '../emit.ts';
import { emitSql } from '../emit-sql.ts';
import type { EmittedFile, EvaluateReply, RunArgs, RunReply, WorkerEvent } from '../protocol.ts';
import { RowPages } from '../row-pages.ts';
import { RunRecord } from '../run-record.ts';
import type { LineRange } from '../show-values.ts';
import { evaluateModels } from '../worker/models-role.ts';
import { RunRole } from '../worker/run-role.ts';

/** Texts by path. */
export type Sources = Readonly<Record<string, string>>;

export const dbSource = `import { createDatabase } from 'crowfoot';
export const db = createDatabase('sqlite:///data.sqlite');
`;

export function emitProject(sources: Sources, entry: string, range: LineRange | null = null): EmittedFile[] {
  return Object.entries(sources).map(([path, text]) => {
    if (path.endsWith('.sql')) return emitSql(path, text, path === entry ? range : null);
    const { js, map } = emitModule(ts, { path, text, showValues: path === entry, range: path === entry ? range : null });
    return { path, js, map };
  });
}

export function evaluateProject(sources: Sources): EvaluateReply {
  return evaluateModels({ files: emitProject(sources, ''), entries: ['models.ts'] }, evaluateInNode);
}

/** A run worker without a worker. */
export class ProjectRunner {
  readonly role: RunRole;
  #record = new RunRecord(0);
  /** Images the run has sent, the newest last. */
  readonly images: Uint8Array[] = [];

  private constructor(role: (post: (header: string, buffers: ArrayBuffer[]) => void) => RunRole) {
    this.role = role((header, [bytes]) => this.#take(JSON.parse(header) as WorkerEvent, header.length, bytes));
  }

  static async make(): Promise<ProjectRunner> {
    const sqlJs = await initSqlJs({ useOldExtensionFunctions: false });
    return new ProjectRunner((post) => new RunRole({ sqlJs, evaluate: evaluateInNode, post }));
  }

  async run(sources: Sources, options: Partial<Pick<RunArgs, 'entry' | 'data'>> & { range?: LineRange } = {}): Promise<RunReply> {
    const { entry = 'query.ts', data, range = null } = options;
    this.#record = new RunRecord(0);
    const seed = 'seed.ts' in sources && entry !== 'seed.ts' ? 'seed.ts' : null;
    const files = emitProject(sources, entry, range);
    return this.#record.finish(await this.role.run({ files, models: ['models.ts'], seed, entry, ...(data ? { data } : {}) }));
  }

  rows(block: number): RowPages | null {
    return this.#record.rows(block);
  }

  #take(event: WorkerEvent, length: number, bytes: ArrayBuffer | undefined): void {
    if (event.event === 'log') this.#record.add(event, length);
    else if (event.event === 'image' && bytes) this.images.push(new Uint8Array(bytes));
    else if (event.event === 'rows' && bytes) this.#record.keepRows(event.block, new RowPages(event, bytes));
  }
}
