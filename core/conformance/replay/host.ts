export type Scope = Map<string, unknown>;
export type KeywordArguments = Record<string, unknown>;

/** What the replay cannot know: the port's objects. */
export interface Host {
  /** Names in scope: model classes, `session`, `select`, `func`, types, `datetime` … under their Python names. */
  readonly globals: Scope;
  /** True for SQL expressions and columns: operators on them make SQL. */
  isSql(value: unknown): boolean;
  /** Turns a plain value into an expression, for `1 + User.age`. */
  literal(value: unknown, beside?: unknown): unknown;
  /**
   * True for calls whose keywords are attribute or column names and must stay as written (model constructors, filter_by, values …). Where the callee is a
   * class, keywords that are `None` are left out: to SQLAlchemy they are unset (orm.md section 7).
   */
  keepsKeywords(callee: unknown, name: string): boolean;
  /** Builds what `class Name(Base): …` of a case's own models makes; members in order of assignment. */
  defineClass(name: string, bases: readonly unknown[], members: ReadonlyMap<string, unknown>): unknown;
  /** A chance to answer an attribute the rules below would miss; `undefined` means "use the rules". */
  attribute?(object: unknown, name: string): { readonly value: unknown } | undefined;
  /** A chance to make a call that needs more than the rules; `undefined` means "use the rules". */
  call?(
    callee: unknown,
    receiver: unknown,
    name: string,
    args: readonly unknown[],
    keywords: KeywordArguments,
  ): { readonly value: unknown } | undefined;
  /** Arithmetic and order of values that are not JavaScript's own (dates, durations, decimals): `Add Sub Mult Div Mod USub`, and `Order` (−1, 0, 1); `undefined` means "use the rules". */
  operate?(operator: string, left: unknown, right: unknown): unknown;
  /** A chance to do `object.name = value` in another way; true when done. */
  setAttribute?(object: unknown, name: string, value: unknown): boolean;
  /** `del object.name`, which JavaScript cannot tell a prototype's accessor; true when done. */
  deleteAttribute?(object: unknown, name: string): boolean;
  /** Where attributes cannot wait: loads one, so that it can be read. */
  load?(object: unknown, name: string): Promise<unknown> | undefined;
  /** Where queries answer later: what iterating over one gives. */
  rows?(value: unknown): Promise<Iterable<unknown>> | undefined;
  /** A class's name where its own `name` may be something else (a column). */
  className?(type: unknown): string | undefined;
  /** Enters a `with` block; the result is called at its end with the error, if any, and returns true to swallow it. */
  enter?(context: unknown, name: string): { readonly value: unknown; exit(error: unknown): boolean } | undefined;
  /** True when `error` is what Python's `except name` would catch. */
  catches(error: unknown, name: string): boolean;
  /** Collects `print`. */
  print?(line: string): void;
  /** Python's `repr` and `str` of the port's objects. */
  repr?(value: unknown): string | undefined;
}
