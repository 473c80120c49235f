import { languageNames } from '../sql/sql.ts';
import * as types from '../sql/types/factories.ts';
import { definitionNames } from './factories.ts';
import { loadingNames } from './loading-names.ts';
import { schemaNames } from './schema-names.ts';

/** What hangs on a database without belonging to one: the SQL language, the types, constraints, definitions, loader options. */
export const databaseNames = { ...languageNames, ...types, ...schemaNames, ...definitionNames, ...loadingNames } as const;

type Names = typeof languageNames &
  typeof types &
  typeof schemaNames &
  Omit<typeof definitionNames, 'relationship' | 'Column'> &
  typeof loadingNames;

/** The members of a database that `databaseNames` gives it. */
export interface DatabaseNames extends Names {}
