import { PGlite } from '@electric-sql/pglite';
import { afterAll } from 'vitest';
import { createAsyncEngine, createEngine } from '../../engine/engine.ts';
import { dialectSuite } from '../../testing/dialect-suite.ts';
import { pgliteDriver, pgliteSyncDriver } from './pglite-driver.ts';

// Both ways over one instance, one after the other: it takes more than a second to start.
const instance = await PGlite.create();
afterAll(() => instance.close());

dialectSuite('PGlite, blocking', async () => createEngine('pglite://', { driver: pgliteSyncDriver(instance) }));
dialectSuite('PGlite, waiting', async () => createAsyncEngine('pglite://', { driver: pgliteDriver(instance) }));
