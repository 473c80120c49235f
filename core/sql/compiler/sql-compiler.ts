import { DmlCompiler } from './dml-compiler.ts';

/** Writes a statement as SQL. Each dialect has its own, which says otherwise where the database does. */
export class SQLCompiler extends DmlCompiler {}
