// Hand-written sql.js, public API only, prepared statements: the PRACTICAL FLOOR (ratio 1.0).
import { fmtDate, likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
export const meta = { name: 'raw sql.js', driver: 'sql.js' };
export const USERS = 'SELECT id, role_id, username, email, age, active, created_at FROM users';
export function parseDate(s) {
  const c = (i) => s.charCodeAt(i) - 48;
  return new Date(
    Date.UTC(
      c(0) * 1000 + c(1) * 100 + c(2) * 10 + c(3),
      c(5) * 10 + c(6) - 1,
      c(8) * 10 + c(9),
      c(11) * 10 + c(12),
      c(14) * 10 + c(15),
      c(17) * 10 + c(18),
      c(20) * 100 + c(21) * 10 + c(22),
    ),
  );
}
export class User {
  constructor(id, roleId, username, email, age, active, createdAt) {
    this.id = id;
    this.roleId = roleId;
    this.username = username;
    this.email = email;
    this.age = age;
    this.active = active;
    this.createdAt = createdAt;
  }
}
export const ent = (r) => new User(r[0], r[1], r[2], r[3], r[4], r[5] === 1, parseDate(r[6]));
const vals = (u) => [u.roleId, u.username, u.email, u.age, u.active ? 1 : 0, fmtDate(u.createdAt)];
let SQL;
export async function init(lib) {
  SQL = lib.SQL;
}
export async function open(image) {
  const db = new SQL.Database(image);
  db.run('PRAGMA foreign_keys=ON');
  return { db, q: (s) => db.exec(s)[0].values, close: () => db.close() };
}
export const data = Array.from({ length: N.users }, (_, i) => userData(i + 1));
const all = (db, sql, f, p) => {
  const s = db.prepare(sql);
  if (p) s.bind(p);
  const o = [];
  while (s.step()) o.push(f(s.get()));
  s.free();
  return o;
};
const multi = (db, head, tuple, width, rows, chunk, tail = '') => {
  const ids = [];
  let s;
  for (let i = 0; i < rows.length; i += chunk) {
    const part = rows.slice(i, i + chunk);
    if (!s || part.length !== chunk) {
      s?.free();
      s = db.prepare(head + Array(part.length).fill(tuple).join() + tail);
    }
    const p = [];
    for (const r of part) for (let k = 0; k < width; k++) p.push(r[k]);
    s.bind(p);
    while (s.step()) ids.push(s.get()[0]);
  }
  s?.free();
  return ids;
};
export const W = {
  W1: {
    run: (c) => {
      c.db.run('BEGIN');
      const ids = multi(
        c.db,
        'INSERT INTO users(role_id,username,email,age,active,created_at) VALUES ',
        '(?,?,?,?,?,?)',
        6,
        data.map(vals),
        50,
        ' RETURNING id',
      );
      c.db.run('COMMIT');
      return ids;
    },
  },
  W2: { run: (c) => all(c.db, USERS, ent) },
  W2s: { note: 'rows as arrays', run: (c) => all(c.db, USERS, (r) => r) },
  W2r: {
    note: 'every attribute read',
    run: (c) => {
      let sum = 0;
      for (const u of all(c.db, USERS, ent))
        sum += u.id + u.roleId + u.username.length + u.email.length + u.age + (u.active ? 1 : 0) + u.createdAt.getUTCFullYear();
      return sum;
    },
  },
  W5c: {
    note: 'plain arrays',
    setup: (c) => {
      c.us = W.W5.run(c);
    },
    run: (c) => {
      let sum = 0;
      for (const u of c.us) {
        for (const p of u.posts) sum += p.views;
        for (const v of u.posts.map((p) => p.views)) sum += v;
      }
      return sum;
    },
  },
  W3: {
    run: (c) => {
      const s = c.db.prepare(`${USERS} WHERE id=?`);
      const o = [];
      for (const id of pkIds) {
        o.push(ent(s.get([id])));
        s.reset();
      }
      s.free();
      return o;
    },
  },
  W4: {
    run: (c) => {
      const s = c.db.prepare(`${USERS} WHERE username LIKE ? ORDER BY username LIMIT 10`);
      const o = [];
      for (const p of likePatterns) {
        s.bind([p]);
        const l = [];
        while (s.step()) l.push(ent(s.get()));
        o.push(l);
      }
      s.free();
      return o;
    },
  },
  W5: {
    run: (c) => {
      const us = all(c.db, `${USERS} WHERE id<=1000`, ent);
      const by = new Map();
      for (const u of us) {
        u.posts = [];
        by.set(u.id, u);
      }
      const s = c.db.prepare('SELECT id,user_id,title,body,views FROM posts WHERE user_id<=1000 ORDER BY user_id,id');
      while (s.step()) {
        const r = s.get();
        by.get(r[1]).posts.push({ id: r[0], userId: r[1], title: r[2], body: r[3], views: r[4] });
      }
      s.free();
      return us;
    },
  },
  W6: {
    setup: (c) => {
      c.us = all(c.db, `${USERS} WHERE id<=1000 ORDER BY id`, ent);
    },
    run: (c) => {
      const m = new Map();
      const s = c.db.prepare('SELECT id,name,description FROM roles WHERE id=?');
      const o = [];
      for (const u of c.us) {
        let r = m.get(u.roleId);
        if (!r) {
          const x = s.get([u.roleId]);
          s.reset();
          r = { id: x[0], name: x[1], description: x[2] };
          m.set(r.id, r);
        }
        o.push(r.name);
      }
      s.free();
      return o;
    },
  },
  W7: {
    setup: (c) => {
      c.us = all(c.db, `${USERS} WHERE id<=5000`, ent);
    },
    run: (c) => {
      for (const u of c.us) u.age++;
      c.db.run('BEGIN');
      const s = c.db.prepare('UPDATE users SET age=? WHERE id=?');
      for (const u of c.us) s.run([u.age, u.id]);
      s.free();
      c.db.run('COMMIT');
    },
  },
  W8: {
    setup: (c) => {
      c.us = all(c.db, `${USERS} WHERE id>5000`, ent);
    },
    run: (c) => {
      c.db.run('BEGIN');
      const s = c.db.prepare(`DELETE FROM users WHERE id IN (${Array(500).fill('?').join()})`);
      for (let i = 0; i < c.us.length; i += 500) s.run(c.us.slice(i, i + 500).map((u) => u.id));
      s.free();
      c.db.run('COMMIT');
    },
  },
  W9: {
    run: (c) => {
      const rows = [];
      for (let k = 1; k <= N.m2mPosts; k++) for (const t of tagsOf(k)) rows.push([k, t]);
      c.db.run('BEGIN');
      multi(c.db, 'INSERT INTO post_tags(post_id,tag_id) VALUES ', '(?,?)', 2, rows, 50);
      c.db.run('COMMIT');
    },
  },
};
