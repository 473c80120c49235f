import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { AsyncEngine, Engine } from '../engine/engine.ts';
import { injectionSuite } from './suite/injection-suite.ts';
import { inspectorSuite } from './suite/inspector-suite.ts';
import { schemaSuite } from './suite/schema-suite.ts';
import { statementSuite } from './suite/statement-suite.ts';
import { suiteDatabase } from './suite/suite-database.ts';
import { transactionSuite } from './suite/transaction-suite.ts';
import { typeSuite } from './suite/type-suite.ts';

/**
 * What every database must do, in the same words for all of them.
 *
 * @param name - of the driver under test
 * @param open - gives an engine over an empty database; it serves all tests, each cleans up
 */
export function dialectSuite(name: string, open: () => Promise<Engine | AsyncEngine>): void {
  describe(name, () => {
    let database: ReturnType<typeof suiteDatabase>;
    beforeAll(async () => {
      database = suiteDatabase(await open());
    });
    afterEach(() => database.clean());
    afterAll(() => database.engine.dispose());
    const current = () => database;
    describe('schema', () => schemaSuite(current));
    describe('types', () => typeSuite(current));
    describe('statements', () => statementSuite(current));
    describe('injection', () => injectionSuite(current));
    describe('transactions', () => transactionSuite(current));
    describe('inspector', () => inspectorSuite(current));
  });
}
