/** Thrown for a snippet that uses Python this replay does not read; such a case counts as not run, never as passed. */
export class NotReadable extends Error {}

/** An error of Python's own that the snippet itself causes: `name` is its class (`AttributeError`, `ValueError` …). */
export class PythonError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether Python's `except name` catches it. */
  isA(name: string): boolean {
    return this.name === name || name === 'Exception' || (name === 'LookupError' && /^(Key|Index)Error$/.test(this.name));
  }
}
