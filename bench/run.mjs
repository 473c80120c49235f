// Driver: one child process per contender, workloads interleaved round by round (contender order rotates), results -> out/results.json
// usage: node run.mjs [--rounds 9] [--warm 3] [--only raw,drizzle] [--work W1,W2] [--out out/results.json]
import { fork, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import readline from 'node:readline';

const arg = (k, d) => {
  const i = process.argv.indexOf(`--${k}`);
  return i < 0 ? d : process.argv[i + 1];
};
const rounds = +arg('rounds', 9),
  warm = +arg('warm', 3),
  outFile = arg('out', 'out/results.json');
let names = arg('only', '')?.split(',').filter(Boolean);
if (!names.length) {
  names = ['raw', 'core', 'rawx', 'kysely', 'drizzle', 'typeorm', 'mikro', 'knex', 'sqlalchemy'];
}
const works = arg('work', 'W1,W2,W2s,W2r,W3,W4,W5,W5c,W6,W7,W8,W9,W10,W10c').split(',');
class JsKid {
  constructor(n) {
    this.n = n;
    this.p = fork('runner.mjs', [n], {
      execArgv: ['--expose-gc', '--max-old-space-size=4096'],
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.p.on('exit', (c) => {
      this.dead = true;
      this.cb?.({ error: `exit ${c}` });
    });
    this.p.on('message', (m) => this.cb?.(m));
  }
  ask(m) {
    if (this.dead) return { error: 'dead' };
    return new Promise((r) => {
      this.cb = r;
      this.p.send(m);
    });
  }
  end() {
    this.p.send({ cmd: 'exit' });
  }
}
class PyKid {
  constructor(n) {
    this.n = n;
    this.p = spawn('/usr/bin/python3', ['sqlalchemy_bench.py'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TZ: 'UTC' } });
    this.rl = readline.createInterface({ input: this.p.stdout });
    this.rl.on('line', (l) => this.cb(JSON.parse(l)));
  }
  ask(m) {
    return new Promise((r) => {
      this.cb = r;
      this.p.stdin.write(`${JSON.stringify(m)}\n`);
    });
  }
  end() {
    this.p.stdin.end();
  }
}
const kids = [],
  skipped = [];
for (const n of names) {
  const k = n === 'sqlalchemy' ? new PyKid(n) : new JsKid(n);
  const i = await k.ask({ cmd: 'info' });
  if (i.error) {
    console.log('SKIP', n, i.error);
    skipped.push(n);
    continue;
  }
  k.info = i;
  kids.push(k);
  console.log('ready', n, i.meta.name);
}
const T = {},
  S = {},
  E = {};
for (let r = 0; r < warm + rounds; r++) {
  for (const w of works)
    for (let j = 0; j < kids.length; j++) {
      const k = kids[(j + r) % kids.length];
      if (!(w in k.info.works) || E[w]?.[k.n]) continue;
      const a = await k.ask({ cmd: 'run', w, verify: r === 0 });
      if (a.error) {
        console.log('ERROR', k.n, w, a.error);
        (E[w] ??= {})[k.n] = a.error;
        continue;
      }
      if (r >= warm) ((T[w] ??= {})[k.n] ??= []).push(a.ms);
      if (a.sql) (S[w] ??= {})[k.n] = a.sql;
    }
  console.log('round', r - warm + 1, '/', rounds, new Date().toISOString());
}
const C = {};
for (const k of kids) {
  await k.ask({ cmd: 'count' });
  for (const w of works)
    if (w in k.info.works && !w.startsWith('W10') && !E[w]?.[k.n]) {
      const a = await k.ask({ cmd: 'run', w, count: true, verify: true });
      if (a.counters) (C[w] ??= {})[k.n] = a.counters;
    }
  k.end();
}
const med = (a) => {
  a = [...a].sort((x, y) => x - y);
  return a.length & 1 ? a[a.length >> 1] : (a[a.length / 2 - 1] + a[a.length / 2]) / 2;
};
const res = {
  when: new Date().toISOString(),
  node: process.version,
  cpu: os.cpus()[0].model,
  cores: os.cpus().length,
  rounds,
  warm,
  meta: Object.fromEntries(kids.map((k) => [k.n, { ...k.info.meta, notes: k.info.works }])),
  raw: T,
  errors: E,
  counters: C,
  sql: S,
  median: {},
  min: {},
  ratio: {},
};
for (const w in T) {
  res.median[w] = {};
  res.min[w] = {};
  res.ratio[w] = {};
  for (const n in T[w]) {
    res.median[w][n] = med(T[w][n]);
    res.min[w][n] = Math.min(...T[w][n]);
    if (T[w].raw) res.ratio[w][n] = med(T[w][n].map((t, i) => t / T[w].raw[i]));
  }
}
fs.mkdirSync('out', { recursive: true });
fs.writeFileSync(outFile, JSON.stringify(res, null, 1));
for (const w in T) {
  console.log(`\n${w}`);
  for (const n in T[w])
    console.log(
      `  ${n.padEnd(12)}`,
      res.median[w][n].toFixed(1).padStart(9),
      'ms',
      T[w].raw ? `x${res.ratio[w][n].toFixed(2)}`.padStart(9) : '',
      'min',
      res.min[w][n].toFixed(1).padStart(9),
      C[w]?.[n] ? `stmts ${C[w][n].exec} prepares ${C[w][n].prepare}` : '',
    );
}
const bad = [...skipped, ...Object.entries(E).flatMap(([w, e]) => Object.keys(e).map((n) => `${n} ${w}`))];
if (bad.length) console.log(`\nSKIPPED OR WRONG: ${bad.join(', ')}`);
process.exit(bad.some((b) => b.startsWith('core')) ? 1 : 0);
