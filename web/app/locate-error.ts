import { escapePattern } from '../lib/escape-pattern.ts';
import type { WireError } from '../runtime/protocol.ts';

interface Text {
  readonly path: string;
  readonly text: string;
}

export interface ErrorPlace {
  readonly path: string;
  readonly line: number;
}

/**
 * The line an error belongs to: where its class and attribute are written, if it names them, else the innermost of the user's own lines.
 * A mapping is configured at its first use, far from the line that is wrong; the names lead back to it.
 */
export function locateError(error: WireError, files: readonly Text[], fallback: string): ErrorPlace {
  const { entity, attribute, relationship } = error.facts;
  const named = entity ? findAttribute(files, entity, attribute ?? relationship ?? null) : null;
  if (named) return named;
  const frame = error.frames.find((one) => {
    const source = files.find((file) => file.path === one.file)?.text.split('\n')[one.line - 1];
    // A model without a constructor of its own has one all the same: what it was given stands where it was called.
    return source !== undefined && !(one.function?.startsWith('new ') && /\bclass\b/.test(source));
  });
  return frame ? { path: frame.file, line: frame.line } : { path: fallback, line: 1 };
}

/** The line of `get role()`'s definition, of `role:`, or of the class itself. */
export function findAttribute(files: readonly Text[], entity: string, attribute: string | null): ErrorPlace | null {
  const classLine = new RegExp(`\\bclass\\s+${escapePattern(entity)}\\b`);
  for (const { path, text } of files) {
    const lines = text.split('\n');
    const start = lines.findIndex((line) => classLine.test(line));
    if (start < 0) continue;
    if (attribute === null) return { path, line: start + 1 };
    const next = lines.findIndex((line, at) => at > start && /^\s*(export\s+)?(abstract\s+)?class\s/.test(line));
    const end = next < 0 ? lines.length : next;
    const attributeLine = new RegExp(`^\\s*(get\\s+)?['"]?${escapePattern(attribute)}['"]?\\s*[:(]`);
    for (let at = start; at < end; at++) {
      if (!attributeLine.test(lines[at]!)) continue;
      // A getter's definition stands a line below, where the call is.
      const call = /\bget\s/.test(lines[at]!) && !/relationship\(/.test(lines[at]!) && /relationship\(/.test(lines[at + 1] ?? '') ? 1 : 0;
      return { path, line: at + call + 1 };
    }
    return { path, line: start + 1 };
  }
  return null;
}
