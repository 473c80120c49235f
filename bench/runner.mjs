// Child process: one contender. Talks JSON over IPC. Timing is in-process; GC before each timed section.

import { buildImage, checks } from './lib/spec.mjs';
import { counters, instrument, loadSqlJs } from './lib/sqljs.mjs';

const name = process.argv[2];
const mod = await import(`./contenders/${name}.mjs`);
const lib = await loadSqlJs();
await mod.init?.(lib);
const images = { full: buildImage(lib.SQL), empty: buildImage(lib.SQL, { users: 0, posts: false }) };
export async function once(w, { verify = false, count = false } = {}) {
  const spec = mod.W[w];
  const base = spec.check ?? w;
  const ctx = await mod.open(images[spec.image ?? (base === 'W1' ? 'empty' : 'full')]);
  try {
    await spec.setup?.(ctx);
    globalThis.gc?.();
    counters.exec = counters.prepare = 0;
    const t0 = performance.now();
    let res = spec.run(ctx);
    if (res && typeof res.then === 'function') res = await res;
    const ms = performance.now() - t0;
    const c = { ...counters };
    if (verify)
      checks[base](spec.result ? spec.result(res, ctx) : res, (s) => ctx.q(s), spec.roleOf ?? mod.roleOf, spec.postsOf ?? mod.postsOf);
    return { ms, ...(count ? { counters: c } : {}), ...(w.startsWith('W10') ? { sql: res.sql } : {}) };
  } finally {
    await ctx.close();
  }
}
if (process.send) {
  process.on('message', async (m) => {
    try {
      if (m.cmd === 'info')
        process.send({ meta: mod.meta, works: Object.fromEntries(Object.entries(mod.W).map(([k, v]) => [k, v.note ?? ''])) });
      else if (m.cmd === 'count') {
        instrument(lib.SQL);
        process.send({ ok: 1 });
      } else if (m.cmd === 'run') process.send(await once(m.w, m));
      else if (m.cmd === 'exit') process.exit(0);
    } catch (e) {
      process.send({ error: String(e?.stack ?? e).slice(0, 600) });
    }
  });
} else {
  for (const w of process.argv[3] ? process.argv[3].split(',') : Object.keys(mod.W)) {
    try {
      await once(w);
      let best = Infinity;
      const r = await once(w, { verify: true });
      for (let i = 0; i < 3; i++) best = Math.min(best, (await once(w)).ms);
      console.log(name, w, best.toFixed(1), 'ms  ok', (r.sql ?? '').slice(0, 2000));
    } catch (e) {
      console.log(name, w, 'ERROR', String(e?.stack ?? e).slice(0, 900));
    }
  }
  process.exit(0);
}
