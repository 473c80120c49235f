import { keepLayout } from '../util/keep-layout.ts';
import type { BindParameter } from './bind-parameter.ts';
import type { ClauseElement } from './clause-element.ts';
import { keyTo } from './protocol.ts';

/** A word or a number of a key. */
export type KeyPart = string | number;

let serial = 0;

/** Where the parts of a key stand until it is kept: one list for all, since keys are made one at a time and most are only looked up. */
const spare: KeyPart[] = [];

/**
 * The structure of a statement as a list of words and numbers, and the values it carries. Two statements with equal lists compile to the same SQL; the
 * values of the second one are then bound in place of the first one's. Every element adds first what kind it is, and that tells how many parts follow:
 * no list can be read in two ways. Parts made anew for every statement (an alias, a subquery) count by the order in which they are met.
 */
export class CacheKey {
  readonly parts: KeyPart[] = spare;
  /** How many of the parts are this key's. */
  length = 0;
  /** The bound values in the order they were met. */
  readonly binds: BindParameter[] = [];
  /** False where a part of the statement cannot be told from another one. */
  isUsable = true;
  #ordinals: Map<object, number> | null = null;
  readonly #serial = (serial += 1);

  /** Adds a word: a mark; a name or a text where nothing else can stand. */
  put(word: string): void {
    this.parts[this.length] = word;
    this.length += 1;
  }

  /** Adds a number: the serial of something that lives as long as the program. */
  putNumber(number: number): void {
    this.parts[this.length] = number;
    this.length += 1;
  }

  /** Adds a text where an element could stand as well. */
  putText(text: string): void {
    this.put('"');
    this.put(text);
  }

  /** Equal for equal lists; different for most others. */
  get hash(): number {
    const { parts, length } = this;
    let hash = length;
    for (let i = 0; i < length; i += 1) {
      const part = parts[i]!;
      // the lengths of words, and the numbers of what lives as long as the program, tell most keys apart
      hash = (Math.imul(hash, 31) + (typeof part === 'number' ? part : part.length)) | 0;
    }
    return hash;
  }

  /** The parts, to be kept while other keys are made. */
  kept(): readonly KeyPart[] {
    return this.parts.slice(0, this.length);
  }

  /** Adds an element; null counts as a part too. */
  add(element: ClauseElement | null | undefined): void {
    if (element === null || element === undefined) this.put('~');
    else element[keyTo](this);
  }

  /** Adds a list with its length, so that it cannot be taken for two shorter ones. */
  addAll(elements: readonly ClauseElement[]): void {
    this.putNumber(elements.length);
    for (let i = 0; i < elements.length; i += 1) elements[i]![keyTo](this);
  }

  /** Adds a bound value; answers true where its structure must be added. One parameter used in two places is one value. */
  isNewBind(bind: BindParameter): boolean {
    if (bind.keySerial === this.#serial) {
      this.put('=');
      this.putNumber(bind.keyIndex);
      return false;
    }
    bind.keySerial = this.#serial;
    bind.keyIndex = this.binds.length;
    this.binds.push(bind);
    return true;
  }

  /** Adds a part that is known by identity. Answers true when it is met for the first time: its structure must be added then. */
  isNew(part: object): boolean {
    this.#ordinals ??= new Map();
    const known = this.#ordinals.get(part);
    this.put(known === undefined ? '#' : '@');
    this.putNumber(known ?? this.#ordinals.size);
    if (known === undefined) this.#ordinals.set(part, this.#ordinals.size);
    return known === undefined;
  }
}

keepLayout(new CacheKey());
