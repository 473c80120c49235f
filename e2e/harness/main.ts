/** The runtime without the page: the sandbox spec calls it from outside, with programs and with worker scripts of its own. */
/// <reference path="../../web/runtime/vite-modules.d.ts" />
import initSqlJsUrl from 'sql.js/dist/sql-wasm-browser.wasm?url';
import {
  createRuntimeClient,
  type RunOutcome,
  type RuntimeClient,
  type RuntimeImage,
  type RuntimeStatus,
} from '../../web/runtime/client.ts';
import type { EvaluateArgs, EvaluateReply, RunArgs, RunLog } from '../../web/runtime/protocol.ts';

export class Harness {
  client: RuntimeClient;
  readonly statuses: RuntimeStatus[] = [];
  log: RunLog | null = null;
  image: RuntimeImage | null = null;

  constructor() {
    this.client = this.#make();
  }

  /** Starts the sandbox with another script in the worker's place, once; the next worker is the real one again only after `reset`. */
  withWorker(script: string): void {
    this.client.dispose();
    this.client = this.#make(async () => ({ script, wasm: await (await fetch(initSqlJsUrl)).arrayBuffer() }));
  }

  reset(): void {
    this.client.dispose();
    this.client = this.#make();
  }

  run(args: RunArgs): Promise<RunOutcome> {
    return this.client.run(args);
  }

  evaluate(args: EvaluateArgs): Promise<EvaluateReply> {
    return this.client.evaluate(args);
  }

  #make(load?: () => Promise<{ script: string; wasm: ArrayBuffer }>): RuntimeClient {
    return createRuntimeClient(
      {
        onStatus: (status) => this.statuses.push(status),
        onLog: (log) => {
          this.log = log;
        },
        onImage: (image) => {
          this.image = image;
        },
      },
      load,
    );
  }
}

declare global {
  interface Window {
    harness: Harness;
  }
}
window.harness = new Harness();
