const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A stretch of an emitted line: from `column` on it stands for `sourceLine`, `sourceColumn`. All from 0. */
interface Segment {
  readonly column: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

/** Leads places in one emitted file back to the source. Lines and columns are from 1. */
export class SourceMap {
  readonly #map: string;
  #lines: readonly (readonly Segment[])[] | null = null;

  /** @param map - the map's JSON text, of one source; an empty text maps nothing */
  constructor(map: string) {
    this.#map = map;
  }

  originalOf(line: number, column: number): { readonly line: number; readonly column: number } | null {
    this.#lines ??= this.#map === '' ? [] : decode((JSON.parse(this.#map) as { mappings: string }).mappings);
    const segments = this.#lines[line - 1] ?? [];
    const segment = segments.findLast((candidate) => candidate.column <= column - 1) ?? segments[0];
    return segment ? { line: segment.sourceLine + 1, column: segment.sourceColumn + 1 } : null;
  }
}

function decode(mappings: string): Segment[][] {
  let [sourceLine, sourceColumn] = [0, 0];
  return mappings.split(';').map((line) => {
    let column = 0;
    return line
      .split(',')
      .filter((text) => text !== '')
      .flatMap((text) => {
        const [columnStep = 0, , lineStep, sourceColumnStep] = decodeNumbers(text);
        column += columnStep;
        if (lineStep === undefined || sourceColumnStep === undefined) return [];
        sourceLine += lineStep;
        sourceColumn += sourceColumnStep;
        return [{ column, sourceLine, sourceColumn }];
      });
  });
}

/** Base64 VLQ: five bits a digit, the sixth says that more follow; the lowest bit of a number is its sign. */
function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of text) {
    const digit = digits.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
