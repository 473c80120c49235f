import type { Dialect } from '../engine/dialect.ts';
import { type Io, runSync } from '../io.ts';
import { createAll, dropAll } from '../schema/create-all.ts';
import type { MetaData } from '../schema/metadata.ts';
import type { SchemaTarget } from '../schema/schema-target.ts';

type Work = (target: SchemaTarget, metadata: MetaData, options: { checkfirst: false }) => Io<void>;

/** The statements that a schema change sends on a dialect; no database is asked. */
function statementsOf(work: Work, metadata: MetaData, dialect: Dialect): string[] {
  const statements: string[] = [];
  function* sendDdl(sql: string): Io<void> {
    statements.push(sql);
  }
  function* absent(): Io<boolean> {
    return false;
  }
  const target: SchemaTarget = { ddl: dialect.ddl, sendDdl, hasTable: absent, hasSequence: absent, hasEnumType: absent, hasIndex: absent };
  const sender = {
    send(): never {
      throw new Error('a schema without a database sends nothing');
    },
  };
  runSync(sender, work(target, metadata, { checkfirst: false }));
  return statements;
}

export const createAllStatements = (metadata: MetaData, dialect: Dialect): string[] => statementsOf(createAll, metadata, dialect);
export const dropAllStatements = (metadata: MetaData, dialect: Dialect): string[] => statementsOf(dropAll, metadata, dialect);
