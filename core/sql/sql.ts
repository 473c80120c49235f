/**
 * The names of the SQL language as programs see them on a database and in the namespace `sql`. What is made here needs every module of the language:
 * loading this one loads them all.
 */
import './operate.ts';
import './compile.ts';
import { keepLayout } from '../util/keep-layout.ts';
import { case_, cast, typeCoerce } from './cast.ts';
import { column, literalColumn } from './column-clause.ts';
import { except, exceptAll, intersect, intersectAll, union, unionAll } from './compound-select.ts';
import { and, or } from './conjunction.ts';
import { false_, null_, true_ } from './constants.ts';
import { delete_ } from './delete.ts';
import {
  alias,
  all,
  any,
  asc,
  between,
  bindparam,
  collate,
  desc,
  distinct,
  exists,
  label,
  lateral,
  literal,
  not,
  nullsFirst,
  nullsLast,
  over,
  tablesample,
  withinGroup,
} from './expressions.ts';
import { extract } from './extract.ts';
import { table } from './from-clause.ts';
import { func } from './func.ts';
import { insert } from './insert.ts';
import { join, outerjoin } from './join.ts';
import { select } from './select.ts';
import { text } from './text-clause.ts';
import { tuple } from './tuple-clause.ts';
import { update } from './update.ts';
import { values } from './values.ts';

/** The SQL language by name: `select`, `and`, `func`, `true` … */
export const languageNames = {
  alias,
  all,
  and,
  any,
  asc,
  between,
  bindparam,
  case: case_,
  cast,
  collate,
  column,
  delete: delete_,
  desc,
  distinct,
  except,
  exceptAll,
  exists,
  extract,
  false: false_,
  func,
  insert,
  intersect,
  intersectAll,
  join,
  label,
  lateral,
  literal,
  literalColumn,
  not,
  null: null_,
  nullsFirst,
  nullsLast,
  or,
  outerjoin,
  over,
  select,
  table,
  tablesample,
  text,
  true: true_,
  tuple,
  typeCoerce,
  union,
  unionAll,
  update,
  values,
  withinGroup,
} as const;

const a = column('a');
keepLayout(
  select(func.count(a).label('b'))
    .selectFrom(join(table('t', a), table('u'), a.eq(a)))
    .where(or(a.eq(1), a.in([1]).not()), a.like('b'))
    .groupBy(a)
    .orderBy(a.desc())
    .limit(1),
);
