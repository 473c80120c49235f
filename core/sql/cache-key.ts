import type { BindParameter } from './bind-parameter.ts';
import type { ClauseElement } from './clause-element.ts';
import { keyTo } from './protocol.ts';

let serial = 0;

/**
 * The structure of a statement as text, and the values it carries. Two statements with equal text compile to the same SQL; the values of the second
 * one are then bound in place of the first one's. Parts made anew for every statement (an alias, a subquery) count by the order in which they are met.
 */
export class CacheKey {
  text = '';
  /** The bound values in the order they were met. */
  readonly binds: BindParameter[] = [];
  /** False where a part of the statement cannot be told from another one. */
  isUsable = true;
  #ordinals: Map<object, number> | null = null;
  readonly #serial = (serial += 1);

  /** Adds an element; null counts as a part too. */
  add(element: ClauseElement | null | undefined): void {
    if (element === null || element === undefined) this.text += '~';
    else element[keyTo](this);
  }

  /** Adds a list, so that it cannot be taken for two shorter ones. */
  addAll(elements: readonly ClauseElement[]): void {
    this.text += '[';
    for (let i = 0; i < elements.length; i += 1) elements[i]![keyTo](this);
    this.text += ']';
  }

  /** Adds a text of the statement's own, marked off by its length. */
  addText(text: string): void {
    this.text += `${text.length}:${text}`;
  }

  /** Adds a bound value; answers true where its structure must be added. One parameter used in two places is one value. */
  isNewBind(bind: BindParameter): boolean {
    if (bind.keySerial === this.#serial) {
      this.text += `=${bind.keyIndex}`;
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
    if (known !== undefined) {
      this.text += `@${known}`;
      return false;
    }
    this.text += `#${this.#ordinals.size}`;
    this.#ordinals.set(part, this.#ordinals.size);
    return true;
  }
}

/** The structure of `element` and its values. */
export function cacheKeyOf(element: ClauseElement): CacheKey {
  const key = new CacheKey();
  element[keyTo](key);
  return key;
}
