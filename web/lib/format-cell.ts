import type { CellValue } from './cell-value.ts';

/** How a value looks: words a reader must not take for text are told by `kind`, and shown in another style as well as another colour. */
export interface CellText {
  readonly text: string;
  readonly kind: 'text' | 'number' | 'keyword' | 'absent' | 'entity' | 'relation' | 'data';
  /** What it is, where its text alone does not say it. */
  readonly title?: string;
}

/** A string that reads like another value, or whose edges are blank, is shown in quotes. */
const mistakable = /^(null|undefined|true|false|nan|-?(\d+(\.\d+)?(e[+-]?\d+)?|infinity)n?|x'.*'|)$|^\s|\s$/i;

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

/** A value in a grid, or with `quoted` where it stands alone and a text must look like one. */
export function formatCell(value: CellValue, quoted = false): CellText {
  if (value === null) return { text: 'NULL', kind: 'absent' };
  switch (typeof value) {
    case 'boolean':
      return { text: String(value), kind: 'keyword' };
    case 'number':
      return { text: Object.is(value, -0) ? '-0' : String(value), kind: 'number' };
    case 'string':
      return { text: quoted || mistakable.test(value) ? quote(value) : value.replaceAll('\n', '↵'), kind: 'text' };
    default:
      return formatTagged(value);
  }
}

function formatTagged(value: Exclude<CellValue, null | boolean | number | string>): CellText {
  switch (value.t) {
    case 'undefined':
      return { text: 'undefined', kind: 'absent' };
    case 'bigint':
      return { text: `${value.text}n`, kind: 'number', title: 'bigint' };
    case 'number':
      return { text: value.text, kind: 'number' };
    case 'decimal':
      return { text: value.text, kind: 'number', title: 'Decimal' };
    case 'json':
      return { text: value.text, kind: 'data', title: 'JSON' };
    case 'bytes': {
      const shown = value.hex.length > 32 ? `${value.hex.slice(0, 32)}…` : value.hex;
      return { text: `x'${shown}'`, kind: 'data', title: `${value.length} B` };
    }
    case 'entity':
      return { text: value.text, kind: 'entity', title: value.model };
    case 'list':
      return { text: `${value.model} × ${value.length}`, kind: 'relation', title: value.model };
    case 'unloaded':
      return { text: '', kind: 'relation', title: value.model };
    case 'text':
      return { text: value.text, kind: 'data' };
    default:
      return { text: value.text, kind: 'data', title: temporalName[value.t] };
  }
}

const temporalName = {
  date: 'Temporal.PlainDate',
  time: 'Temporal.PlainTime',
  datetime: 'Temporal.PlainDateTime',
  instant: 'Temporal.Instant',
  interval: 'Temporal.Duration',
};

/** A value in a file of comma-separated values: NULL and undefined are empty, bytes are hexadecimal, a text is itself. */
export function cellForExport(value: CellValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  switch (value.t) {
    case 'undefined':
    case 'unloaded':
      return '';
    case 'bytes':
      return value.hex;
    case 'list':
      return `${value.model} × ${value.length}`;
    default:
      return value.text;
  }
}

/** Which of two values sorts first: NULL before numbers before text, as SQLite does. */
export function compareCells(a: CellValue, b: CellValue): number {
  const rank = (value: CellValue): number =>
    value === null || (typeof value === 'object' && value.t === 'undefined') ? 0 : sortNumber(value) !== null ? 1 : 2;
  const byRank = rank(a) - rank(b);
  if (byRank) return byRank;
  const x = sortNumber(a);
  const y = sortNumber(b);
  if (x !== null && y !== null) return x < y ? -1 : x > y ? 1 : 0;
  const left = cellForExport(a);
  const right = cellForExport(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortNumber(value: CellValue): number | bigint | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'object' || value === null) return null;
  if (value.t === 'bigint') return BigInt(value.text);
  return value.t === 'decimal' || value.t === 'number' ? Number(value.text) : null;
}
