/**
 * A quicker way to run statements on sql.js: through the functions its WebAssembly exports and its memory, without the glue a cell costs. Texts of many
 * rows are decoded at once. Everything used is public: `instantiateWasm` of Emscripten, the exports of the module, the address of the database.
 */
import type { DriverValue } from '../../io.ts';
import type { SqlJsConfig, SqlJsDatabase, SqlJsStatic } from './sql-js-api.ts';
import { SqlJsModule, type WasmMemory } from './sql-js-module.ts';
import { RowReader } from './sql-js-rows.ts';
import type { PreparedStatement, PrepareStatement } from './sql-js-statement.ts';

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
declare const WebAssembly: {
  readonly Memory: abstract new () => WasmMemory;
  /** Bytes give the instance with its module, a module only the instance. */
  instantiate(wasm: object, imports: object): Promise<{ instance: WasmInstance; module: unknown } | WasmInstance>;
};

/** What a host needs to start sql.js so that its memory can be reached. */
export interface DirectAccess {
  /** Goes into `initSqlJs`, beside nothing else that loads the module. */
  readonly config: Pick<SqlJsConfig, 'instantiateWasm'>;
  /** Goes into the driver's options; gives `null` where this sql.js lacks something, and the public interface serves. */
  statements(sqlJs: SqlJsStatic): (database: SqlJsDatabase) => PrepareStatement | null;
}

/**
 * @param wasm - the bytes of `sql-wasm.wasm`, or the module compiled from them
 * @example
 * const direct = directAccess(wasmBinary);
 * const sqlJs = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });
 * drivers.register('sqlite', sqlJsDriver(sqlJs, { statements: direct.statements(sqlJs) }));
 */
export function directAccess(wasm: object): DirectAccess {
  let memory: WasmMemory | null = null;
  const readings = new WeakMap<SqlJsStatic, Reading | null>();
  return {
    config: {
      instantiateWasm(imports, done) {
        void WebAssembly.instantiate(wasm, imports).then((made) => {
          const { instance, module } = 'instance' in made ? made : { instance: made, module: wasm };
          memory = (Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory) as WasmMemory | undefined) ?? null;
          done(instance, module);
        });
        return {};
      },
    },
    statements: (sqlJs) => (database) => {
      if (memory === null) return null;
      let reading = readings.get(sqlJs);
      if (reading === undefined) {
        const module = SqlJsModule.of(sqlJs, memory);
        readings.set(sqlJs, (reading = module === null ? null : { module, rows: new RowReader(module) }));
      }
      if (reading === null) return null;
      const machine = new Machine(reading, database.db);
      return (sql) => new DirectStatement(machine, sql);
    },
  };
}

const encoder = new TextEncoder();
/** What a step gives at the end. */
const DONE = 101;

/** What all databases of one sql.js share. */
interface Reading {
  readonly module: SqlJsModule;
  readonly rows: RowReader;
}

/** One open database. */
class Machine {
  readonly module: SqlJsModule;
  readonly rows: RowReader;
  readonly #database: number;
  /** Where the texts and bytes of one execution are put; used by one execution at a time. */
  #scratch = 0;
  #scratchSize = 0;
  #busy = false;

  constructor({ module, rows }: Reading, database: number) {
    this.module = module;
    this.rows = rows;
    this.#database = database;
  }

