// W11: load ALL users (hydrated) at growing sizes, one fresh process per contender and size, contenders in turn.
// node scale.mjs all [--only raw,core] [--sizes 10000,300000] | node --expose-gc scale.mjs one <contender> <n> <reps>

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { buildImage } from './lib/spec.mjs';
import { loadSqlJs } from './lib/sqljs.mjs';

const [mode, name, n, reps] = process.argv.slice(2);
const file = (n) => `out/img-${n}.db`;
if (mode === 'img') {
  const { SQL } = await loadSqlJs();
  fs.writeFileSync(file(name), buildImage(SQL, { users: +name, posts: false }));
} else if (mode === 'one') {
  const lib = await loadSqlJs();
  const mod = await import(`./contenders/${name}.mjs`);
  await mod.init?.(lib);
  const img = new Uint8Array(fs.readFileSync(file(n)));
  const ctx = await mod.open(img);
  globalThis.gc();
  const baseKB = process.memoryUsage().rss / 1024,
    heap0 = process.memoryUsage().heapUsed;
  const ts = [];
  let heapKB = 0;
  for (let i = 0; i < +reps; i++) {
    if (ctx.em) ctx.em.clear();
    globalThis.gc();
    const t = performance.now();
    let l = mod.W.W2.run(ctx);
    if (l?.then) l = await l;
    ts.push(performance.now() - t);
    if (l.length !== +n || typeof l[n - 1].active !== 'boolean') throw new Error('wrong');
    if (i === 0) {
      globalThis.gc();
      heapKB = (process.memoryUsage().heapUsed - heap0) / 1024;
    }
    l = null;
  }
  const first = ts[0];
  ts.sort((a, b) => a - b);
  console.log(JSON.stringify({ ms: ts[ts.length >> 1], first, min: ts[0], peakKB: process.resourceUsage().maxRSS, baseKB, heapKB }));
  process.exit(0);
} else {
  const arg = (k, d) => {
    const i = process.argv.indexOf(`--${k}`);
    return i < 0 ? d : process.argv[i + 1];
  };
  const sizes = arg('sizes', '1000,10000,100000,300000').split(',').map(Number),
    names = arg('only', 'raw,core,kysely,drizzle,typeorm,mikro,sqlalchemy').split(',');
  const out = {};
  fs.mkdirSync('out', { recursive: true });
  for (const s of sizes) if (!fs.existsSync(file(s))) execFileSync(process.execPath, ['scale.mjs', 'img', String(s)]);
  const one = (c, s, reps) =>
    c === 'sqlalchemy'
      ? execFileSync('/usr/bin/python3', ['sqlalchemy_bench.py', 'scale', String(s), String(reps)], { timeout: 300000 })
      : execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=4096', 'scale.mjs', 'one', c, String(s), String(reps)], {
          timeout: 300000,
          env: { ...process.env, TZ: 'UTC' },
        });
  for (const s of sizes) {
    const runs = {};
    for (let k = 0; k < 3; k++)
      for (const c of names) {
        if (runs[c] === null) continue;
        try {
          (runs[c] ??= []).push(
            JSON.parse(
              one(c, s, s <= 10000 ? 9 : s <= 100000 ? 5 : 3)
                .toString()
                .trim()
                .split('\n')
                .pop(),
            ),
          );
        } catch (e) {
          console.log('FAIL', c, s, String(e.stderr ?? e).slice(0, 300));
          runs[c] = null;
        }
      }
    for (const c of names) {
      if (!runs[c]) continue;
      const med = (f) => {
        const a = runs[c].map(f).sort((x, y) => x - y);
        return a[a.length >> 1];
      };
      (out[c] ??= {})[s] = {
        us: (med((r) => r.ms) / s) * 1000,
        minUs: (Math.min(...runs[c].map((r) => r.min ?? r.ms)) / s) * 1000,
        firstUs: (med((r) => r.first ?? 0) / s) * 1000,
        peakMB: med((r) => r.peakKB ?? r.rssKB) / 1024,
        baseMB: med((r) => r.baseKB) / 1024,
        heapMB: med((r) => r.heapKB ?? 0) / 1024,
      };
      const x = out[c][s];
      const raw = out.raw?.[s];
      console.log(
        `${c.padEnd(11)} ${String(s).padStart(7)} ${x.us.toFixed(2)} us/row (min ${x.minUs.toFixed(2)}, first ${x.firstUs.toFixed(2)})`,
        raw ? `x${(x.us / raw.us).toFixed(2)} (of mins x${(x.minUs / raw.minUs).toFixed(2)})` : '',
        `peak ${x.peakMB.toFixed(0)} MB, base ${x.baseMB.toFixed(0)}, retained heap ${x.heapMB.toFixed(1)}`,
        raw && x.heapMB ? `x${(x.heapMB / raw.heapMB).toFixed(2)}` : '',
      );
    }
  }
  fs.writeFileSync('out/scale.json', JSON.stringify(out, null, 1));
}
