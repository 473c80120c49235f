import type { RunArgs } from '../../web/runtime/protocol.ts';
import type { EndedRun } from '../../web/runtime/run-record.ts';
import { project } from './programs.ts';

/** A program that lies in wait for the next call and takes the port with it. */
export const ambush = (attack: string): RunArgs =>
  project(`const known = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
Object.defineProperty(MessageEvent.prototype, 'data', { get(this: any) {
const port = this.currentTarget;
const log = JSON.stringify({ event: 'log', at: null, blocks: [], statements: [], statementCount: 0, console: [], transactions: [], commits: 0, uncommittedStatements: 0 });
${attack};
return known.get!.call(this);
} });
'lying in wait';`);

/** What such a program posts, and what the run is ended for. */
export const attacks: readonly (readonly [string, string, EndedRun['reason']])[] = [
  ['an object instead of text', `port.postMessage({ event: 'ready' })`, 'malformed-message'],
  ['something beside text and bytes', `port.postMessage({ h: log, b: [], more: 1 })`, 'malformed-message'],
  ['two million objects', `port.postMessage({ h: log, b: Array.from({ length: 2e6 }, (_, i) => ({ i })) })`, 'malformed-message'],
  ['a port', `port.postMessage({ h: log, b: [] }, [new MessageChannel().port1])`, 'malformed-message'],
  ['five million characters', `port.postMessage({ h: 'x'.repeat(5e6), b: [] })`, 'message-too-large'],
  ['text that is no message', `port.postMessage({ h: '{"event":"image","phase":"home"}', b: [] })`, 'malformed-message'],
  [
    'an image that is no database',
    `port.postMessage({ h: '{"event":"image","phase":"run","at":null,"commits":1}', b: [new ArrayBuffer(64)] })`,
    'malformed-message',
  ],
  ['ten thousand messages', `for (let i = 0; i < 10_000; i++) port.postMessage({ h: log, b: [] })`, 'too-many-messages'],
];
