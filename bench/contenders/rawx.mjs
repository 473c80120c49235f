// raw.mjs unchanged (public API), but on a connection with PRAGMA locking_mode=EXCLUSIVE, journal_mode=MEMORY.
import * as raw from './raw.mjs';
export const meta = { name: 'raw sql.js + EXCLUSIVE', driver: 'sql.js' };
export const init = raw.init;
export const W = raw.W;
export async function open(image) {
  const c = await raw.open(image);
  c.db.run('PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF');
  return c;
}
