/**
 * Every error of the core, under SQLAlchemy's names and in its hierarchy, by the floor that it speaks of. An error has a fixed `code`, its facts as
 * fields, and the error that caused it as `cause`. The class name is written out in each class because a minifier changes `constructor.name`.
 */
export * from './errors/base.ts';
export * from './errors/engine.ts';
export * from './errors/orm.ts';
export * from './errors/schema.ts';
export * from './errors/sql.ts';
export { showValue } from './util/show-value.ts';
