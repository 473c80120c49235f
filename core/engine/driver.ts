import type { AsyncSender, SyncSender } from '../io.ts';
import type { Dialect } from './dialect.ts';
import type { URL } from './url.ts';

/** What an engine passes to the driver when it opens a connection. */
export interface DriverOptions {
  /** SQLite: enforce foreign keys (on unless `false`). */
  readonly foreignKeys?: boolean;
}

/** One open connection of a blocking driver. It sends requests as they come: transactions are the engine's matter. */
export interface SyncDriverConnection extends SyncSender {
  close(): void;
}

/** One open connection of a non-blocking driver. */
export interface AsyncDriverConnection extends AsyncSender {
  close(): Promise<void>;
}

interface DriverBase {
  /** As in `sqlite+sqljs`. */
  readonly name: string;
  readonly dialect: Dialect;
}

/** A way to reach a database without waiting: sql.js, PGlite's raw protocol. */
export interface SyncDriver extends DriverBase {
  readonly blocking: true;
  /**
   * Opens the database the URL names.
   *
   * @throws ArgumentError when the URL has parts this driver cannot use
   */
  open(url: URL, options: DriverOptions): SyncDriverConnection;
}

/** A way to reach a database that answers later. */
export interface AsyncDriver extends DriverBase {
  readonly blocking: false;
  /** As {@link SyncDriver.open}, later. */
  open(url: URL, options: DriverOptions): Promise<AsyncDriverConnection>;
}

/** A driver of either mode. */
export type Driver = SyncDriver | AsyncDriver;
