export interface WordMatch {
  /** Larger is better. */
  readonly score: number;
  /** Which letters of the text were hit: start and end of each run. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/**
 * Whether a typed query means a text: each of its words must be found, as a whole or letter by letter at the beginnings of words.
 * `tl` finds "Text larger", `seed` finds "Run seed.ts".
 */
export function matchWords(query: string, text: string): WordMatch | null {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  // Some letters change their length in lower case; places would no longer fit.
  if (lower.length !== text.length) return words.every((word) => lower.includes(word)) ? { score: 0, ranges: [] } : null;
  let score = 0;
  const hit = new Set<number>();
  for (const word of words) {
    const found = findWhole(word, lower) ?? findInitials(word, lower);
    if (!found) return null;
    score += found.score;
    for (const place of found.places) hit.add(place);
  }
  return { score: score - text.length / 1000, ranges: rangesOf(hit) };
}

function findWhole(word: string, text: string): { score: number; places: number[] } | null {
  let best = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (best < 0) best = at;
    if (isStart(text, at)) {
      best = at;
      break;
    }
  }
  if (best < 0) return null;
  const places = Array.from({ length: word.length }, (_, index) => best + index);
  return { score: (best === 0 ? 30 : isStart(text, best) ? 20 : 10) + word.length, places };
}

function findInitials(word: string, text: string): { score: number; places: number[] } | null {
  const places: number[] = [];
  let at = 0;
  for (const letter of word) {
    while (at < text.length && !(text[at] === letter && (isStart(text, at) || places.at(-1) === at - 1))) at++;
    if (at === text.length) return null;
    places.push(at++);
  }
  return { score: word.length, places };
}

const isStart = (text: string, at: number): boolean => at === 0 || /[\s._/\-(:“]/.test(text[at - 1]!);

function rangesOf(places: ReadonlySet<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === place) last[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}
