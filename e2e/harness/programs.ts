import ts from 'typescript-5.9';
import { emitModule } from '../../web/runtime/emit.ts';
import type { RunArgs } from '../../web/runtime/protocol.ts';

const db = `import { createDatabase } from 'crowfoot';
export const db = createDatabase('sqlite:///data.sqlite');
`;

const models = `import { db } from './db';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
}) {}
`;

const seed = `import { db } from './db';
import { Role } from './models';
db.session.addAll([new Role({ name: 'Admin' }), new Role({ name: 'User' })]);
db.session.commit();
`;

/** A small project whose query.ts is the given program, emitted as the editor does it. */
export function project(query: string, others: Readonly<Record<string, string>> = {}): RunArgs {
  const texts = { 'db.ts': db, 'models.ts': models, 'seed.ts': seed, ...others, 'query.ts': query };
  const files = Object.entries(texts).map(([path, text]) => {
    const { js, map, syntaxProblems } = emitModule(ts, { path, text, showValues: path === 'query.ts' });
    if (syntaxProblems[0]) throw new Error(`${path}:${syntaxProblems[0].line}: ${syntaxProblems[0].message}`);
    return { path, js, map };
  });
  return { files, models: ['models.ts'], seed: 'seed.ts', entry: 'query.ts' };
}

/** Tries every way out and says of each how it ended, under \`globalThis\`'s own names: it runs in the user's program and in a bare worker. */
export const tryEveryWayOut = `
async function tryEveryWayOut(url: string, socket: string): Promise<string[]> {
  const scope = globalThis as any;
  const outcomes: string[] = [];
  const attempt = async (name: string, work: () => unknown): Promise<void> => {
    const late = new Promise((resolve) => setTimeout(() => resolve('no answer'), 2000));
    try {
      outcomes.push(name + ': ' + String((await Promise.race([work(), late])) === 'no answer' ? 'no answer' : 'GOT OUT'));
    } catch (error) {
      outcomes.push(name + ': refused');
    }
  };
  const event = (target: any, good: string) => new Promise((resolve, reject) => {
    target['on' + good] = resolve;
    target.onerror = () => reject(new Error('error'));
  });
  await attempt('fetch', () => scope.fetch(url + '/fetch'));
  await attempt('fetch no-cors', () => scope.fetch(url + '/no-cors', { mode: 'no-cors' }));
  await attempt('fetch keepalive', () => scope.fetch(url + '/keepalive', { mode: 'no-cors', method: 'POST', body: 'x', keepalive: true }));
  await attempt('XMLHttpRequest', () => {
    const request = new scope.XMLHttpRequest();
    const done = event(request, 'load');
    request.open('GET', url + '/xhr');
    request.send();
    return done;
  });
  await attempt('WebSocket', () => event(new scope.WebSocket(socket + '/socket'), 'open'));
  await attempt('EventSource', () => event(new scope.EventSource(url + '/events'), 'open'));
  await attempt('WebTransport', () => new scope.WebTransport(url.replace('http:', 'https:') + '/transport').ready);
  await attempt('importScripts', () => scope.importScripts(url + '/script.js'));
  await attempt('import of a URL', () => new Promise((resolve, reject) => importUrl(url + '/module.js').then(resolve, reject)));
  await attempt('import of data', () => importUrl('data:text/javascript,export default 1'));
  await attempt('sendBeacon', () => {
    if (!scope.navigator.sendBeacon(url + '/beacon', 'x')) throw new Error('not sent');
  });
  await attempt('indexedDB', () => event(scope.indexedDB.open('x'), 'success'));
  await attempt('caches', () => scope.caches.open('x'));
  await attempt('storage directory', () => scope.navigator.storage.getDirectory());
  await attempt('FontFace', () => new scope.FontFace('x', 'url(' + url + '/font)').load());
  await attempt('worker of a URL', () => event(new scope.Worker(url + '/worker.js'), 'message'));
  await attempt('fetch of a nested worker', () => {
    const code = 'fetch(' + JSON.stringify(url + '/nested') + ", { mode: 'no-cors' }).then(() => postMessage('out'), () => postMessage('refused'))";
    const worker = new scope.Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    return event(worker, 'message').then(({ data }: any) => {
      if (data === 'refused') throw new Error(data);
    });
  });
  await attempt('eval', () => scope.eval('1'));
  await attempt('new Function', () => new scope.Function('return 1')());
  return outcomes;
}
`;
