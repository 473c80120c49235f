import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { emitModule } from './emit.ts';

const emit = (text: string) => emitModule(ts, { path: 'query.ts', text, showValues: true }).js;

test('prints', () => {
  console.log(
    emit(
      `import { User } from './models';\n// note\nconst users: User[] = User.query\n  .all();\nUser.query.count();\nawait 1;\nexport const x = 3, {a, b: [c]} = y;\nfunction f() { null!.x }\nf();\nexport default 3+4;for (const q of []) q();\nexport { x as z };class A {}`,
    ),
  );
  console.log(emitModule(ts, { path: 'a.ts', text: 'const = 3;\nlet x = ;', showValues: false }));
  expect(1).toBe(1);
});
