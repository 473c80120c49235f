import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { ObjectState } from './object-state.ts';
import type { TablePlan, WrittenColumn } from './row-plan.ts';
import { bound, keysPerDelete, type RowTarget } from './row-target.ts';

/** Deletes the row of `plan`'s table for each state, found by its key. */
export function* deleteRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  for (const state of withUnknownKey(plan, states)) yield* target.loadColumns(state);
  const version = plan.columns.find(({ property }) => states[0]!.mapper.versionId === property) ?? null;
  if (version !== null) return yield* deleteVersioned(target, plan, version, states);
  const matched =
    plan.key.length === 1 && states.length > 1 ? yield* deleteByOneKey(target, plan, states) : yield* deleteOneByOne(target, plan, states);
  if (matched === states.length || matched < 0) return;
  target.warn(
    `DELETE statement on table '${plan.table.name}' expected to delete ${states.length} row(s); ${matched} were matched: rows were deleted behind the session's back`,
  );
}

function withUnknownKey({ key }: TablePlan, states: readonly ObjectState[]): ObjectState[] {
  const found: ObjectState[] = [];
  for (const state of states) {
    for (const { property } of key) {
      if (state.committedValueOf(property) !== undefined) continue;
      found.push(state);
      break;
    }
  }
  return found;
}

/** The key of each row, of the one column that it has. */
function keysOf(key: WrittenColumn, states: readonly ObjectState[]): DriverValue[] {
  const values: DriverValue[] = [];
  for (const state of states) values.push(bound(key, state.committedValueOf(key.property)));
  return values;
}

function* deleteOneByOne(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<number> {
  const paramSets = states.map((state) => plan.key.map((written) => bound(written, state.committedValueOf(written.property))));
  return yield* target.change(target.statements.delete(plan, plan.key), paramSets);
}

function* deleteByOneKey(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<number> {
  const [key] = plan.key;
  const values = keysOf(key!, states);
  const full = values.length - (values.length % keysPerDelete);
  let matched = 0;
  if (full > 0) {
    const paramSets: DriverValue[][] = [];
    for (let at = 0; at < full; at += keysPerDelete) paramSets.push(values.slice(at, at + keysPerDelete));
    matched += yield* target.change(target.statements.deleteMany(plan, key!, keysPerDelete), paramSets);
  }
  const rest = values.slice(full);
  if (rest.length === 1) matched += yield* target.change(target.statements.delete(plan, plan.key), [rest]);
  else if (rest.length > 0) matched += yield* target.change(target.statements.deleteMany(plan, key!, rest.length), [rest]);
  return matched;
}

function* deleteVersioned(target: RowTarget, plan: TablePlan, version: WrittenColumn, states: readonly ObjectState[]): Io<void> {
  const where = [...plan.key, version];
  const paramSets = states.map((state) => where.map((written) => bound(written, state.committedValueOf(written.property))));
  const matched = yield* target.change(target.statements.delete(plan, where), paramSets);
  if (matched === states.length) return;
  throw new StaleDataError(
    `DELETE statement on table '${plan.table.name}' expected to delete ${states.length} row(s); ${matched} were matched. The row was changed or deleted meanwhile: roll back, load it anew, try again.`,
  );
}
