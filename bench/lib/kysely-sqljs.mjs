// Minimal Kysely dialect for sql.js (no statement cache unless {cache:true}): prepare, bind array, step/get, objects from column names read once.
import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';

class Conn {
  constructor(db, cache) {
    this.db = db;
    this.cache = cache ? new Map() : null;
  }
  prep(sql) {
    if (!this.cache) return this.db.prepare(sql);
    let st = this.cache.get(sql);
    if (!st) {
      if (this.cache.size >= 64) {
        const [k, o] = this.cache.entries().next().value;
        o.free();
        this.cache.delete(k);
      }
      this.cache.set(sql, (st = this.db.prepare(sql)));
    }
    return st;
  }
  async executeQuery(q) {
    const st = this.prep(q.sql);
    try {
      if (q.parameters.length) st.bind(q.parameters.map((p) => (p === undefined ? null : p)));
      const rows = [];
      let names = null;
      while (st.step()) {
        names ??= st.getColumnNames();
        const v = st.get();
        const o = {};
        for (let i = 0; i < names.length; i++) o[names[i]] = v[i];
        rows.push(o);
      }
      if (names !== null) return { rows };
      if (/^\s*(insert|update|delete|replace)/i.test(q.sql))
        return {
          rows,
          numAffectedRows: BigInt(this.db.getRowsModified()),
          insertId: /^\s*insert/i.test(q.sql) ? BigInt(this.db.exec('select last_insert_rowid()')[0].values[0][0]) : undefined,
        };
      return { rows };
    } finally {
      if (this.cache) st.reset();
      else st.free();
    }
  }
  async *streamQuery() {
    throw new Error('no streaming');
  }
}
export class SqlJsDialect {
  constructor(db, { cache = false } = {}) {
    this.db = db;
    this.cache = cache;
  }
  createAdapter() {
    return new SqliteAdapter();
  }
  createQueryCompiler() {
    return new SqliteQueryCompiler();
  }
  createIntrospector(k) {
    return new SqliteIntrospector(k);
  }
  createDriver() {
    const { db, cache } = this;
    let conn;
    return {
      async init() {
        conn = new Conn(await (typeof db === 'function' ? db() : db), cache);
      },
      async acquireConnection() {
        return conn;
      },
      async releaseConnection() {},
      async beginTransaction(c) {
        await c.executeQuery(CompiledQuery.raw('begin'));
      },
      async commitTransaction(c) {
        await c.executeQuery(CompiledQuery.raw('commit'));
      },
      async rollbackTransaction(c) {
        await c.executeQuery(CompiledQuery.raw('rollback'));
      },
      async savepoint(c, n) {
        await c.executeQuery(CompiledQuery.raw(`savepoint ${n}`));
      },
      async releaseSavepoint(c, n) {
        await c.executeQuery(CompiledQuery.raw(`release ${n}`));
      },
      async rollbackToSavepoint(c, n) {
        await c.executeQuery(CompiledQuery.raw(`rollback to ${n}`));
      },
      async destroy() {},
    };
  }
}
