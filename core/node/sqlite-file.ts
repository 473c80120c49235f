import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SqlJsConnection } from '../dialects/sqlite/sql-js-connection.ts';
import { isMemoryUrl, type OpenedDatabase } from '../dialects/sqlite/sql-js-driver.ts';
import type { URL } from '../engine/url.ts';
import { OperationalError } from '../errors.ts';

/** What a file looked like when it was last read or written by us. */
type Stamp = { readonly size: number; readonly mtimeMs: number } | null;

/**
 * The file behind a `sqlite:///` URL: its bytes, and a hook that replaces it after every commit. A relative path is relative to the working
 * directory; a file that does not exist yet is made by the first commit.
 *
 * @throws OperationalError when the file cannot be read, or another program has unsaved pages of it in a journal
 */
export function openSqliteFile(url: URL): OpenedDatabase {
  if (isMemoryUrl(url)) return {};
  const path = resolve(url.database!);
  const image = readDatabase(path);
  let stamp = stampOf(path);
  return {
    image,
    label: path,
    afterCommit(connection: SqlJsConnection) {
      const now = stampOf(path);
      if (!sameStamp(stamp, now)) {
        throw failure(
          `'${path}' was changed by another program since it was read. Your changes are committed in memory only: open it again to see the other ones`,
        );
      }
      replaceFile(path, connection.export());
      stamp = stampOf(path);
    },
  };
}

function readDatabase(path: string): Uint8Array | null {
  const journal = ['-wal', '-journal'].find((suffix) => existsSync(path + suffix) && statSync(path + suffix).size > 0);
  if (journal) {
    throw failure(`'${path}' is in use: '${basename(path)}${journal}' holds pages that are not in it yet. Close the program that uses it`);
  }
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(dirname(path))) return null;
    throw failure(`unable to open database file '${path}': ${(error as Error).message}`, error);
  }
}

/** Writes a new file beside the old one and puts it in its place, so that a crash leaves one of them whole. */
function replaceFile(path: string, image: Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, 'w', existsSync(path) ? statSync(path).mode : undefined);
    try {
      writeFileSync(file, image);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw failure(
      `'${path}' could not be written: ${(error as Error).message}. Your changes are committed in memory only; the next commit tries again`,
      error,
    );
  }
}

function stampOf(path: string): Stamp {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? { size: stats.size, mtimeMs: stats.mtimeMs } : null;
}

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a === null || b === null ? a === b : a.size === b.size && a.mtimeMs === b.mtimeMs;
}

function failure(message: string, cause?: unknown): OperationalError {
  return new OperationalError(message, null, null, cause);
}
