import type { LayoutRequest, Positions } from './layout-tables.ts';

export type RequestLayout = (request: LayoutRequest) => Promise<Positions>;

/** Lays out in a worker, which starts with the first request and carries the layout library, so that the page itself need not. */
export function createLayoutWorker(): RequestLayout {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, { resolve: (positions: Positions) => void; reject: (error: Error) => void }>();

  const start = (): Worker => {
    const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module', name: 'diagram-layout' });
    started.onmessage = ({ data }: MessageEvent<{ id: number; positions: Positions }>) => {
      waiting.get(data.id)?.resolve(data.positions);
      waiting.delete(data.id);
    };
    started.onerror = (event) => {
      for (const { reject } of waiting.values()) reject(new Error(event.message || 'the layout worker did not start'));
      waiting.clear();
      started.terminate();
      worker = null;
    };
    return started;
  };

  return (request) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request });
    });
}
