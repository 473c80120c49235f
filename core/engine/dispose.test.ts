import { expect, test } from 'vitest';
import { openDatabase } from '../testing/open-database.ts';

test('a transaction that was open when its engine was disposed of is gone: the next one begins', () => {
  const { db } = openDatabase();
  const left = db.engine.connect();
  left.execute(db.text('SELECT 1')).all();
  db.engine.dispose();
  const begun: string[] = [];
  db.engine.events.on('begin', () => begun.push('begin'));
  db.engine.events.on('commit', () => begun.push('commit'));
  db.session.execute(db.text('CREATE TABLE t (a INTEGER)'));
  db.session.execute(db.text('INSERT INTO t VALUES (1)'));
  db.session.commit();
  expect(begun).toEqual(['begin', 'commit']);
  expect(db.session.execute(db.text('SELECT a FROM t')).scalar()).toBe(1);
});
