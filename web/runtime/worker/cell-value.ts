import type { CellValue } from '../protocol.ts';

const textLimit = 10_000;
const bytesShown = 64;

/** A text as far as a cell shows it; how long it is stands behind what is left of it. */
export function limitText(text: string, limit: number = textLimit): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length.toLocaleString('en')} characters)`;
}

function bytesCell(bytes: Uint8Array): CellValue {
  const hex = Array.from(bytes.subarray(0, bytesShown), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { t: 'bytes', length: bytes.length, hex };
}

/** A value without parts; `null` where the value has some. */
export function simpleCell(value: unknown): { readonly cell: CellValue } | null {
  switch (typeof value) {
    case 'string':
      return { cell: limitText(value) };
    case 'boolean':
      return { cell: value };
    case 'number':
      return { cell: Number.isFinite(value) ? value : { t: 'number', text: String(value) } };
    case 'bigint':
      return { cell: { t: 'bigint', text: limitText(String(value)) } };
    case 'undefined':
      return { cell: { t: 'undefined' } };
    case 'object':
      if (value === null) return { cell: null };
      return value instanceof Uint8Array ? { cell: bytesCell(value) } : null;
    default:
      return null;
  }
}
