import * as v from 'valibot';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type {
  CellValue,
  ConflictReply,
  ConsoleLine,
  DialectsReply,
  EvaluateReply,
  ExpandReply,
  ExplainReply,
  GridColumn,
  InspectReply,
  OpenReply,
  Place,
  ResultBlock,
  RunSummary,
  SessionStrip,
  ShownValue,
  StatementEntry,
  TableCount,
  TransactionMark,
  WireError,
  WorkerEvent,
} from './protocol.ts';

/*
 * What a worker may say. User code shares the worker and can post anything, so the page takes no message that is not exactly one of these.
 * Objects are read key by key: a key that is not named here does not get through.
 */

const text = v.string();
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const nullableText = v.nullable(text);
const list = <Schema extends v.GenericSchema>(item: Schema, atMost: number) => v.pipe(v.array(item), v.maxLength(atMost), v.readonly());
const names = list(text, 10_000);

const place: v.GenericSchema<unknown, Place> = v.object({ file: text, line: count });

const cell: v.GenericSchema<unknown, CellValue> = v.union([
  v.null(),
  v.boolean(),
  v.pipe(v.number(), v.finite()),
  text,
  v.variant('t', [
    v.object({ t: v.literal('undefined') }),
    v.object({ t: v.picklist(['bigint', 'decimal', 'date', 'time', 'datetime', 'instant', 'interval', 'json', 'number', 'text']), text }),
    v.object({ t: v.literal('bytes'), length: count, hex: text }),
    v.object({ t: v.literal('entity'), model: text, text, handle: v.optional(count) }),
    v.object({ t: v.literal('list'), model: text, length: count, handle: v.optional(count) }),
    v.object({ t: v.literal('unloaded'), model: text, handle: v.optional(count) }),
  ]),
]) as v.GenericSchema<unknown, CellValue>;
const cells = list(cell, 10_000);
/** As many as a statement may have: many rows of a wide table go in one. */
const params = list(cell, 70_000);

const column: v.GenericSchema<unknown, GridColumn> = v.object({
  name: text,
  type: text,
  role: v.picklist(['column', 'primaryKey', 'foreignKey', 'relationship', 'value']),
});
const columns = list(column, 10_000);
const rows = list(cells, 100_000);

const shownValue: v.GenericSchema<unknown, ShownValue> = v.variant('kind', [
  v.object({ kind: v.literal('entities'), model: text, columns, rows, total: count }),
  v.object({ kind: v.literal('entity'), model: text, text, columns, row: cells }),
  v.object({ kind: v.literal('rows'), columns, rows, total: count }),
  v.object({ kind: v.literal('list'), items: list(cell, 100_000), total: count }),
  v.object({ kind: v.literal('value'), value: cell }),
  v.object({ kind: v.literal('query'), sql: text, params }),
  v.object({ kind: v.literal('object'), text }),
]);

const block: v.GenericSchema<unknown, ResultBlock> = v.object({
  line: count,
  endLine: count,
  source: text,
  name: nullableText,
  value: shownValue,
  statements: list(count, 10_000),
  durationMs: count,
});

const statement: v.GenericSchema<unknown, StatementEntry> = v.object({
  index: count,
  sql: text,
  params: list(params, 100),
  executions: count,
  rowCount: count,
  durationMs: count,
  phase: v.picklist(['schema', 'seed', 'run']),
  cause: text,
  relationship: nullableText,
  file: nullableText,
  line: v.nullable(count),
  error: nullableText,
});

const consoleLine: v.GenericSchema<unknown, ConsoleLine> = v.object({
  level: v.picklist(['log', 'info', 'warn', 'error']),
  text,
  file: nullableText,
  line: v.nullable(count),
});

const transactionMark: v.GenericSchema<unknown, TransactionMark> = v.object({
  kind: v.picklist(['begin', 'commit', 'rollback']),
  before: count,
  phase: v.picklist(['schema', 'seed', 'run']),
  file: nullableText,
  line: v.nullable(count),
});

const sessionStrip: v.GenericSchema<unknown, SessionStrip> = v.object({
  objects: list(
    v.object({
      model: text,
      text,
      state: v.picklist(['transient', 'pending', 'persistent', 'deleted', 'detached']),
      next: v.nullable(v.picklist(['insert', 'update', 'delete'])),
    }),
    1_000,
  ),
  counts: v.object({ transient: count, pending: count, persistent: count, deleted: count, detached: count }),
  flushes: list(
    v.object({
      index: count,
      at: v.nullable(place),
      steps: list(v.object({ verb: v.picklist(['insert', 'update', 'delete']), model: text, count }), 1_000),
    }),
    1_000,
  ),
});

const wireError: v.GenericSchema<unknown, WireError> = v.object({
  name: text,
  code: text,
  // Its keys are the worker's: a plain list of pairs first, so that no key can name a prototype.
  facts: v.pipe(
    v.custom<object>((facts) => typeof facts === 'object' && facts !== null),
    v.transform((facts): [string, unknown][] => Object.entries(facts)),
    list(v.tuple([text, text]), 100),
    v.transform((pairs) => Object.assign(Object.create(null), Object.fromEntries(pairs)) as Record<string, string>),
  ),
  message: text,
  frames: list(v.object({ file: text, line: count, column: count, function: nullableText }), 100),
});

const tableCount: v.GenericSchema<unknown, TableCount> = v.object({ table: text, rows: count });

