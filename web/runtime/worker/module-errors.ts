/** An import of something that is neither the library nor a file of the project. */
export class UnknownImportError extends Error {
  override readonly name = 'UnknownImportError';
  readonly code = 'unknown-import';
  readonly specifier: string;
  readonly from: string;
  constructor(specifier: string, from: string) {
    super(`'${specifier}' cannot be imported: only crowfoot and your own files.`);
    this.specifier = specifier;
    this.from = from;
  }
}

/** A relative import that leads to no file of the project. */
export class UnknownFileError extends Error {
  override readonly name = 'UnknownFileError';
  readonly code = 'unknown-file';
  readonly specifier: string;
  readonly from: string;
  readonly files: string;
  constructor(specifier: string, from: string, files: readonly string[]) {
    super(`'${specifier}' leads to no file of this project. Its files are ${files.join(', ')}.`);
    this.specifier = specifier;
    this.from = from;
    this.files = files.join(', ');
  }
}

/** `await` at the top level of a file that is imported, not run. */
export class AwaitInImportError extends Error {
  override readonly name = 'AwaitInImportError';
  readonly code = 'await-in-import';
  readonly file: string;
  constructor(file: string) {
    super(`${file} awaits at its top level. Only the file that is run can; move the await into a function.`);
    this.file = file;
  }
}

/** The emitted text of a file is no JavaScript. */
export class BrokenModuleError extends Error {
  override readonly name = 'SyntaxError';
  readonly code = 'syntax-error';
  readonly file: string;
  constructor(file: string, cause: SyntaxError) {
    super(`${file}: ${cause.message}`, { cause });
    this.file = file;
  }
}
