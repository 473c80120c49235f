import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drivers } from '../core/engine/registry.ts';
import { programOf, readBlocks } from './guide-program.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const guides = ['orm', 'loading', 'sql'];

/** What a guide shows for a value: as a shell prints it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll(/\s*\n\s*/g, ' ')}'`;
  if (Array.isArray(value)) return `[${Array.from(value, shown).join(', ')}]`;
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${shown(each)}`)
      .join(', ')} }`;
  }
  return String(value).replaceAll(/\s*\n\s*/g, ' ');
}

describe.each(guides)('%s.md', (name) => {
  const markdown = readFileSync(join(root, 'docs', `${name}.md`), 'utf8');

  test('says what its code shows, raises and sends', async () => {
    const folder = join(root, 'build', 'guides');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, programOf(markdown, join(root, 'core/node/index.ts')));
    const { run } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { run(check: object): void };

    let sent: string[] = [];
    drivers.events.on('statement', ({ sql, paramSets }) => {
      const text = sql.replaceAll(/\s*\n\s*/g, ' ').trim();
      const params = paramSets.filter((set) => set.length > 0).map((set) => `[${set.map(shown).join(', ')}]`);
      sent.push(params.length === 0 ? text : `${text} -- ${params.join(' ')}`);
    });
    const wrong: unknown[] = [];
    const compare = (line: number, said: unknown, is: unknown): void => {
      try {
        expect(is).toEqual(said);
      } catch {
        wrong.push({ line, said, is });
      }
    };
    run({
      shows: (work: () => unknown, said: string, line: number) => compare(line, said, shown(work())),
      raises: (work: () => unknown, said: string, line: number) => {
        let is = 'nothing raised';
        try {
          work();
        } catch (error) {
          is = `${(error as Error).constructor.name}: ${(error as Error).message}`;
        }
        compare(line, said, said.endsWith('…') ? `${is.slice(0, said.length - 1)}…` : is);
      },
      sends: (said: string[], line: number) => {
        compare(line, said, sent);
        sent = [];
      },
      block: () => {
        sent = [];
      },
    });
    expect(wrong).toEqual([]);
  });

  test('has examples', () => {
    expect(readBlocks(markdown).length).toBeGreaterThan(5);
  });
});
