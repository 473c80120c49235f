import { keepLayout } from '../util/keep-layout.ts';
import type { Edge } from './dependency-graph.ts';
import type { DependencyProcessor } from './dependency-processor.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/** One step of a flush: of a whole hierarchy of classes, or of one object where objects refer to each other in a circle. */
export type FlushAction =
  | { readonly kind: 'save' | 'delete'; readonly mapper: Mapper; readonly state: ObjectState | null }
  | { readonly kind: 'process'; readonly processor: DependencyProcessor; readonly isDelete: boolean; readonly state: ObjectState | null }
  | { readonly kind: 'postUpdate'; readonly mapper: Mapper; readonly isDelete: boolean; readonly state: null };

/** The steps of one flush, each made once, with their order. */
export class FlushActions {
  readonly edges: Edge<FlushAction>[] = [];
  readonly #all = new Map<object, Map<string, FlushAction>>();
  readonly #order: FlushAction[] = [];

  get list(): readonly FlushAction[] {
    return this.#order;
  }

  save(mapper: Mapper, state: ObjectState | null = null): FlushAction {
    return this.#intern(state ?? mapper, 'save', () => ({ kind: 'save', mapper, state }));
  }

  delete(mapper: Mapper, state: ObjectState | null = null): FlushAction {
    return this.#intern(state ?? mapper, 'delete', () => ({ kind: 'delete', mapper, state }));
  }

  postUpdate(mapper: Mapper, isDelete: boolean): FlushAction {
    return this.#intern(mapper, `postUpdate ${isDelete}`, () => ({ kind: 'postUpdate', mapper, isDelete, state: null }));
  }

  process(processor: DependencyProcessor, isDelete: boolean, state: ObjectState | null = null): FlushAction {
    const key = `process ${isDelete}${state === null ? '' : ` ${processor.relationship}`}`;
    return this.#intern(state ?? processor, key, () => ({ kind: 'process', processor, isDelete, state }));
  }

  /** Adds an order; an unknown step on one side means none. */
  follow(...edges: readonly (readonly [FlushAction | null, FlushAction | null])[]): void {
    for (const [first, then] of edges) if (first !== null && then !== null) this.edges.push([first, then]);
  }

  #intern(owner: object, key: string, make: () => FlushAction): FlushAction {
    let actions = this.#all.get(owner);
    if (actions === undefined) this.#all.set(owner, (actions = new Map()));
    let action = actions.get(key);
    if (action === undefined) {
      action = make();
      actions.set(key, action);
      this.#order.push(action);
    }
    return action;
  }
}

keepLayout(new FlushActions());