const keyed = v.object({ name: nullableText, columns: names });
const tables = list(
  v.object({
    name: text,
    schema: nullableText,
    comment: nullableText,
    columns: list(
      v.object({
        name: text,
        type: text,
        nullable: v.boolean(),
        serverDefault: nullableText,
        autoincrement: v.boolean(),
        computed: nullableText,
        comment: nullableText,
      }),
      10_000,
    ),
    primaryKey: keyed,
    uniques: list(keyed, 10_000),
    indexes: list(v.object({ name: nullableText, columns: list(nullableText, 10_000), unique: v.boolean(), where: nullableText }), 10_000),
    checks: list(v.object({ name: nullableText, sql: text }), 10_000),
    foreignKeys: list(
      v.object({
        name: nullableText,
        columns: names,
        referredSchema: nullableText,
        referredTable: text,
        referredColumns: names,
        onDelete: nullableText,
        onUpdate: nullableText,
      }),
      10_000,
    ),
  }),
  5_000,
);
const models = list(
  v.object({
    name: text,
    table: text,
    schema: nullableText,
    attributes: list(v.object({ name: text, column: text }), 10_000),
    relationships: list(
      v.object({
        name: text,
        target: text,
        direction: v.picklist(['oneToMany', 'manyToOne', 'manyToMany']),
        uselist: v.boolean(),
        lazy: text,
        secondary: nullableText,
        fromBackref: v.boolean(),
        backPopulates: nullableText,
      }),
      10_000,
    ),
  }),
  5_000,
);
const schemaSnapshot: v.GenericSchema<unknown, SchemaSnapshot> = v.object({ version: v.literal(1), tables, models });

const changes = v.object({ added: count, changed: count, deleted: count });

const runSummary = v.object({
  error: v.nullable(wireError),
  failedIn: v.nullable(v.picklist(['models', 'seed', 'run'])),
  uncommitted: changes,
  seedUncommitted: changes,
  committedRows: count,
  base: v.picklist(['built', 'cached', 'kept', 'none']),
  session: v.optional(sessionStrip),
  counts: list(tableCount, 10_000),
  durationMs: count,
  engine: text,
  databaseBytes: count,
}) as v.GenericSchema<unknown, RunSummary>;

/** The reply of each call. */
export const replySchemas = {
  evaluate: v.object({ schema: v.nullable(schemaSnapshot), registry: text, error: v.nullable(wireError) }) as v.GenericSchema<
    unknown,
    EvaluateReply
  >,
  run: runSummary,
  rebuild: runSummary,
  open: v.object({ counts: list(tableCount, 10_000), engine: text, databaseBytes: count }) as v.GenericSchema<unknown, OpenReply>,
  explain: v.object({ steps: list(v.object({ id: count, parent: count, detail: text }), 10_000) }) as v.GenericSchema<
    unknown,
    ExplainReply
  >,
  expand: v.object({ value: shownValue, statements: list(statement, 10_000) }) as v.GenericSchema<unknown, ExpandReply>,
  inspect: v.object({ schema: schemaSnapshot }) as v.GenericSchema<unknown, InspectReply>,
  conflict: v.object({ table: nullableText, columns: names, value: v.nullable(shownValue), isOwn: v.boolean() }) as v.GenericSchema<
    unknown,
    ConflictReply
  >,
  dialects: v.object({ postgres: nullableText, mysql: nullableText }) as v.GenericSchema<unknown, DialectsReply>,
} as const;

const workerEvent: v.GenericSchema<unknown, WorkerEvent> = v.variant('event', [
  v.object({ event: v.literal('ready') }),
  v.object({
    event: v.literal('log'),
    at: v.nullable(place),
    blocks: list(block, 10_000),
    statements: list(statement, 10_000),
    statementCount: count,
    console: list(consoleLine, 10_000),
    transactions: list(transactionMark, 10_000),
    commits: count,
    uncommittedStatements: count,
  }),
  v.object({ event: v.literal('image'), phase: v.picklist(['base', 'run']), at: v.nullable(place), commits: count }),
  v.object({
    event: v.literal('rows'),
    block: count,
    rows: v.pipe(count, v.integer(), v.maxValue(1_000_000)),
    columns: list(v.object({ kind: v.picklist(['number', 'text', 'json']), from: count, to: count, ends: count }), 10_000),
  }),
]);

const answer = v.variant('ok', [
  v.object({ id: count, ok: v.literal(true), reply: v.unknown() }),
  v.object({ id: count, ok: v.literal(false), error: wireError }),
]);

export type ParsedMessage =
  | WorkerEvent
  | { readonly id: number; readonly ok: true; readonly reply: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

/** Reads the header of a message, or gives `null` where it is none. The reply of a call is read by `replySchemas` once the call is known. */
export function parseMessage(header: string): ParsedMessage | null {
  let json: unknown;
  try {
    json = JSON.parse(header);
  } catch {
    return null;
  }
  const isEvent = typeof json === 'object' && json !== null && 'event' in json;
  const parsed = v.safeParse(isEvent ? workerEvent : answer, json);
  return parsed.success ? parsed.output : null;
}

/** Reads a value by one of the schemas above, or gives `null`. */
export function parseWith<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

export { cell as cellSchema, schemaSnapshot as schemaSnapshotSchema, wireError as wireErrorSchema };