  error(): Error {
    return new Error(this.module.text(this.module.exports._sqlite3_errmsg(this.#database)));
  }

  prepare(sql: string): number {
    const { exports } = this.module;
    const text = exports.stringToNewUTF8(sql);
    const slot = exports._malloc(4);
    try {
      const code = exports._sqlite3_prepare_v2(this.#database, text, -1, slot, 0);
      if (code !== 0) throw this.error();
      const statement = new DataView(this.module.bytes.buffer).getInt32(slot, true);
      if (statement === 0) throw new Error('Nothing to prepare');
      return statement;
    } finally {
      exports._free(text);
      exports._free(slot);
    }
  }

  /** Room for `size` bytes until `release`: the common place, or one of its own where a function in SQL runs another statement meanwhile. */
  reserve(size: number): number {
    const { exports } = this.module;
    if (this.#busy) return exports._malloc(size);
    this.#busy = true;
    if (size > this.#scratchSize) {
      if (this.#scratch !== 0) exports._free(this.#scratch);
      this.#scratchSize = Math.max(size, 16_384);
      this.#scratch = exports._malloc(this.#scratchSize);
    }
    return this.#scratch;
  }

  release(address: number): void {
    if (address === this.#scratch) this.#busy = false;
    else this.module.exports._free(address);
  }
}

class DirectStatement implements PreparedStatement {
  readonly columns: readonly string[];
  readonly #machine: Machine;
  readonly #statement: number;

  constructor(machine: Machine, sql: string) {
    this.#machine = machine;
    this.#statement = machine.prepare(sql);
    const { exports } = machine.module;
    const count = exports._sqlite3_column_count(this.#statement);
    this.columns = Array.from({ length: count }, (_, index) => machine.module.text(exports._sqlite3_column_name(this.#statement, index)));
  }

  rows(params: readonly DriverValue[]): DriverValue[][] {
    const { exports } = this.#machine.module;
    const room = params.length > 0 ? this.#bind(params) : 0;
    try {
      return this.columns.length === 0 ? this.#finish() : this.#machine.rows.read(this.#statement, this.columns.length, this.#machine);
    } finally {
      exports._sqlite3_reset(this.#statement);
      if (params.length > 0) exports._sqlite3_clear_bindings(this.#statement);
      if (room !== 0) this.#machine.release(room);
    }
  }

  free(): void {
    this.#machine.module.exports._sqlite3_finalize(this.#statement);
  }

  /** Runs a statement that has no rows to give. */
  #finish(): DriverValue[][] {
    if (this.#machine.module.exports._sqlite3_step(this.#statement) !== DONE) throw this.#machine.error();
    return [];
  }

  /** Binds every value; gives the address of the room their texts lie in, or 0. */
  #bind(params: readonly DriverValue[]): number {
    const machine = this.#machine;
    const size = roomFor(params);
    const room = size > 0 ? machine.reserve(size) : 0;
    let at = room;
    for (let index = 0; index < params.length; index += 1) {
      const value = params[index]!;
      if (typeof value === 'string') at = this.#bindText(index + 1, value, at);
      else if (value instanceof Uint8Array) at = this.#bindBytes(index + 1, value, at);
      else this.#bindNumber(index + 1, value);
    }
    return room;
  }

  #bindNumber(index: number, value: null | boolean | number | bigint): void {
    if (value === null) return;
    const { exports } = this.#machine.module;
    const number = Number(value);
    const code =
      number === (number | 0)
        ? exports._sqlite3_bind_int(this.#statement, index, number)
        : exports._sqlite3_bind_double(this.#statement, index, number);
    if (code !== 0) throw this.#machine.error();
  }

  #bindText(index: number, text: string, at: number): number {
    const machine = this.#machine;
    const length = writeText(machine.module.bytes, at, text);
    if (machine.module.exports._sqlite3_bind_text(this.#statement, index, at, length, 0) !== 0) throw machine.error();
    return at + length + 1;
  }

  #bindBytes(index: number, bytes: Uint8Array, at: number): number {
    const machine = this.#machine;
    machine.module.bytes.set(bytes, at);
    if (machine.module.exports._sqlite3_bind_blob(this.#statement, index, at, bytes.length, 0) !== 0) throw machine.error();
    return at + bytes.length + 1;
  }
}

function roomFor(params: readonly DriverValue[]): number {
  let size = 0;
  for (let index = 0; index < params.length; index += 1) {
    const value = params[index]!;
    if (typeof value === 'string') size += value.length * 3 + 1;
    else if (value instanceof Uint8Array) size += value.length + 1;
  }
  return size;
}

/** Writes UTF-8 and gives its length. Lone surrogates become U+FFFD, as everywhere. */
function writeText(memory: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) {
      const bytes = encoder.encode(text);
      memory.set(bytes, at);
      return bytes.length;
    }
    memory[at + index] = code;
  }
  return text.length;
}
