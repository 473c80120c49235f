import type { CallName, Calls, WireError, WorkerEvent } from './protocol.ts';
import { parseMessage, parseWith, replySchemas } from './protocol-schema.ts';
import type { EndReason, SandboxFrame, WorkerRole } from './sandbox-frame.ts';

/** A call was not answered, because its worker ended. */
export class WorkerEndedError extends Error {
  readonly reason: EndReason;
  constructor(reason: EndReason) {
    super(`the worker ended: ${reason}`);
    this.reason = reason;
  }
}

/** A worker answered a call with an error. */
export class WorkerCallError extends Error {
  readonly wire: WireError;
  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}

export interface WorkerLinkEvents {
  onEvent(event: WorkerEvent, buffers: readonly ArrayBuffer[], headerLength: number): void;
  onEnded(reason: EndReason): void;
}

interface Pending {
  readonly call: CallName;
  resolve(reply: unknown): void;
  reject(error: Error): void;
}

/** The page's end of one worker: calls with replies, and events. */
export class WorkerLink {
  readonly #frame: SandboxFrame;
  readonly #events: WorkerLinkEvents;
  readonly #id: number;
  readonly #port: MessagePort;
  readonly #pending = new Map<number, Pending>();
  readonly #ready: Promise<void>;
  #resolveReady!: () => void;
  #rejectReady!: (error: Error) => void;
  #lastCall = 0;
  #endReason: EndReason | null = null;

  constructor(frame: SandboxFrame, role: WorkerRole, events: WorkerLinkEvents) {
    this.#frame = frame;
    this.#events = events;
    this.#ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Whoever calls sees the rejection; a worker that nobody called yet may end without it being an unhandled one.
    this.#ready.catch(() => {});
    const { id, port } = frame.start(role, (reason) => this.#settleEnd(reason));
    this.#id = id;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<{ h: string; b: ArrayBuffer[] }>) => this.#receive(data.h, data.b);
  }

  get isAlive(): boolean {
    return this.#endReason === null;
  }

  /** @throws WorkerEndedError, WorkerCallError */
  async call<Name extends CallName>(call: Name, args: Calls[Name]['args'], buffers: ArrayBuffer[] = []): Promise<Calls[Name]['reply']> {
    await this.#ready;
    if (this.#endReason) throw new WorkerEndedError(this.#endReason);
    const id = ++this.#lastCall;
    return new Promise<Calls[Name]['reply']>((resolve, reject) => {
      this.#pending.set(id, { call, resolve: resolve as (reply: unknown) => void, reject });
      this.#port.postMessage({ h: JSON.stringify({ id, call, args }), b: buffers }, buffers);
    });
  }

  /** Resolves once the worker takes calls. */
  whenReady(): Promise<void> {
    return this.#ready;
  }

  /** Ends the worker now; calls that wait are rejected with `reason`. */
  end(reason: EndReason): void {
    if (this.#endReason) return;
    this.#frame.end(this.#id);
    this.#settleEnd(reason);
  }

  /** The frame has gone, and the worker with it. */
  lose(reason: EndReason): void {
    if (!this.#endReason) this.#settleEnd(reason);
  }

  #receive(header: string, buffers: readonly ArrayBuffer[]): void {
    if (this.#endReason) return;
    const message = parseMessage(header);
    if (!message) this.end('malformed-message');
    else if ('event' in message) {
      if (message.event === 'ready') this.#resolveReady();
      else this.#events.onEvent(message, buffers, header.length);
    } else this.#answer(message);
  }

  #answer(message: { readonly id: number; readonly ok: boolean; readonly reply?: unknown; readonly error?: WireError }): void {
    const pending = this.#pending.get(message.id);
    const reply = pending && message.ok ? parseWith<unknown>(replySchemas[pending.call], message.reply) : null;
    if (!pending || (message.ok && reply === null)) {
      this.end('malformed-message');
      return;
    }
    this.#pending.delete(message.id);
    if (message.error) pending.reject(new WorkerCallError(message.error));
    else pending.resolve(reply);
  }

  #settleEnd(reason: EndReason): void {
    this.#endReason = reason;
    this.#port.close();
    const error = new WorkerEndedError(reason);
    this.#rejectReady(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#events.onEnded(reason);
  }
}
