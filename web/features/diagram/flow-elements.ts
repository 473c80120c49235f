import type { DiagramStore } from './diagram-store.ts';
import type { EndChange } from './end-changes.ts';
import type { Box, Point } from './geometry.ts';
import type { GraphRelation, GraphTable } from './graph.ts';
import type { RelationFlowEdge } from './RelationEdge.tsx';
import { type DiagramMessages, relationText, tablesById } from './relation-text.ts';
import type { RelationShape } from './route-relations.ts';
import type { TableFlowNode } from './TableNode.tsx';
import type { MeasureText } from './table-size.ts';

const NAME_SIZE = 13;
const noChanges: readonly EndChange[] = [];

type Shown = Pick<DiagramStore, 'graph' | 'boxes' | 'shapes' | 'labels' | 'counts' | 'changes'>;

interface KnownNode {
  readonly table: GraphTable;
  readonly box: Box;
  readonly count: number | undefined;
  readonly node: TableFlowNode;
}

interface KnownEdge {
  readonly relation: GraphRelation;
  readonly shape: RelationShape;
  readonly label: Point;
  readonly from: GraphTable;
  readonly to: GraphTable;
  readonly changes: readonly EndChange[];
  readonly edge: RelationFlowEdge;
}

/**
 * Turns what is shown into React Flow's nodes and edges. An element whose table, place or line did not change is the same object as
 * before, so that React Flow and React pass it over.
 */
export class FlowElements {
  readonly #messages: DiagramMessages;
  readonly #measure: MeasureText;
  #nodes = new Map<string, KnownNode>();
  #edges = new Map<string, KnownEdge>();

  constructor(messages: DiagramMessages, measure: MeasureText) {
    this.#messages = messages;
    this.#measure = measure;
  }

  nodes({ graph, boxes, counts }: Shown): TableFlowNode[] {
    const next = new Map<string, KnownNode>();
    for (const table of graph.tables) {
      const box = boxes.get(table.id);
      if (!box) continue;
      const count = counts.get(table.id);
      const old = this.#nodes.get(table.id);
      const node = old && old.table === table && old.box === box && old.count === count ? old.node : this.#node(table, box, count);
      next.set(table.id, { table, box, count, node });
    }
    this.#nodes = next;
    return [...next.values()].map(({ node }) => node);
  }

  edges({ graph, shapes, labels, changes }: Shown): RelationFlowEdge[] {
    const tables = tablesById(graph);
    const next = new Map<string, KnownEdge>();
    for (const relation of graph.relations) {
      const shape = shapes.get(relation.id);
      if (!shape) continue;
      const label = labels.get(relation.id) ?? shape.middle;
      const [from, to] = [tables.get(relation.from)!, tables.get(relation.to)!];
      const own = changes.some((change) => change.relation === relation.id)
        ? changes.filter((change) => change.relation === relation.id)
        : noChanges;
      const old = this.#edges.get(relation.id);
      const isSame =
        old &&
        old.relation === relation &&
        old.shape === shape &&
        old.label === label &&
        old.from === from &&
        old.to === to &&
        sameChanges(old.changes, own);
      const edge = isSame ? old.edge : this.#edge(relation, shape, label, tables, own);
      next.set(relation.id, { relation, shape, label, from, to, changes: own, edge });
    }
    this.#edges = next;
    return [...next.values()].map(({ edge }) => edge);
  }

  #node(table: GraphTable, { x, y, width, height }: Box, count: number | undefined): TableFlowNode {
    const facts = [table.title, this.#messages.columns(table.rows.length), ...(count === undefined ? [] : [this.#messages.rows(count)])];
    const nameSize = Math.floor(((width - 12) / Math.max(1, this.#measure(table.title, 'name'))) * NAME_SIZE);
    return {
      id: table.id,
      type: 'table',
      position: { x, y },
      width,
      height,
      measured: { width, height },
      data: { table, nameSize, label: facts.join(', ') },
      // The table inside has role and name; React Flow's own wrapper says nothing.
      ariaRole: 'presentation',
      domAttributes: { 'aria-roledescription': undefined },
    };
  }

  #edge(
    relation: GraphRelation,
    shape: RelationShape,
    label: Point,
    tables: ReadonlyMap<string, GraphTable>,
    changes: readonly EndChange[],
  ): RelationFlowEdge {
    return {
      id: relation.id,
      type: 'relation',
      source: relation.from,
      target: relation.to,
      data: { relation, shape, label, tables, changes, labelWidth: Math.ceil(this.#measure(relation.role, 'label')) },
      ariaRole: 'group',
      ariaLabel: relationText(this.#messages, relation, tables),
      domAttributes: { 'aria-roledescription': this.#messages.relationRole },
    };
  }
}

const sameChanges = (a: readonly EndChange[], b: readonly EndChange[]): boolean =>
  a.length === b.length && a.every((change, at) => change === b[at]);
