/** How many items of a list a message shows. */
export const SHOWN_ITEMS = 20;
const SHOWN_CHARACTERS = 120;

/** A value as one short piece of text for a message; never throws. */
export function showValue(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (typeof value === 'function') return `<function ${value.name || 'anonymous'}>`;
  if (typeof value === 'symbol') return String(value);
  let text: string;
  try {
    text =
      typeof value === 'string'
        ? `'${value}'`
        : Array.isArray(value)
          ? `[${value.slice(0, SHOWN_ITEMS).map(showValue).join(', ')}]`
          : showObject(value);
  } catch {
    text = '<unprintable>';
  }
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function showObject(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${showValue(item)}`)
    .join(', ')}}`;
}
