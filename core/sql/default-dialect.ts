import { SQLCompiler } from './compiler/sql-compiler.ts';
import { IdentifierPreparer } from './identifier-preparer.ts';
import { reservedWords } from './reserved-words.ts';
import { SqlDialect } from './sql-dialect.ts';
import { TypeCompiler } from './type-compiler.ts';
import { installTypeWriter } from './types/type-engine.ts';

/** SQL for no database in particular: what an expression shows when it is printed. Parameters are written by name: `:id_1`. */
export const defaultSql = new SqlDialect({
  name: 'default',
  paramStyle: 'named',
  identifiers: new IdentifierPreparer(reservedWords),
  types: new TypeCompiler(),
  compiler: SQLCompiler,
});

installTypeWriter((type) => (type.visitName === 'null' ? 'NULL' : defaultSql.types.process(type)));
