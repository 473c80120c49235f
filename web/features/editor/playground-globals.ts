/**
 * What user code finds without an import, as declarations for the editor: the sandbox is no page, so there is no DOM, and no `name`,
 * `status` or `Node` to be taken for one's own.
 */
export const playgroundGlobals = `import { Decimal as DecimalOfCore } from 'decimal.js';
import { Temporal as TemporalOfCore } from 'temporal-polyfill';

declare global {
  export import Temporal = TemporalOfCore;
  export import Decimal = DecimalOfCore;

  interface Console {
    /** Shows the values among the results, in order. */
    log(...values: unknown[]): void;
    info(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
    debug(...values: unknown[]): void;
  }
  var console: Console;

  function setTimeout<A extends unknown[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): number;
  function clearTimeout(id: number | undefined): void;
  function setInterval<A extends unknown[]>(callback: (...args: A) => void, milliseconds?: number, ...args: A): number;
  function clearInterval(id: number | undefined): void;
  function queueMicrotask(callback: () => void): void;
  function structuredClone<T>(value: T): T;
  function atob(text: string): string;
  function btoa(text: string): string;

  interface Performance {
    /** Milliseconds since the run's worker started. */
    now(): number;
  }
  var performance: Performance;

  interface Crypto {
    randomUUID(): string;
    getRandomValues<T extends ArrayBufferView>(array: T): T;
  }
  var crypto: Crypto;

  class TextEncoder {
    encode(text?: string): Uint8Array;
  }
  class TextDecoder {
    constructor(encoding?: string);
    decode(bytes?: ArrayBuffer | ArrayBufferView): string;
  }
}
`;
