import type { AsyncConnection } from '../../engine/connection.ts';
import type { AsyncEngine, Engine } from '../../engine/engine.ts';
import type { MetaData } from '../../schema/metadata.ts';

/** A database under test. A blocking engine answers with values: to await them changes nothing. */
export interface SuiteDatabase {
  readonly engine: AsyncEngine;
  readonly name: 'sqlite' | 'postgresql';
  /** A connection that is closed at the end of the test, also of one that fails. */
  connect(): AsyncConnection;
  /** Creates the tables, and drops everything at the end of the test. */
  create(metadata: MetaData): Promise<void>;
  /** SQL text for one kind of database each. */
  pick<T>(texts: { readonly sqlite: T; readonly postgresql: T }): T;
}

/** Makes one of an engine of either mode. */
export function suiteDatabase(engine: Engine | AsyncEngine): SuiteDatabase & { clean(): Promise<void> } {
  // The two modes have one shape; only what their methods give is awaited or not.
  const shared = engine as unknown as AsyncEngine;
  const name = engine.dialect.name as 'sqlite' | 'postgresql';
  const created: MetaData[] = [];
  const connections: AsyncConnection[] = [];
  return {
    engine: shared,
    name,
    connect() {
      const connection = shared.connect();
      connections.push(connection);
      return connection;
    },
    async create(metadata) {
      created.push(metadata);
      await metadata.createAll(shared);
    },
    pick: (texts) => texts[name],
    async clean() {
      for (const connection of connections.splice(0).reverse()) await connection.close();
      for (const metadata of created.splice(0).reverse()) await metadata.dropAll(shared);
    },
  };
}

/** What a call throws, or what its promise rejects with; fails where it does neither. */
export async function errorOf(work: () => unknown): Promise<any> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
