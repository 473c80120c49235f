// Shared schema, data generator and checks. Everything is deterministic.
export const N = {
  roles: 100,
  users: 10000,
  postUsers: 1000,
  postsPer: 10,
  tags: 100,
  getByPk: 1000,
  like: 1000,
  lazy: 1000,
  update: 5000,
  del: 5000,
  m2mPosts: 1000,
  tagsPer: 5,
  compile: 10000,
};
export const DDL = `
CREATE TABLE roles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, role_id INTEGER NOT NULL REFERENCES roles(id), username TEXT NOT NULL, email TEXT NOT NULL, age INTEGER NOT NULL, active BOOLEAN NOT NULL, created_at DATETIME NOT NULL);
CREATE INDEX ix_users_username ON users(username COLLATE NOCASE);
CREATE INDEX ix_users_role ON users(role_id);
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, user_id INTEGER NOT NULL REFERENCES users(id), title TEXT NOT NULL, body TEXT NOT NULL, views INTEGER NOT NULL);
CREATE INDEX ix_posts_user ON posts(user_id);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL);
CREATE TABLE post_tags (post_id INTEGER NOT NULL REFERENCES posts(id), tag_id INTEGER NOT NULL REFERENCES tags(id), PRIMARY KEY (post_id, tag_id));
CREATE INDEX ix_post_tags_tag ON post_tags(tag_id);
`;
const pad = (n, w) => String(n).padStart(w, '0');
const T0 = Date.UTC(2020, 0, 1);
export const userMs = (i) => T0 + i * 3600_000 + ((i * 37) % 1000);
/** Plain attribute bag of user i (1-based). */
export function userData(i) {
  return {
    roleId: ((i * 7) % N.roles) + 1,
    username: `user${pad(i, 6)}`,
    email: `user${pad(i, 6)}@example.com`,
    age: (i % 60) + 18,
    active: i % 3 !== 0,
    createdAt: new Date(userMs(i)),
  };
}
/** 'YYYY-MM-DD HH:MM:SS.ffffff' (UTC): SQLAlchemy's storage format for DateTime on SQLite. */
export function fmtDate(d) {
  return d.toISOString().replace('T', ' ').replace('Z', '000');
}
export function postData(k) {
  // k = 1..10000
  return {
    userId: Math.floor((k - 1) / N.postsPer) + 1,
    title: (k % 10 ? 'Post number ' : 'Größe Post № ') + k,
    body: `Lorem ipsum dolor sit amet, consectetur adipiscing elit. Post body ${k}`,
    views: k % 977,
  };
}
/** Build the image of a seeded database with the raw sql.js API. what: {users:n, posts:bool} */
export function buildImage(SQL, { users = N.users, posts = true } = {}) {
  const db = new SQL.Database();
  db.run(DDL);
  db.run('BEGIN');
  let st = db.prepare('INSERT INTO roles(name,description) VALUES(?,?)');
  for (let i = 1; i <= N.roles; i++) st.run([`role${i}`, `Description of role ${i}`]);
  st.free();
  st = db.prepare('INSERT INTO users(role_id,username,email,age,active,created_at) VALUES(?,?,?,?,?,?)');
  for (let i = 1; i <= users; i++) {
    const u = userData(i);
    st.run([u.roleId, u.username, u.email, u.age, u.active ? 1 : 0, fmtDate(u.createdAt)]);
  }
  st.free();
  if (posts) {
    st = db.prepare('INSERT INTO posts(user_id,title,body,views) VALUES(?,?,?,?)');
    for (let k = 1; k <= N.postUsers * N.postsPer; k++) {
      const p = postData(k);
      st.run([p.userId, p.title, p.body, p.views]);
    }
    st.free();
  }
  st = db.prepare('INSERT INTO tags(name) VALUES(?)');
  for (let i = 1; i <= N.tags; i++) st.run([`tag${i}`]);
  st.free();
  db.run('COMMIT');
  const img = db.export();
  db.close();
  return img;
}
// ---- checks -------------------------------------------------------------------------------------------
const fail = (m) => {
  throw new Error(`CHECK FAILED: ${m}`);
};
const eq = (a, b, m) => {
  if (a !== b) fail(`${m}: got ${a}, expected ${b}`);
};
/** Milliseconds of a Date, or of a Temporal.PlainDateTime read as UTC. */
export function msOf(value) {
  if (value instanceof Date) return value.getTime();
  if (typeof value?.toZonedDateTime === 'function') return value.toZonedDateTime('UTC').epochMilliseconds;
  fail(`a date is ${typeof value}`);
}
/** users loaded as entities; roleOf maps an entity to its role id */
export function checkUsers(list, n, roleOf = (u) => u.roleId, from = 1) {
  eq(list.length, n, 'user count');
  let ids = 0,
    roles = 0,
    len = 0,
    act = 0,
    ms = 0,
    ages = 0,
    eids = 0,
    eroles = 0,
    elen = 0,
    eact = 0,
    ems = 0,
    eages = 0;
  for (const u of list) {
    if (typeof u.active !== 'boolean') fail(`active is ${typeof u.active}`);
    ids += u.id;
    roles += roleOf(u);
    len += u.username.length + u.email.length;
    act += u.active ? 1 : 0;
    ms += msOf(u.createdAt) - T0;
    ages += u.age;
  }
  for (let i = from; i < from + n; i++) {
    const d = userData(i);
    eids += i;
    eroles += d.roleId;
    elen += d.username.length + d.email.length;
    eact += d.active ? 1 : 0;
    ems += userMs(i) - T0;
    eages += d.age;
  }
  eq(ids, eids, 'ids');
  eq(roles, eroles, 'role ids');
  eq(len, elen, 'string lengths');
  eq(act, eact, 'active');
  eq(ms, ems, 'datetime');
  eq(ages, eages, 'age');
  return ids + roles + len + act + ages;
}
export const pkIds = Array.from({ length: N.getByPk }, (_, k) => ((k * 7919) % N.users) + 1);
export const likePatterns = Array.from({ length: N.like }, (_, k) => `user${pad((k * 31) % 1000, 5)}%`); // 'user00031%' -> 10 rows: user000310..user000319
export function likeExpected() {
  let n = 0,
    s = 0;
  for (let k = 0; k < N.like; k++) {
    const p = (k * 31) % 1000;
    for (let j = 0; j < 10; j++) {
      const id = p * 10 + j;
      if (id >= 1 && id <= N.users) {
        n++;
        s += id;
      }
    }
  }
  return { n, s };
}
export const checks = {
  W1(ids, q) {
    eq(ids.length, N.users, 'ids returned');
    let s = 0;
    for (const i of ids) {
      if (typeof i !== 'number') fail(`id is ${typeof i}`);
      s += i;
    }
    eq(s, (N.users * (N.users + 1)) / 2, 'id sum');
    const r = q(
      `SELECT count(*), sum(id), sum(role_id), sum(age), sum(active), sum(length(username)), count(DISTINCT created_at), sum(id*age) FROM users`,
    )[0];
    let roles = 0,
      ages = 0,
      act = 0,
      len = 0,
      ia = 0;
    for (let i = 1; i <= N.users; i++) {
      const u = userData(i);
      roles += u.roleId;
      ages += u.age;
      act += u.active ? 1 : 0;
      len += u.username.length;
      ia += i * u.age;
    }
    eq(r.map(Number).join(), [N.users, s, roles, ages, act, len, N.users, ia].join(), 'inserted rows');
  },
  W2(list, _q, roleOf = (u) => u.roleId) {
    checkUsers(list, N.users, roleOf);
  },
  W2s(rows) {
    eq(rows.length, N.users, 'rows');
    let sum = 0;
    let expected = 0;
    for (let i = 1; i <= N.users; i++) {
      const row = rows[i - 1];
      sum += row[0] + row[1] + row[2].length + row[3].length + row[4] + Number(row[5]);
      const d = userData(i);
      expected += i + d.roleId + d.username.length + d.email.length + d.age + (d.active ? 1 : 0);
    }
    eq(sum, expected, 'sum of the values');
  },
  W2r(sum) {
    let expected = 0;
    for (let i = 1; i <= N.users; i++) {
      const d = userData(i);
      expected += i + d.roleId + d.username.length + d.email.length + d.age + (d.active ? 1 : 0) + d.createdAt.getUTCFullYear();
    }
    eq(sum, expected, 'sum of all attributes');
  },
  W5c(sum) {
    let expected = 0;
    for (let k = 1; k <= N.postUsers * N.postsPer; k++) expected += 2 * postData(k).views;
    eq(sum, expected, 'views, walked twice');
  },
  W3(list, _q, roleOf = (u) => u.roleId) {
    eq(list.length, N.getByPk, 'n');
    for (let k = 0; k < pkIds.length; k++) {
      const u = list[k],
        d = userData(pkIds[k]);
      eq(u.id, pkIds[k], 'id');
      eq(u.username, d.username, 'username');
      eq(u.active, d.active, 'active');
      eq(msOf(u.createdAt), d.createdAt.getTime(), 'date');
      eq(roleOf(u), d.roleId, 'role');
    }
  },
  W4(lists) {
    eq(lists.length, N.like, 'n');
    let n = 0,
      s = 0;
    for (const l of lists) {
      let prev = '';
      for (const u of l) {
        n++;
        s += u.id;
        if (u.username <= prev) fail('order');
        prev = u.username;
        if (Number.isNaN(msOf(u.createdAt)) || typeof u.active !== 'boolean') fail('types');
      }
    }
    const e = likeExpected();
    eq(n, e.n, 'rows');
    eq(s, e.s, 'id sum');
  },
  W5(list, _q, roleOf = (u) => u.roleId, postsOf = (u) => u.posts) {
    checkUsers(list, N.postUsers, roleOf);
    let n = 0,
      v = 0,
      _ids = 0,
      e = 0,
      len = 0,
      elen = 0;
    for (const u of list) {
      const ps = postsOf(u);
      eq(ps.length, N.postsPer, 'posts/user');
      for (const p of ps) {
        n++;
        v += p.views;
        _ids += p.id;
        len += p.title.length;
        if (Math.floor((p.id - 1) / N.postsPer) + 1 !== u.id) fail('post of other user');
      }
    }
    for (let k = 1; k <= N.postUsers * N.postsPer; k++) {
      e += k % 977;
      elen += postData(k).title.length;
    }
    eq(n, N.postUsers * N.postsPer, 'posts');
    eq(v, e, 'views');
    eq(len, elen, 'titles');
  },
  W6(names) {
    eq(names.length, N.lazy, 'n');
    for (let i = 1; i <= N.lazy; i++) eq(names[i - 1], `role${userData(i).roleId}`, `role name of user ${i}`);
  },
  W7(_, q) {
    let ages = 0;
    for (let i = 1; i <= N.users; i++) ages += userData(i).age;
    eq(Number(q('SELECT sum(age) FROM users')[0][0]), ages + N.update, 'age sum');
    eq(Number(q('SELECT count(*) FROM users')[0][0]), N.users, 'n');
    eq(
      Number(q('SELECT sum(id*age) FROM users')[0][0]),
      (() => {
        let s = 0;
        for (let i = 1; i <= N.users; i++) s += i * (userData(i).age + (i <= N.update ? 1 : 0));
        return s;
      })(),
      'weighted',
    );
  },
  W8(_, q) {
    eq(q('SELECT count(*), max(id) FROM users')[0].map(Number).join(), [N.users - N.del, N.users - N.del].join(), 'remaining');
  },
  W9(_, q) {
    eq(
      q('SELECT count(*), sum(post_id), sum(tag_id), sum(post_id*tag_id) FROM post_tags')[0].map(Number).join(),
      m2mExpected().join(),
      'links',
    );
  },
  W10(r) {
    eq(r.n, N.compile, 'n');
    const s = r.sql.toLowerCase();
    for (const w of ['join', 'group by', 'where', 'like', 'count(']) if (!s.includes(w)) fail(`sql lacks ${w}`);
    eq((s.match(/\bjoin\b/g) || []).length, 3, 'joins');
  },
};
/** tag ids attached to post k */
export const tagsOf = (k) => [0, 1, 2, 3, 4].map((j) => ((k * 3 + j * 17) % N.tags) + 1);
function m2mExpected() {
  let n = 0,
    a = 0,
    b = 0,
    c = 0;
  for (let k = 1; k <= N.m2mPosts; k++)
    for (const t of tagsOf(k)) {
      n++;
      a += k;
      b += t;
      c += k * t;
    }
  return [n, a, b, c];
}
