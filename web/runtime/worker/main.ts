/** The sandbox's worker, both roles. Bundled into one classic script and started by the frame; it ends with the page's frame. */
import initSqlJs from 'sql.js/dist/sql-wasm-browser.js';
import { directAccess } from '../../../core/dialects/sqlite/sql-js-direct.ts';
import type { CallName, Calls, ToWorker, WireError } from '../protocol.ts';
import { installGlobals } from './core-library.ts';
import { evaluateFunction } from './evaluate-function.ts';
import { evaluateModels } from './models-role.ts';
import { removeNetwork } from './no-network.ts';
import { RunRole } from './run-role.ts';
import type { SqliteHost } from './runtime-host.ts';
import { knownText } from './shown-value.ts';
import { SourcePlaces } from './source-places.ts';
import { Timers } from './timers.ts';
import { captureConsole } from './user-console.ts';
import { toWireError } from './wire-error.ts';

interface Start {
  readonly role: 'models' | 'run';
  /** Compiled in the frame; only the run worker has it. */
  readonly wasm: WebAssembly.Module | null;
}
interface Message {
  readonly h: string;
  readonly b: ArrayBuffer[];
}
type Reply = Calls[CallName]['reply'];
type Answer = (call: ToWorker, buffers: readonly ArrayBuffer[]) => Reply | Promise<Reply>;

self.onmessage = async ({ data, ports }: MessageEvent<Start>) => {
  self.onmessage = null;
  const [port] = ports;
  if (!port) return;
  // Bound now: what user code does to the prototype later does not reach it.
  const send = port.postMessage.bind(port) as (message: Message, transfer: Transferable[]) => void;
  const post = (header: string, buffers: ArrayBuffer[]): void => send({ h: header, b: buffers }, buffers);
  const answer = data.role === 'run' && data.wasm ? await makeRunRole(data.wasm, post) : makeModelsRole();
  installGlobals();
  removeNetwork();
  port.onmessage = ({ data: message }: MessageEvent<Message>) => void reply(JSON.parse(message.h) as ToWorker, message.b, answer, post);
  post('{"event":"ready"}', []);
};

async function reply(
  call: ToWorker,
  buffers: readonly ArrayBuffer[],
  answer: Answer,
  post: (header: string, buffers: ArrayBuffer[]) => void,
): Promise<void> {
  const { id } = call;
  let header: string;
  try {
    header = JSON.stringify({ id, ok: true, reply: await answer(call, buffers) });
  } catch (error) {
    const wire: WireError = toWireError(error, new SourcePlaces([]));
    header = JSON.stringify({ id, ok: false, error: wire });
  }
  post(header, []);
}

function makeModelsRole(): Answer {
  captureConsole(knownText, () => {});
  return (call) => {
    if (call.call !== 'evaluate') throw new Error(`the models worker has no ${call.call}`);
    return evaluateModels(call.args, evaluateFunction);
  };
}

async function makeRunRole(wasm: WebAssembly.Module, post: (header: string, buffers: ArrayBuffer[]) => void): Promise<Answer> {
  const role = new RunRole({ ...(await startSqlite(wasm)), evaluate: evaluateFunction, post });
  const timers = new Timers();
  timers.install();
  captureConsole(knownText, (level, write) => role.print(level, write));
  // What nobody caught is told beside the results; it does not end the run.
  self.addEventListener('error', (event) => {
    event.preventDefault();
    console.error('Uncaught', event.error);
  });
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    console.error('Uncaught (in a promise)', event.reason);
  });
  return async (call, [image]) => {
    switch (call.call) {
      case 'run':
        return role.run(call.args).finally(timers.clearAll);
      case 'open':
        return role.open(image ? new Uint8Array(image) : null);
      case 'rebuild':
        return role.rebuild(call.args).finally(timers.clearAll);
      case 'expand':
        return role.expand(call.args.handle);
      case 'inspect':
        return role.inspect();
      case 'explain':
        return role.explain(call.args.sql);
      case 'conflict':
        return role.conflict();
      case 'dialects':
        return role.dialects(call.args.index);
      case 'evaluate':
        throw new Error('the run worker has no evaluate');
    }
  };
}

/** SQLite over the compiled module, with the quicker way to its rows where this sql.js has what that needs. */
async function startSqlite(wasm: WebAssembly.Module): Promise<SqliteHost> {
  const direct = directAccess(wasm);
  const sqlJs = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });
  return { sqlJs, statements: direct.statements(sqlJs) };
}
