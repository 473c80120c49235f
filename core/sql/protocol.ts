/**
 * The members by which the parts of the SQL language know each other. They are symbols, so that completion on an expression shows the language
 * and nothing else.
 */

/** `object[clauseElement]()` gives the SQL element that stands for an object: a mapped class, an attribute. */
export const clauseElement: unique symbol = Symbol.for('crowfoot.clauseElement');

/** `element[compileTo](compiler)` writes an element's SQL. */
export const compileTo: unique symbol = Symbol('compileTo');

/** `element[keyTo](key)` adds an element's structure, without the values, to a cache key. */
export const keyTo: unique symbol = Symbol('keyTo');

/** `element[eachChild](see)` calls `see` with every element directly inside. */
export const eachChild: unique symbol = Symbol('eachChild');

/** `element[mapChildren](change)` gives a copy with changed children, or the element itself where none changed. */
export const mapChildren: unique symbol = Symbol('mapChildren');

/** `element[collectFroms](froms)` adds what an expression selects from. */
export const collectFroms: unique symbol = Symbol('collectFroms');

/** `item[selectColumns]()` gives the columns an item of a SELECT stands for. */
export const selectColumns: unique symbol = Symbol('selectColumns');

/** The value type a column element has in a row; exists in types only. */
export declare const outType: unique symbol;

/** The value type that may be compared with a column element; exists in types only. */
export declare const inType: unique symbol;

/** The name a column element has in a row; exists in types only. */
export declare const nameType: unique symbol;

/** The name of the table a column belongs to; exists in types only. */
export declare const tableType: unique symbol;
