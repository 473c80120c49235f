import { AmbiguousForeignKeysError, NoForeignKeysError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { ColumnPair } from './relationship.ts';

/**
 * Finds the foreign key between two mappers' tables and gives the condition that follows from it.
 *
 * @param left - all tables of one side
 * @param preferred - the table of `left` that is looked at first
 * @param right - all tables of the other side
 * @param consider - only these columns count as foreign keys; null: all
 * @throws NoForeignKeysError, AmbiguousForeignKeysError
 */
export function inferJoin(
  left: readonly Table[],
  preferred: Table,
  right: readonly Table[],
  consider: ReadonlySet<Column> | null,
): ColumnElement {
  let found = constraintsBetween([preferred], right, consider);
  if (found.size === 0) found = constraintsBetween(left, right, consider);
  const pairs = onlyOne(found, consider, left, right);
  const [first, ...rest] = pairs.map(([referred, foreign]) => referred.eq(foreign));
  return rest.length === 0 ? first! : first!.and(...rest);
}

type Constraints = Map<object, ColumnPair[]>;

function constraintsBetween(left: readonly Table[], right: readonly Table[], consider: ReadonlySet<Column> | null): Constraints {
  const found: Constraints = new Map();
  collect(found, right, left, consider);
  const isOneTable = left.length === 1 && right.length === 1 && left[0] === right[0];
  if (!isOneTable) collect(found, left, right, consider);
  return found;
}

/** Adds the foreign keys of `from` that refer to a column of `to`. */
function collect(found: Constraints, from: readonly Table[], to: readonly Table[], consider: ReadonlySet<Column> | null): void {
  for (const table of from) {
    for (const column of table.columnList as readonly Column[]) {
      if (consider !== null && !consider.has(column)) continue;
      for (const key of column.foreignKeys) {
        const referred = key.columnIfKnown ?? (to.some((each) => each.key === key.targetTableKey) ? key.column : null);
        if (referred === null || !to.includes(referred.table as Table)) continue;
        const constraint = key.constraint ?? key;
        const pairs = found.get(constraint);
        if (pairs === undefined) found.set(constraint, [[referred, column]]);
        else pairs.push([referred, column]);
      }
    }
  }
}

function onlyOne(
  found: Constraints,
  consider: ReadonlySet<Column> | null,
  left: readonly Table[],
  right: readonly Table[],
): readonly ColumnPair[] {
  const between = `'${left.at(-1)!.fullname}' and '${right.at(-1)!.fullname}'`;
  if (found.size === 0) throw new NoForeignKeysError(`Can't find any foreign key relationships between ${between}.`);
  let candidates = [...found.values()];
  if (candidates.length > 1 && consider !== null) {
    candidates = candidates.filter((pairs) => pairs.length === consider.size && pairs.every(([, foreign]) => consider.has(foreign)));
  }
  if (candidates.length > 1 && candidates.every((pairs) => isSameJoin(pairs, candidates[0]!))) candidates = [candidates[0]!];
  if (candidates.length === 1) return candidates[0]!;
  throw new AmbiguousForeignKeysError(
    `Can't determine join between ${between}; tables have more than one foreign key constraint relationship between them.`,
  );
}

function isSameJoin(left: readonly ColumnPair[], right: readonly ColumnPair[]): boolean {
  return (
    left.length === right.length &&
    left.every(([referred, foreign], index) => referred === right[index]![0] && foreign === right[index]![1])
  );
}
