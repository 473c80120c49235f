import { frameDocument } from './frame-document.ts';
import { sandboxLimits } from './sandbox-limits.ts';

export type WorkerRole = 'models' | 'run';

/** Why a worker ended before its work did. */
export type EndReason =
  | 'stopped'
  | 'too-many-messages'
  | 'message-too-large'
  | 'image-too-large'
  | 'malformed-message'
  | 'silent'
  | 'navigated'
  | 'crashed';

export interface SandboxAssets {
  /** The worker script. */
  readonly script: string;
  /** The bytes of sql.js's WebAssembly module. */
  readonly wasm: ArrayBuffer;
}

type FromFrame =
  | { readonly t: 'up' | 'pong' }
  | { readonly t: 'failed'; readonly message: string }
  | { readonly t: 'ended'; readonly id: number; readonly reason: EndReason };

const pingMs = 1000;
const missedPings = 4;
const startLimitMs = 30_000;

/** The opaque frame with its workers. It is made for good or lost for good: whoever holds it makes another one. */
export class SandboxFrame {
  readonly #element: HTMLIFrameElement;
  readonly #control: MessagePort;
  readonly #onLost: (reason: EndReason) => void;
  readonly #ended = new Map<number, (reason: EndReason) => void>();
  #lastId = 0;
  #missed = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lost = false;

  private constructor(element: HTMLIFrameElement, control: MessagePort, onLost: (reason: EndReason) => void) {
    this.#element = element;
    this.#control = control;
    this.#onLost = onLost;
  }

  /**
   * Makes the frame and hands it the worker script and the WebAssembly bytes, which are transferred.
   *
   * @param onLost - the frame has gone: it was silent, or something made it load another document
   * @throws Error when the frame cannot compile the WebAssembly module
   */
  static async make({ script, wasm }: SandboxAssets, onLost: (reason: EndReason) => void): Promise<SandboxFrame> {
    const element = document.createElement('iframe');
    element.setAttribute('sandbox', 'allow-scripts');
    element.setAttribute('aria-hidden', 'true');
    element.tabIndex = -1;
    element.hidden = true;
    element.srcdoc = frameDocument;
    const { port1, port2 } = new MessageChannel();
    const frame = new SandboxFrame(element, port1, onLost);
    const up = new Promise<void>((resolve, reject) => {
      port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
        if (data.t === 'up') resolve();
        else if (data.t === 'failed') reject(new Error(data.message));
      };
      let loads = 0;
      element.onload = () => {
        loads += 1;
        if (loads === 1) element.contentWindow?.postMessage({ script, wasm, limits: sandboxLimits }, '*', [port2, wasm]);
        else {
          reject(new Error('the sandbox frame loaded another document'));
          frame.#lose('navigated');
        }
      };
      setTimeout(() => reject(new Error('the sandbox frame does not answer')), startLimitMs);
    });
    document.body.append(element);
    try {
      await up;
    } catch (error) {
      frame.dispose();
      throw error;
    }
    frame.#watch();
    return frame;
  }

  /** Starts a worker and gives its id and the page's end of its relay. `onEnded` is told when the frame ended it. */
  start(role: WorkerRole, onEnded: (reason: EndReason) => void): { readonly id: number; readonly port: MessagePort } {
    const id = ++this.#lastId;
    const { port1, port2 } = new MessageChannel();
    this.#ended.set(id, onEnded);
    this.#control.postMessage({ t: 'start', id, role }, [port2]);
    return { id, port: port1 };
  }

  /** Ends a worker at once, whatever it does; nobody is told. */
  end(id: number): void {
    this.#ended.delete(id);
    this.#control.postMessage({ t: 'end', id });
  }

  dispose(): void {
    this.#lost = true;
    clearInterval(this.#timer);
    this.#control.close();
    this.#element.onload = null;
    this.#element.remove();
  }

  #watch(): void {
    this.#control.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      this.#missed = 0;
      if (data.t !== 'ended') return;
      const tell = this.#ended.get(data.id);
      this.#ended.delete(data.id);
      tell?.(data.reason);
    };
    // The frame's own thread is idle but for relaying. One that answers nothing for seconds has died with its process, which no event tells.
    this.#timer = setInterval(() => {
      if (this.#missed >= missedPings) this.#lose('silent');
      else this.#control.postMessage({ t: 'ping' });
      this.#missed += 1;
    }, pingMs);
  }

  #lose(reason: EndReason): void {
    if (this.#lost) return;
    this.dispose();
    this.#onLost(reason);
  }
}
