import { createEngine } from '../../engine/engine.ts';
import { dialectSuite } from '../../testing/dialect-suite.ts';
import { sqlJs, statementWays } from '../../testing/sql-js.ts';
import { sqlJsDriver } from './sql-js-driver.ts';

for (const [way, statements] of statementWays) {
  dialectSuite(`sql.js, ${way}`, async () => createEngine('sqlite://', { driver: sqlJsDriver(sqlJs, { statements }) }));
}
