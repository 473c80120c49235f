import { AmbiguousForeignKeysError, NoForeignKeysError, NoReferenceError } from '../errors.ts';
import type { ColumnElement } from './column-element.ts';
import { conjoin } from './conjunction.ts';
import type { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import { ops } from './operators.ts';

/** Names of the two sides for a message. */
const nameOf = (from: FromClause<any, any>): string => `'${from.name ?? from.leaves.map((leaf) => leaf.name).join(', ')}'`;

/** Columns that one foreign key ties together, `[referred, referring]`, in one direction. */
export interface ForeignKeyTie {
  readonly constraint: object;
  readonly referring: FromClause<any, any>;
  readonly pairs: [ColumnElement, ColumnElement][];
}

/** The foreign keys between two sides, in either direction. */
function foreignKeyTies(left: FromClause<any, any>, right: FromClause<any, any>): ForeignKeyTie[] {
  const found: ForeignKeyTie[] = [];
  const look = (referring: FromClause<any, any>, to: FromClause<any, any>): void => {
    for (const column of referring.columnList) {
      for (const key of column.foreignKeys) {
        const referred = referredColumn(key, to);
        if (!referred) continue;
        const constraint = key.constraint ?? key;
        const known = found.find((tie) => tie.constraint === constraint && tie.referring === referring);
        if (known) known.pairs.push([referred, column]);
        else found.push({ constraint, referring, pairs: [[referred, column]] });
      }
    }
  };
  look(right, left);
  if (left !== right) look(left, right);
  return found;
}

/** The column of `to` that a key refers to; a key whose target does not exist yet refers to nothing here. */
function referredColumn(key: { column: ColumnElement }, to: FromClause<any, any>): ColumnElement | undefined {
  try {
    return to.correspondingColumn(key.column);
  } catch (error) {
    if (error instanceof NoReferenceError) return undefined;
    throw error;
  }
}

/** Whether foreign keys tie the two sides together in exactly one way. */
export function canJoin(left: FromClause<any, any>, right: FromClause<any, any>): boolean {
  return foreignKeyTies(left, right).length > 0;
}

/**
 * The condition under which foreign keys tie two sides together: `users.id = posts.author_id`.
 *
 * @throws NoForeignKeysError where there is none, AmbiguousForeignKeysError where there are several
 */
export function joinCondition(left: FromClause<any, any>, right: FromClause<any, any>): ColumnElement {
  let found = foreignKeyTies(left, right);
  // of a joined left side, the table joined last speaks first
  for (let i = left.leaves.length - 1; found.length > 1 && i >= 0 && left.leaves.length > 1; i -= 1) {
    const nearer = foreignKeyTies(left.leaves[i]!, right);
    if (nearer.length > 0) {
      found = nearer;
      break;
    }
  }
  if (found.length === 0) {
    throw new NoForeignKeysError(
      `Can't find any foreign key relationships between ${nameOf(left)} and ${nameOf(right)}. Give the condition: join(target, condition).`,
    );
  }
  if (found.length > 1) {
    throw new AmbiguousForeignKeysError(
      `Can't determine join between ${nameOf(left)} and ${nameOf(right)}; tables have more than one foreign key constraint relationship between them. ` +
        "Please specify the 'onclause' of this join explicitly.",
    );
  }
  return conjoin(
    'and',
    found[0]!.pairs.map(([one, other]) => late.operate(one, ops.eq, other)),
  );
}
