import { ArgumentError } from '../errors.ts';

/** Which operations go along a relationship, as the words of `cascade`. */
export interface CascadeOptions {
  readonly saveUpdate: boolean;
  readonly merge: boolean;
  readonly refreshExpire: boolean;
  readonly expunge: boolean;
  readonly delete: boolean;
  readonly deleteOrphan: boolean;
}

const fieldOfWord = {
  'save-update': 'saveUpdate',
  merge: 'merge',
  'refresh-expire': 'refreshExpire',
  expunge: 'expunge',
  delete: 'delete',
  'delete-orphan': 'deleteOrphan',
} as const satisfies Record<string, keyof CascadeOptions>;

type CascadeWord = keyof typeof fieldOfWord;
const wordsOfAll: readonly CascadeWord[] = ['save-update', 'merge', 'refresh-expire', 'expunge', 'delete'];
const writingWords: readonly CascadeWord[] = ['delete', 'delete-orphan', 'merge', 'save-update'];

/**
 * Reads `'all, delete-orphan'`. Without a text it is `save-update, merge`, on a viewonly relationship nothing.
 *
 * @throws ArgumentError for an unknown word, and for a word that writes on a viewonly relationship
 */
export function parseCascade(text: string | undefined, options: { viewonly: boolean }): CascadeOptions {
  const words = cascadeWords(text ?? (options.viewonly ? '' : 'save-update, merge'));
  if (options.viewonly && text !== undefined) {
    const refused = writingWords.filter((word) => words.has(word) && word !== 'merge');
    if (refused.length > 0) {
      throw new ArgumentError(
        `Cascade settings "${refused.join(', ')}" apply to persistence operations and should not be combined with a viewonly=True relationship.`,
      );
    }
  }
  return Object.freeze(
    Object.fromEntries(Object.entries(fieldOfWord).map(([word, field]) => [field, words.has(word as CascadeWord)])),
  ) as unknown as CascadeOptions;
}

function cascadeWords(text: string): Set<CascadeWord> {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.filter((word) => word !== 'all' && word !== 'none' && !Object.hasOwn(fieldOfWord, word));
  if (unknown.length > 0) {
    throw new ArgumentError(
      `Invalid cascade option(s): ${unknown
        .sort()
        .map((word) => `'${word}'`)
        .join(', ')}; known are ${Object.keys(fieldOfWord).join(', ')}, all and none`,
    );
  }
  if (words.includes('none')) return new Set();
  return new Set(words.flatMap((word) => (word === 'all' ? wordsOfAll : [word as CascadeWord])));
}
