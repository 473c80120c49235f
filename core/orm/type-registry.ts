/**
 * What one model adds to another, and the class behind each table, told to the compiler in one place:
 *
 * ```ts
 * declare module 'crowfoot' {
 *   interface Models { roles: Role; users: User }
 *   interface Backrefs { users: { role: ManyToOne<Role> } }
 * }
 * ```
 */

/** The class behind each table name: what `Model.query` gives. */
export interface Models {}

/** By table name, the attributes that backrefs of other models add. */
export interface Backrefs {}
