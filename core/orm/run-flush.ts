import type { Io } from '../io.ts';
import type { DependencyProcessor, FlushWork } from './dependency-processor.ts';
import type { FlushAction } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import { planFlush } from './plan-flush.ts';

/** What writes the rows of a flush. */
export interface FlushWriter {
  save(root: Mapper, states: readonly ObjectState[]): Io<void>;
  delete(root: Mapper, states: readonly ObjectState[]): Io<void>;
  postUpdate(states: readonly ObjectState[], isDelete: boolean): Io<void>;
}

/**
 * Writes what was registered: finds all objects concerned, orders the steps, sends them.
 *
 * @returns when the database has everything; the states are settled by the caller
 */
export function* runFlush(context: FlushContext, work: FlushWork, writer: FlushWriter): Io<void> {
  const processors = yield* prepare(context, work);
  for (const level of planFlush(context, processors)) yield* runLevel(level, context, work, writer);
}

/** Lets every relationship register the objects it concerns, until nothing new comes. Gives those that have changes. */
function* prepare(context: FlushContext, work: FlushWork): Io<DependencyProcessor[]> {
  const seen = new Map<DependencyProcessor, Progress>();
  const changed = new Set<DependencyProcessor>();
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (let i = 0; i < context.processors.length; i += 1) {
      const processor = context.processors[i]!;
      let known = seen.get(processor);
      if (known === undefined) seen.set(processor, (known = { upTo: new Map(), passedOver: [] }));
      const { saves, deletes } = takeUnseen(context, processor, known);
      if (saves.length + deletes.length === 0) continue;
      isStable = false;
      if (deletes.length > 0) yield* processor.prepareDeletes(context, deletes, work);
      if (saves.length > 0) yield* processor.prepareSaves(context, saves, work);
      if (processor.hasChanges(deletes, true) || processor.hasChanges(saves, false)) changed.add(processor);
    }
  }
  for (const processor of context.processors) if (!changed.has(processor) && processor.linkDeletes(context, work)) changed.add(processor);
  return context.processors.filter((processor) => changed.has(processor));
}

/** How far a relationship has come through the objects of each class. */
interface Progress {
  readonly upTo: Map<Mapper, number>;
  /** Objects that were there for the sake of order only, and may become more. */
  passedOver: ObjectState[];
}

/** The objects a relationship has not met yet; of those that are saved, the ones it has something to do for. */
function takeUnseen(
  context: FlushContext,
  processor: DependencyProcessor,
  progress: Progress,
): { saves: ObjectState[]; deletes: ObjectState[] } {
  const again = progress.passedOver;
  const deletes: ObjectState[] = [];
  progress.passedOver = [];
  const saves = processor.sortOut(again, 0, deletes, progress.passedOver);
  for (const [mapper, states] of context.statesOf) {
    const from = progress.upTo.get(mapper) ?? 0;
    if (states.length === from || !mapper.isA(processor.relationship.parent)) continue;
    progress.upTo.set(mapper, states.length);
    for (const state of processor.sortOut(states, from, deletes, progress.passedOver)) saves.push(state);
  }
  return { saves, deletes };
}

/** Steps of one level of the same kind are one: their rows go in batches. */
function* runLevel(level: readonly FlushAction[], context: FlushContext, work: FlushWork, writer: FlushWriter): Io<void> {
  for (const steps of inOrder(grouped(level))) {
    const [first] = steps;
    if (first!.kind === 'postUpdate') yield* runPostUpdate(first!.mapper, first!.isDelete, context, writer);
    else if (first!.kind === 'process') yield* runProcess(first!.processor, first!.isDelete, statesOf(steps, context), context, work);
    else if (first!.kind === 'save') yield* writer.save(first!.mapper, statesOf(steps, context));
    else yield* writer.delete(first!.mapper, statesOf(steps, context));
  }
}

/** Keys are copied before association tables are written: a key that cannot be taken away is told before anything is sent. */
function inOrder(groups: FlushAction[][]): FlushAction[][] {
  const sends = ([first]: FlushAction[]): boolean => first!.kind !== 'process' || first!.processor.writes;
  return [...groups.filter((group) => !sends(group)), ...groups.filter(sends)];
}

function grouped(level: readonly FlushAction[]): FlushAction[][] {
  const groups = new Map<object, Map<string, FlushAction[]>>();
  const all: FlushAction[][] = [];
  for (const action of level) {
    const owner = action.kind === 'process' ? action.processor : action.mapper;
    const name = action.kind === 'process' || action.kind === 'postUpdate' ? `${action.kind} ${action.isDelete}` : action.kind;
    let byName = groups.get(owner);
    if (byName === undefined) groups.set(owner, (byName = new Map()));
    let group = byName.get(name);
    if (group === undefined) {
      byName.set(name, (group = []));
      all.push(group);
    }
    group.push(action);
  }
  return all;
}

/** The objects of a step, or of several steps of single objects. */
function statesOf(steps: readonly FlushAction[], context: FlushContext): ObjectState[] {
  const [first] = steps;
  if (first!.state !== null) return steps.map((step) => step.state!);
  if (first!.kind === 'process') {
    const owner = first!.processor.relationship.parent;
    return context.statesOfHierarchy(owner.root, first!.isDelete).filter((state) => state.mapper.isA(owner));
  }
  return context.statesOfHierarchy(first!.mapper, first!.kind === 'delete');
}

function* runProcess(
  processor: DependencyProcessor,
  isDelete: boolean,
  states: readonly ObjectState[],
  context: FlushContext,
  work: FlushWork,
): Io<void> {
  if (isDelete) yield* processor.processDeletes(context, states, work);
  else yield* processor.processSaves(context, processor.touched(states), work);
}

function* runPostUpdate(root: Mapper, isDelete: boolean, context: FlushContext, writer: FlushWriter): Io<void> {
  const states = [...context.postUpdates.keys()].filter((state) => state.mapper.root === root && context.isDeleted(state) === isDelete);
  if (states.length > 0) yield* writer.postUpdate(states, isDelete);
}
