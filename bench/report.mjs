// Markdown tables from out/*.json
import fs from 'node:fs';

const rd = (f) => (fs.existsSync(`out/${f}`) ? JSON.parse(fs.readFileSync(`out/${f}`)) : null);
const R = rd('results.json');
const o = [];
const p = (s) => o.push(s);
const title = {
  W1: 'W1 insert 10,000 users, one transaction, ids returned',
  W2: 'W2 load 10,000 users as entities',
  W2s: 'W2s the same rows through connection.execute',
  W2r: 'W2r the same, every attribute then read',
  W3: 'W3 1,000 × get by primary key (cold identity map)',
  W4: 'W4 1,000 × `LIKE ? ORDER BY LIMIT 10`, built afresh',
  W5: 'W5 1,000 users with 10 posts each, eager',
  W5c: 'W5c walk every collection of W5 (for-of, map)',
  W6: 'W6 lazy user.role for 1,000 users',
  W7: 'W7 change one column of 5,000 loaded entities + commit',
  W8: 'W8 delete 5,000 loaded entities',
  W9: 'W9 attach 5 tags to each of 1,000 posts',
  W10: 'W10 compile a 3-join query 10,000 times',
  W10c: 'W10c the same, compiled cache on',
};
const ops = {
  W1: 10000,
  W2: 10000,
  W2s: 10000,
  W2r: 10000,
  W3: 1000,
  W4: 1000,
  W5: 11000,
  W5c: 20000,
  W6: 1000,
  W7: 5000,
  W8: 5000,
  W9: 5000,
  W10: 10000,
  W10c: 10000,
};
if (R) {
  p(
    `Run ${R.when}, Node ${R.node}, ${R.cores} cores (${R.cpu}), ${R.rounds} interleaved rounds after ${R.warm} warm-up rounds; median (min); ratio = median of per-round ratios to raw sql.js.\n`,
  );
  const order = ['raw', 'rawx', 'core', 'kysely', 'drizzle', 'typeorm', 'mikro', 'sqlalchemy', 'knex'].filter((n) => R.meta[n]);
  p('### Overview: ratio to raw sql.js (W10: µs per query)\n');
  p(`| | ${order.map((n) => R.meta[n].name).join(' | ')} |`);
  p(`|---|${order.map(() => '--:').join('|')}|`);
  for (const w in R.median)
    p(
      `| ${w} | ` +
        order
          .map((n) =>
            R.median[w][n] === undefined
              ? '–'
              : w.startsWith('W10')
                ? `${(R.median[w][n] / 10).toFixed(0)} µs`
                : R.ratio[w]?.[n]?.toFixed(2),
          )
          .join(' | ') +
        ' |',
    );
  for (const w in R.median) {
    p(`\n### ${title[w]}\n`);
    p('| contender | median ms | min ms | per op µs | ratio to raw | statements | prepares | how |');
    p('|---|--:|--:|--:|--:|--:|--:|---|');
    for (const n of order)
      if (R.median[w][n] !== undefined) {
        const c = R.counters[w]?.[n];
        const direct = n === 'rawbest' || n === 'rawbs3';
        p(
          `| ${R.meta[n].name} | ${R.median[w][n].toFixed(1)} | ${R.min[w][n].toFixed(1)} | ${((R.median[w][n] / ops[w]) * 1000).toFixed(2)} | ${R.ratio[w]?.[n]?.toFixed(2) ?? ''} | ${c && !direct ? c.exec : ''} | ${c && !direct && n !== 'sqlalchemy' ? c.prepare : ''} | ${R.meta[n].notes[w] ?? ''} |`,
        );
      }
    for (const n in R.errors[w] ?? {}) p(`\n${n}: ERROR ${R.errors[w][n].slice(0, 120)}`);
  }
}
const S = rd('scale.json');
if (S) {
  p('\n### W11 growth: load all users, µs per row, ratio to raw sql.js; peak RSS of the process, retained JS heap in MB\n');
  const sizes = Object.keys(Object.values(S)[0]);
  p(`| contender | ${sizes.map((s) => `${Number(s).toLocaleString('en')} rows`).join(' | ')} |`);
  p(`|---|${sizes.map(() => '--:').join('|')}|`);
  for (const n in S)
    p(
      `| ${n} | ` +
        sizes
          .map((s) =>
            S[n][s]
              ? `${S[n][s].us.toFixed(2)} µs${S.raw?.[s] ? ` (${(S[n][s].us / S.raw[s].us).toFixed(2)})` : ''}, ${S[n][s].peakMB.toFixed(0)} MB${S[n][s].heapMB ? `, heap ${S[n][s].heapMB.toFixed(0)}` : ''}`
              : '–',
          )
          .join(' | ') +
        ' |',
    );
}
console.log(o.join('\n'));
