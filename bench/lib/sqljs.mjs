import fs from 'node:fs';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';

const require = createRequire(import.meta.url);
export const wasmPath = require.resolve('sql.js/dist/sql-wasm.wasm');
let cached;
/** sql.js initialised through the public instantiateWasm hook, so the WASM memory is reachable for the "direct" floor. */
export async function loadSqlJs() {
  if (cached) return cached;
  let instance;
  const bin = fs.readFileSync(wasmPath);
  const SQL = await initSqlJs({
    instantiateWasm(imports, cb) {
      const m = new WebAssembly.Module(bin);
      instance = new WebAssembly.Instance(m, imports);
      cb(instance, m);
      return instance.exports;
    },
  });
  const memory = Object.values(instance.exports).find((v) => v instanceof WebAssembly.Memory);
  return (cached = { SQL, memory, instance });
}
export const counters = { exec: 0, prepare: 0 };
/** Count statement executions and prepares (only switched on in the untimed counting pass). */
export function instrument(SQL) {
  const db = new SQL.Database();
  const st = db.prepare('select 1');
  const DP = Object.getPrototypeOf(db),
    SP = Object.getPrototypeOf(st);
  st.free();
  db.close();
  const seen = new WeakSet();
  const { step, reset } = SP,
    { prepare, run } = DP;
  SP.step = function () {
    if (!seen.has(this)) {
      seen.add(this);
      counters.exec++;
    }
    const r = step.call(this);
    if (!r) seen.delete(this);
    return r;
  };
  SP.reset = function () {
    seen.delete(this);
    return reset.call(this);
  };
  DP.prepare = function (s, p) {
    counters.prepare++;
    return prepare.call(this, s, p);
  };
  DP.run = function (s, p) {
    if (!p) {
      counters.exec++;
      counters.prepare++;
    }
    return run.call(this, s, p);
  };
  const exec = DP.exec;
  DP.exec = function (s, p, c) {
    counters.prepare++;
    return exec.call(this, s, p, c);
  };
}
