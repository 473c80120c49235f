import { CircularDependencyError } from '../errors.ts';
import { type Edge, nodesOnCycles, sortIntoLevels } from './dependency-graph.ts';
import type { DependencyProcessor } from './dependency-processor.ts';
import { type FlushAction, FlushActions } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/**
 * Orders the steps of a flush so that every row comes after the rows it refers to, and goes before them.
 *
 * Whole classes are ordered first. Where they wait for each other (a table that refers to itself, two that refer to each other), the steps on
 * the circle are replaced by steps of single objects.
 *
 * @param processors - the relationships that have changes
 * @returns levels of steps: steps of one level do not depend on each other
 * @throws CircularDependencyError when objects refer to each other and nothing breaks the circle
 */
export function planFlush(context: FlushContext, processors: readonly DependencyProcessor[]): FlushAction[][] {
  const actions = new FlushActions();
  for (const mapper of context.statesOf.keys()) actions.follow([actions.save(mapper.root), actions.delete(mapper.root)]);
  for (const processor of processors) actions.follow(...processor.edges(actions));
  const circle = nodesOnCycles(actions.list, actions.edges);
  if (circle.size > 0) return planByState(context, actions, circle);
  return sorted(actions.list, actions.edges);
}

function sorted(nodes: readonly FlushAction[], edges: readonly Edge<FlushAction>[]): FlushAction[][] {
  const { levels, stuck } = sortIntoLevels(inOrderOfNames(nodes), edges);
  if (stuck.length > 0) throw circular(nodes, edges);
  return levels;
}

/** Steps that could stand in any order stand by kind and name, as SQLAlchemy has them: the same work gives the same statements. */
function inOrderOfNames(nodes: readonly FlushAction[]): FlushAction[] {
  const keys = new Map(nodes.map((node) => [node, sortKey(node)]));
  return [...nodes].sort((a, b) => compareText(keys.get(a)!, keys.get(b)!));
}

