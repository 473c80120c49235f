import type { Cure } from '../features/editor/problem.ts';
import type { WireError } from '../runtime/protocol.ts';
import type { Messages } from '../ui/messages/messages.ts';
import { findAttribute } from './locate-error.ts';

/** The change that would end an error, where the page knows one: a foreign key on the column that is plainly meant for it. */
export function cureOf(
  error: WireError,
  files: readonly { readonly path: string; readonly text: string }[],
  messages: Messages,
): Cure | null {
  const { entity, attribute, table, targetTable } = error.facts;
  if (error.code !== 'no-foreign-keys' || !entity || !attribute || !table || !targetTable) return null;
  for (const column of [`${attribute}_id`, `${attribute}Id`]) {
    const place = findAttribute(files, entity, column);
    const line = files.find((file) => file.path === place?.path)?.text.split('\n')[(place?.line ?? 0) - 1];
    const found = line === undefined || line.includes('ForeignKey') ? null : /^\s*(\w+)\s*:\s*db\.Column\(\s*db\.\w+(\(\d*\))?/.exec(line);
    if (!place || !found || found[1] !== column) continue;
    const at = found[0].length + 1;
    return {
      label: messages.app.addForeignKey(`${table}.${column}`),
      path: place.path,
      edits: [{ line: place.line, column: at, endLine: place.line, endColumn: at, text: `, db.ForeignKey('${targetTable}.id')` }],
    };
  }
  return null;
}
