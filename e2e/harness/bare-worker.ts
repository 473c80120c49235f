import ts from 'typescript-5.9';

/**
 * A worker script without our runtime: nothing is replaced in it, so what it cannot do is refused by the browser. It answers a run with the
 * text that `work` gives, in the place where a run names its engine.
 *
 * @param work - TypeScript of an async function of (port, say): the relay's port, and a function that sends a well-formed message
 */
export function bareWorker(work: string, before = ''): string {
  const text = `
${before}
const importUrl = (url: string) => import(url);
const work = ${work};
self.onmessage = ({ ports: [port] }: any) => {
  const say = (message: object, b: ArrayBuffer[] = []) => port.postMessage({ h: JSON.stringify(message), b }, b);
  port.onmessage = async ({ data }: any) => {
    const { id, call } = JSON.parse(data.h);
    const nothing = { added: 0, changed: 0, deleted: 0 };
    const described = { counts: [], engine: '', databaseBytes: 0 };
    if (call !== 'run') return say({ id, ok: true, reply: described });
    const engine = String(await work(port, say));
    const summary = { error: null, failedIn: null, uncommitted: nothing, seedUncommitted: nothing, committedRows: 0, base: 'none', durationMs: 0 };
    say({ id, ok: true, reply: { ...described, ...summary, engine } });
  };
  say({ event: 'ready' });
};`;
  return ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext });
}