function sortKey(action: FlushAction): string {
  if (action.kind === 'process') {
    const { relationship } = action.processor;
    return `${action.state === null ? 'ProcessAll' : 'ProcessState'} ${relationship.parent.name}_${relationship.key} ${action.isDelete}`;
  }
  if (action.kind === 'postUpdate') return `PostUpdateAll ${action.mapper.name} ${action.isDelete}`;
  if (action.kind === 'delete') return `${action.state === null ? 'DeleteAll' : 'DeleteState'} ${action.mapper.name}`;
  return `${action.state === null ? 'SaveUpdateAll' : 'ProcessState'} ${action.mapper.name}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function circular(nodes: readonly FlushAction[], edges: readonly Edge<FlushAction>[]): CircularDependencyError {
  const names = [...nodesOnCycles(nodes, edges)].map(describe);
  return new CircularDependencyError(
    `Circular dependency detected. (${names.join(', ')}) Rows that refer to each other cannot be written in one order: ` +
      'set postUpdate: true on one of the relationships, or flush between the two assignments',
    names,
  );
}

function describe(action: FlushAction): string {
  if (action.kind === 'process')
    return `keys of ${action.processor.relationship}${action.state === null ? '' : ` of <${action.state.mapper.name}>`}`;
  const what = action.state === null ? action.mapper.name : `<${action.state.mapper.name}>`;
  return action.kind === 'save' ? `save ${what}` : action.kind === 'delete' ? `delete ${what}` : `late update of ${what}`;
}

/** The plan where classes wait for each other: the steps on the circle are taken object by object. */
function planByState(context: FlushContext, actions: FlushActions, circle: ReadonlySet<FlushAction>): FlushAction[][] {
  const classEdges = [...actions.edges];
  const byState = new Map<FlushAction, FlushAction[]>();
  const replaced = new Set<FlushAction>(circle);
  const plan = new StatePlan(context, actions, circle, replaced);
  for (const action of circle) byState.set(action, plan.statesOf(action));
  for (const action of circle)
    if (action.kind === 'save' || action.kind === 'delete') plan.tieRelationships(action.mapper, action.kind === 'delete');
  const edges: Edge<FlushAction>[] = [];
  for (const [first, then] of [...classEdges, ...actions.edges.slice(classEdges.length)]) {
    if (replaced.has(first) && replaced.has(then)) continue;
    const befores = replaced.has(first) ? (byState.get(first) ?? []) : [first];
    const afters = replaced.has(then) ? (byState.get(then) ?? []) : [then];
    for (const before of befores) for (const after of afters) edges.push([before, after]);
  }
  return sorted(
    actions.list.filter((action) => !replaced.has(action)),
    edges,
  );
}

/** Makes the steps of single objects. */
class StatePlan {
  readonly #context: FlushContext;
  readonly #actions: FlushActions;
  readonly #circle: ReadonlySet<FlushAction>;
  /** Steps of whole classes that have given way; a relationship's may join while it is tied. */
  readonly #replaced: Set<FlushAction>;

  constructor(context: FlushContext, actions: FlushActions, circle: ReadonlySet<FlushAction>, replaced: Set<FlushAction>) {
    this.#context = context;
    this.#actions = actions;
    this.#circle = circle;
    this.#replaced = replaced;
  }

  statesOf(action: FlushAction): FlushAction[] {
    if (action.kind === 'postUpdate') return [];
    const isDelete = action.kind === 'process' ? action.isDelete : action.kind === 'delete';
    if (action.kind === 'process') {
      return this.#parentsOf(action.processor, isDelete).map((state) => this.#actions.process(action.processor, isDelete, state));
    }
    const states = this.#context.statesOfHierarchy(action.mapper, isDelete);
    return states.map((state) => {
      const step = isDelete ? this.#actions.delete(action.mapper, state) : this.#actions.save(action.mapper, state);
      // saves before deletes, so that a new object can take the row of a deleted one
      if (isDelete) this.#actions.follow([this.#actions.save(action.mapper), step]);
      else this.#actions.follow([step, this.#actions.delete(action.mapper)]);
      return step;
    });
  }

  #parentsOf(processor: DependencyProcessor, isDelete: boolean): ObjectState[] {
    const owner = processor.relationship.parent;
    return this.#context.statesOfHierarchy(owner.root, isDelete).filter((state) => state.mapper.isA(owner) && processor.concerns(state));
  }

  /** Orders the objects of one class against those they are related to. */
  tieRelationships(mapper: Mapper, isDelete: boolean): void {
    for (const processor of this.#tied()) {
      if (processor.parent !== mapper) continue;
      this.#replaced.add(this.#actions.process(processor, isDelete));
      for (const state of this.#parentsOf(processor, isDelete)) this.#tie(processor, state, isDelete);
    }
  }

  #tied(): Set<DependencyProcessor> {
    return new Set(this.#actions.list.filter((action) => action.kind === 'process').map((action) => action.processor));
  }

  #tie(processor: DependencyProcessor, state: ObjectState, isDelete: boolean): void {
    const actions = this.#actions;
    const process = actions.process(processor, isDelete, state);
    const isParentInCircle = this.#circle.has(isDelete ? actions.delete(processor.parent) : actions.save(processor.parent));
    const pair = {
      saveParent: isDelete ? null : actions.save(processor.parent, isParentInCircle ? state : null),
      deleteParent: isDelete ? actions.delete(processor.parent, isParentInCircle ? state : null) : null,
      process,
      isDelete,
    };
    for (const { child, isChildDelete } of this.#childrenOf(processor, state)) {
      actions.follow(...processor.stateEdges(actions, { ...pair, child, isChildDelete }));
    }
  }

  #childrenOf(processor: DependencyProcessor, state: ObjectState): { child: FlushAction | null; isChildDelete: boolean }[] {
    const { child: root } = processor;
    const actions = this.#actions;
    if (!this.#circle.has(actions.save(root))) {
      return [
        { child: actions.save(root), isChildDelete: false },
        { child: actions.delete(root), isChildDelete: true },
      ];
    }
    const members = processor.members(state);
    if (members.length === 0) return [{ child: null, isChildDelete: false }];
    return members.map((member) => {
      const { task } = member;
      if (task === null || task.isListOnly) return { child: null, isChildDelete: false };
      return { child: task.isDelete ? actions.delete(root, member) : actions.save(root, member), isChildDelete: task.isDelete };
    });
  }
}
