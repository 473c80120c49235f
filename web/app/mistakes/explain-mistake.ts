import type { Cure } from '../../features/editor/problem.ts';
import type { ResultBlock, WireError } from '../../runtime/protocol.ts';
import { type ErrorPlace, locateError } from '../locate-error.ts';
import { databaseDetectors } from './detect-database.ts';
import { javascriptDetectors } from './detect-javascript.ts';
import { mappingDetectors } from './detect-mapping.ts';
import type { CurePlan, Mistake } from './mistake.ts';
import { insertAt, type SourceFile, SourceText } from './source-text.ts';
import { en, type MistakeWords } from './words-en.ts';

export interface ExplainedMistake {
  readonly code: string;
  readonly sentence: string;
  readonly wayOut: string | null;
  readonly place: ErrorPlace;
  readonly cure: Cure | null;
}

const detectors = [...mappingDetectors, ...databaseDetectors, ...javascriptDetectors];

/** The mistake behind an error, if it is one that is known. */
export function findMistake(
  error: WireError,
  files: readonly SourceFile[],
  fallback: string,
): (Mistake & { readonly place: ErrorPlace }) | null {
  const text = new SourceText(files);
  const place = locateError(error, files, fallback);
  const evidence = { error, place, source: text.line(place.path, place.line), files: text };
  for (const detect of detectors) {
    const found = detect(evidence);
    if (found) return { ...found, place: found.place ?? place };
  }
  return null;
}

/**
 * An error in the words of the mistake that made it, with the change that cures it where there is one.
 *
 * @param fallback - the file the error belongs to where it names none
 */
export function explainMistake(
  error: WireError,
  files: readonly SourceFile[],
  fallback: string,
  words: MistakeWords,
): ExplainedMistake | null {
  const found = findMistake(error, files, fallback);
  if (!found) return null;
  const [sentence, wayOut] = words.mistakes[found.code](found.facts);
  const { path, line } = found.place;
  return { code: found.code, sentence, wayOut, place: { path, line }, cure: cureOf(found.cure, words) };
}

export interface Hint {
  readonly sentence: string;
  readonly cure: Cure;
}

/** What to say beside a value that is no error and yet not what was wanted: a query that was not sent, a promise. */
export function hintFor(block: ResultBlock, path: string, text: string, words: MistakeWords): Hint | null {
  const isQuery = block.value.kind === 'query' && /^\s*SELECT\b/i.test(block.value.sql);
  const isPromise = block.value.kind === 'object' && block.value.text.startsWith('Promise (');
  if (!isQuery && !isPromise) return null;
  const place = expressionPlace(block, text);
  if (!place) return null;
  if (isPromise) {
    const edit = insertAt(place.line, place.column, 'await ');
    return { sentence: words.hints['promise-shown'], cure: { label: words.cures.write('await'), path, edits: [edit] } };
  }
  const edit = insertAt(place.endLine, place.endColumn, '.all()');
  return { sentence: words.hints['not-executed'], cure: { label: words.cures.insert('.all()'), path, edits: [edit] } };
}

/** Where a block's expression begins and ends in the file; of `a = f()` the part behind the sign. */
function expressionPlace(
  { line, name, source }: ResultBlock,
  text: string,
): { line: number; column: number; endLine: number; endColumn: number } | null {
  const lines = text.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const at = text.indexOf(source, from);
  if (at < 0) return null;
  const sign = name === null ? -1 : (/^[^=]*=\s*/.exec(source)?.[0].length ?? -1);
  const start = placeOf(text, at + Math.max(0, sign));
  const end = placeOf(text, at + source.length);
  return { ...start, endLine: end.line, endColumn: end.column };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function cureOf(plan: CurePlan | null | undefined, words: MistakeWords): Cure | null {
  return plan ? { label: words.cures[plan.label](plan.what), path: plan.path, edits: plan.edits } : null;
}

/** The words of a language. English comes along, every other by itself. */
export async function mistakeWords(language: string): Promise<MistakeWords> {
  return language.startsWith('zh') ? (await import('./words-zh.ts')).zh : en;
}
