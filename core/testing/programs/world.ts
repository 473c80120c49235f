import { expect } from 'vitest';
import type { SqlJsConnection } from '../../dialects/sqlite/sql-js-connection.ts';
import { sqlJsDriver } from '../../dialects/sqlite/sql-js-driver.ts';
import { createDatabase } from '../../orm/database.ts';
import { sqlJs } from '../sql-js.ts';

/** People in teams, with bosses, tags and notes: one-to-many, self-reference, many-to-many, delete-orphan. Foreign keys are on. */
export const db = createDatabase('sqlite://', { driver: sqlJsDriver(sqlJs, { open: () => ({ image: null }) }) });

const key = () => db.Column(db.Integer, { primaryKey: true });
const personTags = db.Table('person_tags', {
  person_id: db.Column(db.Integer, db.ForeignKey('people.id'), { primaryKey: true }),
  tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
});

export class Team extends db.Model('teams', {
  id: key(),
  name: db.Column(db.String(20), { nullable: false }),
  get people() {
    return db.relationship(() => Person, { backPopulates: 'team', orderBy: () => Person.id });
  },
}) {
  static {
    db.register(this);
  }
}

export class Person extends db.Model('people', {
  id: key(),
  name: db.Column(db.String(20), { nullable: false }),
  team_id: db.Column(db.Integer, db.ForeignKey('teams.id')),
  boss_id: db.Column(db.Integer, db.ForeignKey('people.id')),
  get team() {
    return db.relationship(() => Team, { uselist: false, backPopulates: 'people' });
  },
  get boss() {
    return db.relationship(() => Person, { uselist: false, remoteSide: () => [Person.id], backPopulates: 'reports' });
  },
  get reports() {
    return db.relationship(() => Person, { backPopulates: 'boss', orderBy: () => Person.id });
  },
  get tags() {
    return db.relationship(() => Tag, { secondary: () => personTags, backPopulates: 'people', orderBy: () => Tag.id });
  },
  get notes() {
    return db.relationship(() => Note, { backPopulates: 'person', cascade: 'all, delete-orphan', orderBy: () => Note.id });
  },
}) {
  static {
    db.register(this);
  }
}

export class Tag extends db.Model('tags', {
  id: key(),
  name: db.Column(db.String(20), { unique: true, nullable: false }),
  get people() {
    return db.relationship(() => Person, { secondary: () => personTags, backPopulates: 'tags', orderBy: () => Person.id });
  },
}) {
  static {
    db.register(this);
  }
}

export class Note extends db.Model('notes', {
  id: key(),
  name: db.Column(db.String(20), { nullable: false }),
  person_id: db.Column(db.Integer, db.ForeignKey('people.id'), { nullable: false }),
  get person() {
    return db.relationship(() => Person, { uselist: false, backPopulates: 'notes' });
  },
}) {
  static {
    db.register(this);
  }
}

export type Thing = Team | Person | Tag | Note;

db.createAll();

/** The rows as SQLite holds them now, uncommitted ones among them; named by their names, which are unique. */
export function storedRows(): Record<string, string[]> {
  const { handle } = db.engine.rawConnection() as SqlJsConnection;
  const rows = (sql: string): string[] => (handle.exec(sql)[0]?.values ?? []).map((row) => row.map(String).join(' ')).sort();
  return {
    teams: rows('SELECT name FROM teams'),
    people: rows(
      'SELECT p.name, t.name, b.name FROM people p LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN people b ON b.id = p.boss_id',
    ),
    tags: rows('SELECT name FROM tags'),
    notes: rows('SELECT n.name, p.name FROM notes n JOIN people p ON p.id = n.person_id'),
    links: rows('SELECT p.name, t.name FROM person_tags l JOIN people p ON p.id = l.person_id JOIN tags t ON t.id = l.tag_id'),
  };
}

/** Empties the database for the next program. */
export function wipe(): void {
  db.session.remove();
  const { handle } = db.engine.rawConnection() as SqlJsConnection;
  handle.exec('PRAGMA foreign_keys=OFF');
  for (const table of ['person_tags', 'notes', 'people', 'tags', 'teams']) handle.exec(`DELETE FROM ${table}`);
  handle.exec('PRAGMA foreign_keys=ON');
  expect(handle.exec('PRAGMA foreign_keys')[0]!.values).toEqual([[1]]);
}
