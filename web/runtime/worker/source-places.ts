import type { EmittedFile, Place, SourceFrame } from '../protocol.ts';
import { sourceUrl } from './link-modules.ts';
import { SourceMap } from './source-map.ts';

// Chromium: `    at [async ][new ]name (play:///models.ts:3:30)` or without name and brackets. Firefox: `name@play:///models.ts:3:30`.
const frame = new RegExp(`^(?:\\s*at (?:(?:async )?(.*?) \\()?(?:async )?|(.*?)@)${sourceUrl}(.+?):(\\d+):(\\d+)\\)?$`);

const placeInText = new RegExp(`${sourceUrl}([^\\s:()]+):(\\d+)(?::(\\d+))?`, 'g');

/** A statement is sent from deep inside the core: with the engine's ten frames the user's own line would not be on the stack. */
export function deepenStacks(): void {
  (Error as { stackTraceLimit?: number }).stackTraceLimit = 100;
}

/** Leads stacks to the lines of the user's sources. */
export class SourcePlaces {
  readonly #maps: ReadonlyMap<string, SourceMap>;

  constructor(files: readonly EmittedFile[]) {
    this.#maps = new Map(files.map(({ path, map }) => [path, new SourceMap(map)]));
  }

  /** The user's frames of a stack, the innermost first. */
  framesOf(stack: string | undefined): SourceFrame[] {
    return (stack ?? '').split('\n').flatMap((line) => {
      const found = this.#frameOf(line);
      return found ? [found] : [];
    });
  }

  /** The innermost line of the user's that is on the stack now. */
  here(): Place | null {
    for (const line of (new Error().stack ?? '').split('\n')) {
      if (!line.includes(sourceUrl)) continue;
      const found = this.#frameOf(line);
      if (found) return { file: found.file, line: found.line };
    }
    return null;
  }

  /** The text with each place of an emitted file in it written as the place in the source: `models.ts:3`. */
  inText(text: string): string {
    return text.replace(placeInText, (_all, file: string, line: string, column: string | undefined) => {
      const original = this.#maps.get(file)?.originalOf(Number(line), Number(column ?? 1));
      return `${file}:${original?.line ?? line}`;
    });
  }

  #frameOf(text: string): SourceFrame | null {
    const match = frame.exec(text);
    const file = match?.[3];
    if (file === undefined) return null;
    const original = this.#maps.get(file)?.originalOf(Number(match?.[4]), Number(match?.[5]));
    return original ? { file, ...original, function: match?.[1] || match?.[2] || null } : null;
  }
}
