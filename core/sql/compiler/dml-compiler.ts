import { SelectCompiler } from './select-compiler.ts';

/** Writes INSERT, UPDATE and DELETE. */
export abstract class DmlCompiler extends SelectCompiler {}
