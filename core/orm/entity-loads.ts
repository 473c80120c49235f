import type { Io, Origin } from '../io.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { type Compiled, compile } from '../sql/compile.ts';
import { and } from '../sql/conjunction.ts';
import { type Select, select } from '../sql/select.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import type { LoaderOption } from './loader-options.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { LoadPath } from './plan-entity.ts';
import { prepareSelect } from './prepare-select.ts';
import type { SessionIo } from './session-io.ts';
import type { StatementPlan } from './statement-plan.ts';

/** A statement that loads entities, compiled once, with the names of the values it is run with. */
export interface KeptLoad {
  readonly compiled: Compiled;
  readonly plan: StatementPlan;
  readonly names: readonly string[];
  /** For each place of the text which of the values stands there; -1: one that the statement carries itself. */
  readonly places: readonly number[];
}

/** A statement to be kept. */
export interface LoadRequest {
  readonly statement: Select<any>;
  readonly names: readonly string[];
  readonly options?: readonly LoaderOption[];
  readonly path?: LoadPath;
}

/** Keeps compiled statements by what they load and for which dialect. */
export class LoadCache<K extends object> {
  readonly #byDialect = new WeakMap<SqlDialect, WeakMap<K, Map<string, KeptLoad>>>();

  get(dialect: SqlDialect, owner: K, variant: string, make: () => LoadRequest): KeptLoad {
    let byOwner = this.#byDialect.get(dialect);
    if (byOwner === undefined) this.#byDialect.set(dialect, (byOwner = new WeakMap()));
    let byVariant = byOwner.get(owner);
    if (byVariant === undefined) byOwner.set(owner, (byVariant = new Map()));
    let kept = byVariant.get(variant);
    if (kept === undefined) {
      const { statement, names, options, path } = make();
      const prepared = prepareSelect(statement, { eager: true, options, path });
      const compiled = compile(prepared.statement, dialect);
      const places = compiled.slots.map(({ name }) => names.indexOf(name));
      byVariant.set(variant, (kept = { compiled, plan: prepared.plan, names, places }));
    }
    return kept;
  }
}

/** Runs a kept statement and gives the objects of its first item, each once. */
export function* runLoad(
  session: SessionIo,
  kept: KeptLoad,
  values: readonly unknown[],
  origin: Origin,
  run = new LoadRun(session),
): Io<ObjectState[]> {
  const { sql, params } = kept.compiled.constructInOrder(values, kept.places);
  const [reply] = yield* session.send(sql, [params], origin);
  const states = readEntities(kept.plan, run, reply!.rows as unknown[][]);
  if (run.statesOf !== null) yield* finishLoads(run);
  return states;
}

function readEntities(plan: StatementPlan, run: LoadRun, rows: readonly unknown[][]): ObjectState[] {
  const [item] = plan.items;
  if (item?.kind !== 'entity') return [];
  const read = run.reader(item.plan);
  const states: ObjectState[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    const state = read(rows[i]!);
    if (state !== null) states.push(state);
  }
  run.finish();
  return run.mayRepeat && states.length > 1 ? [...new Set(states)] : states;
}

const byKey = new LoadCache<Mapper>();

/** `SELECT … FROM users WHERE users.id = ?` */
export function keyLoad(mapper: Mapper, dialect: SqlDialect): KeptLoad {
  return byKey.get(dialect, mapper, '', () => {
    const { criterion, names } = keyCriterion(mapper);
    return { statement: select(mapper.entity).where(criterion).setLabelStyle('tablenamePlusCol'), names };
  });
}

/** `users.id = :pk_1` */
export function keyCriterion(mapper: Mapper): { criterion: ColumnElement; names: string[] } {
  const names = mapper.primaryKey.map((_, i) => `pk_${i + 1}`);
  const parts = mapper.primaryKeyColumns.map((column, i) =>
    column.eq(new BindParameter(names[i]!, undefined, column.type, { required: true })),
  );
  return { criterion: parts.length === 1 ? parts[0]! : and(...parts), names };
}
