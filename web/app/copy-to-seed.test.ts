import { expect, test } from 'vitest';
import { copyToSeed } from './copy-to-seed.ts';

test('lines go into a block of the seed, with the imports that lack', () => {
  const source =
    "import { db } from './db.ts';\nimport { Role, User } from './models';\n\nconst role = new Role({ name: 'x' });\ndb.session.add(role);\n";
  const seed = "import { db } from './db';\nimport { Role } from './models';\n\nconst role = 1;\n";
  expect(copyToSeed(source, seed)).toEqual([
    { line: 1, column: 1, endLine: 1, endColumn: 1, text: "import { User } from './models';\n" },
    { line: 5, column: 1, endLine: 5, endColumn: 1, text: "\n{\n  const role = new Role({ name: 'x' });\n  db.session.add(role);\n}\n" },
  ]);
});

test('a seed without a last line break and with every import gets the block alone', () => {
  const [edit, ...others] = copyToSeed("import { db } from './db';\ndb.session.commit();", "import { db } from './db';\n1;");
  expect(others).toEqual([]);
  expect(edit).toMatchObject({ line: 2, column: 3, text: '\n\n{\n  db.session.commit();\n}\n' });
});
