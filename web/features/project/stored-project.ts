import * as v from 'valibot';
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import type { EmittedFile, RunReply, TableCount } from '../../runtime/protocol.ts';

/** The newest format this page reads and the one it writes. */
export const formatVersion = 1;

const file = v.object({ path: v.string(), text: v.string() });

/** Where the diagram's tables stand and what is folded; only the diagram reads more than its version. */
const diagramLayout = v.object({
  version: v.literal(1),
  tables: v.array(v.object({ schema: v.nullable(v.string()), name: v.string(), x: v.number(), y: v.number() })),
  open: v.array(v.object({ schema: v.nullable(v.string()), name: v.string() })),
  legend: v.boolean(),
});

const storedProject = v.object({
  formatVersion: v.literal(formatVersion),
  id: v.pipe(v.string(), v.nonEmpty()),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  name: v.string(),
  createdAt: v.number(),
  savedAt: v.number(),
  dataState: v.picklist(['rebuilt', 'kept']),
  files: v.array(file),
  diagram: v.nullable(diagramLayout),
  layout: v.object({ open: v.array(v.string()), active: v.string(), entry: v.string() }),
  /** Of the seed that its data were made with; absent where that is not known. */
  seedHash: v.optional(v.string()),
  /** The example it began as. */
  origin: v.optional(v.string()),
  settings: v.object({ editorSize: v.pipe(v.number(), v.minValue(11), v.maxValue(28)) }),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type StoredFile = DeepReadonly<v.InferOutput<typeof file>>;
/** A project as it lies in the browser's database: its texts and how it is looked at. Images and derived things lie apart. */
export type StoredProject = DeepReadonly<v.InferOutput<typeof storedProject>>;

/** What the last run showed, valid for the sources of its hash and told as old for any other. */
export interface StoredRun {
  readonly sourcesHash: string;
  readonly entry: string;
  /** Milliseconds since the epoch; 0 where the run was made together with the page. */
  readonly at: number;
  readonly reply: RunReply;
}

/** What can be made again from the sources, kept so that a reload shows and runs them before the compiler is there. */
export interface DerivedCache {
  readonly version: 1;
  /** Of the sources that `emitted`, `schema` and `registry` were made from. */
  readonly sourcesHash: string;
  readonly emitted: readonly EmittedFile[];
  /** The file whose values the emitted code shows; absent: the one the project's Run runs. */
  readonly entry?: string;
  readonly schema: SchemaSnapshot | null;
  readonly registry: string;
  readonly evaluatedAt: number;
  readonly lastRun: StoredRun | null;
  /** What the data are now, where something has changed them after the last run. */
  readonly data?: { readonly counts: readonly TableCount[]; readonly databaseBytes: number } | undefined;
}

export interface ProjectBundle {
  readonly project: StoredProject;
  readonly derived: DerivedCache | null;
}

export type ParsedProject =
  | { readonly status: 'ok'; readonly project: StoredProject }
  | { readonly status: 'newer'; readonly name: string; readonly version: number }
  | { readonly status: 'damaged'; readonly name: string };

const nameOf = (record: unknown): string => {
  const name = (record as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : '';
};

/** Tells a project from one that a newer page wrote and from one that is damaged; neither of these is ever written over. */
export function parseProject(record: unknown): ParsedProject {
  const version = (record as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > formatVersion) return { status: 'newer', name: nameOf(record), version };
  const parsed = v.safeParse(storedProject, record);
  if (!parsed.success || !parsed.output.files.length) return { status: 'damaged', name: nameOf(record) };
  return { status: 'ok', project: parsed.output };
}

const derivedCache = v.object({
  version: v.literal(1),
  sourcesHash: v.string(),
  emitted: v.array(v.object({ path: v.string(), js: v.string(), map: v.string() })),
  entry: v.optional(v.string()),
  schema: v.nullable(
    v.looseObject({
      version: v.literal(1),
      tables: v.array(v.looseObject({ name: v.string() })),
      models: v.array(v.looseObject({ name: v.string() })),
    }),
  ),
  registry: v.string(),
  evaluatedAt: v.number(),
  data: v.optional(v.object({ counts: v.array(v.object({ table: v.string(), rows: v.number() })), databaseBytes: v.number() })),
  lastRun: v.nullable(
    v.object({
      sourcesHash: v.string(),
      entry: v.string(),
      at: v.number(),
      reply: v.looseObject({
        blocks: v.array(v.looseObject({ line: v.number() })),
        statements: v.array(v.looseObject({ sql: v.string() })),
        counts: v.array(v.looseObject({ table: v.string() })),
      }),
    }),
  ),
});

/** A derived cache that does not parse is nothing lost: it is made again. */
export function parseDerived(record: unknown): DerivedCache | null {
  const parsed = v.safeParse(derivedCache, record);
  return parsed.success ? (parsed.output as unknown as DerivedCache) : null;
}
