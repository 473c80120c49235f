import type { StoredFile } from '../web/features/project/stored-project.ts';

const areas = ['sales', 'stock', 'people', 'billing', 'support', 'travel', 'press', 'fleet', 'labs', 'legal'];
const things = ['orders', 'items', 'notes', 'files', 'teams', 'plans', 'tasks', 'events', 'visits', 'reports'];
const columns = ['name', 'code', 'status', 'amount', 'created_at', 'comment', 'rank', 'is_active'];
const types: Readonly<Record<string, string>> = {
  name: 'db.String(80), { nullable: false }',
  code: 'db.String(16), { unique: true }',
  status: "db.Enum('new', 'open', 'done')",
  amount: 'db.Numeric(12, 2)',
  created_at: 'db.DateTime',
  comment: 'db.Text',
  rank: 'db.Integer, { index: true }',
  is_active: 'db.Boolean, { nullable: false, default: true }',
};

/** A schema as companies have them: ten areas of twenty related tables, a few that everybody refers to. The same each time. */
export function twoHundredTables(): StoredFile[] {
  const random = numbers(29);
  const tables = areas.flatMap((area) => things.flatMap((thing) => [`${area}_${thing}`, `${area}_${thing}_history`]));
  const classes = tables.map((table, at) => modelText(table, at, tables, random));
  const models = [
    "import { db } from './db';",
    '',
    '// Made by a program: see how far the diagram goes. Search with /, show only a table and its neighbours with N.',
    ...classes,
  ];
  return [
    { path: 'db.ts', text: "import { createDatabase } from 'crowfoot';\n\nexport const db = createDatabase('sqlite:///many.sqlite');\n" },
    { path: 'models.ts', text: `${models.join('\n')}` },
    { path: 'seed.ts', text: seed },
    { path: 'query.ts', text: query },
  ];
}

const seed = `import { db } from './db';
import { PeopleTeams } from './models';

db.session.addAll(['North', 'South', 'West'].map((name) => new PeopleTeams({ name })));
db.session.commit();
`;
const query = `import { db } from './db';
import { PeopleTeams } from './models';

db.metadata.tables.size;
PeopleTeams.query.orderBy(PeopleTeams.id.desc()).all();
`;

const numbers = (seedOf: number): ((limit: number) => number) => {
  let state = seedOf;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
};

const classOf = (table: string): string =>
  table
    .split('_')
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('');

function modelText(table: string, at: number, tables: readonly string[], random: (limit: number) => number): string {
  const lines = ['  id: db.Column(db.Integer, { primaryKey: true }),'];
  const used = new Set<string>();
  for (const target of targetsOf(table, at, tables, random)) {
    const column = `${target.replace(/s$/, '')}_id`;
    if (used.has(column)) continue;
    used.add(column);
    lines.push(`  ${column}: db.Column(db.Integer, db.ForeignKey('${target}.id')${random(3) === 0 ? ', { nullable: false }' : ''}),`);
  }
  const from = table === 'people_teams' ? 0 : random(4);
  for (const column of columns.slice(from, from + 2 + random(4))) lines.push(`  ${column}: db.Column(${types[column]}),`);
  return [
    `export class ${classOf(table)} extends db.Model('${table}', {`,
    ...lines,
    '}) {',
    '  static { db.register(this); }',
    '}',
    '',
  ].join('\n');
}

/** A history refers to what it is of, every other table to its area, and one in three to the people. */
function targetsOf(table: string, at: number, tables: readonly string[], random: (limit: number) => number): string[] {
  if (table.endsWith('_history')) return [tables[at - 1]!];
  const start = Math.floor(at / 20) * 20;
  const targets: string[] = [];
  if (at > start) targets.push(tables[start + 2 * random((at - start) / 2)]!);
  if (at > start + 2 && random(2) === 0) targets.push(tables[start + 2 * random((at - start) / 2)]!);
  if (random(3) === 0 && table !== 'people_teams') targets.push('people_teams');
  return targets;
}
