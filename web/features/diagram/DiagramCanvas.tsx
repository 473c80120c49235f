import {
  type AriaLabelConfig,
  Background,
  BackgroundVariant,
  type NodeChange,
  ReactFlow,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import { createView } from './create-view.ts';
import styles from './DiagramCanvas.module.css';
import { useDiagram, useDiagramStore } from './diagram-context.ts';
import { pressKey } from './diagram-keys.ts';
import type { DiagramPlace } from './diagram-store.ts';
import { EndTip } from './EndTip.tsx';
import { FlowElements } from './flow-elements.ts';
import type { Point } from './geometry.ts';
import { RelationEdge, type RelationFlowEdge } from './RelationEdge.tsx';
import { tablesById } from './relation-text.ts';
import { type TableFlowNode, TableNode } from './TableNode.tsx';
import type { MeasureText } from './table-size.ts';
import { levelOf, zoomStep } from './zoom-level.ts';

const nodeTypes = { table: TableNode };
const edgeTypes = { relation: RelationEdge };
const grid: [number, number] = [8, 8];
/** From here on, what is out of sight is not in the document. */
const CULL_FROM = 150;
const HOVER_MS = 60;
const LARGE_FIT = 1.45;

export interface DiagramCanvasProps {
  measure: MeasureText;
  onOpenDefinition: (table: string, column: string | null) => void;
  onPickRelation?: (table: string, columns: readonly string[]) => void;
  announce: (text: string) => void;
  /** Shown to a room: a small picture is made larger. */
  isLarge: boolean;
}

/** The picture itself: tables and lines on dots, moved by pointer and keyboard. */
export function DiagramCanvas({ measure, onOpenDefinition, onPickRelation, announce, isLarge }: DiagramCanvasProps): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const graph = useDiagram((state) => state.graph);
  const boxes = useDiagram((state) => state.boxes);
  const shapes = useDiagram((state) => state.shapes);
  const labels = useDiagram((state) => state.labels);
  const counts = useDiagram((state) => state.counts);
  const changes = useDiagram((state) => state.changes);
  const isHovering = useDiagram((state) => state.hover !== null);
  const isTidying = useDiagram((state) => state.isTidying);
  const focus = useDiagram((state) => state.focus);
  const elements = useMemo(() => new FlowElements(messages, measure), [messages, measure]);
  const nodes = useMemo(
    () => elements.nodes({ graph, boxes, shapes, labels, counts, changes }),
    [elements, graph, boxes, shapes, labels, counts, changes],
  );
  const edges = useMemo(
    () => elements.edges({ graph, boxes, shapes, labels, counts, changes }),
    [elements, graph, boxes, shapes, labels, counts, changes],
  );
  const isUntouched = useRef(true);
  const hover = useHover();
  const flowWords = useMemo(() => wordsOf(messages), [messages]);

  const move = useCallback(
    (change: NodeChange<TableFlowNode>[]) => {
      const moves = new Map<string, Point>();
      for (const each of change) if (each.type === 'position' && each.position) moves.set(each.id, each.position);
      if (moves.size > 0) store.getState().moveTables(moves, false);
    },
    [store],
  );
  const open = (place: DiagramPlace): void => onOpenDefinition(place.table, place.column);
  const openNode = (event: MouseEvent, node: TableFlowNode): void => {
    store.getState().focusTable(node.id);
    if (!node.data.table.missing) open({ table: node.data.table.name, column: columnAt(event.target) });
  };
  const openEdge = (event: MouseEvent, edge: RelationFlowEdge): void => {
    const relation = edge.data?.relation;
    if (!relation) return;
    if (relation.through !== null) {
      store.getState().openLink(relation.through);
      return;
    }
    // A finger has no hover: its first touch tells the reason, the second goes to the code.
    if (isTouch(event) && store.getState().hover?.relation !== relation.id) {
      store.getState().hoverRelation(relation.id);
      return;
    }
    const table = tablesById(graph).get(relation.from)!;
    onPickRelation?.(table.name, relation.columns);
    open({ table: table.name, column: relation.columns[0] ?? null });
  };

  return (
    <ReactFlow
      className={styles.canvas}
      data-hovering={isHovering}
      data-tidying={isTidying}
      tabIndex={0}
      aria-label={messages.canvas(graph.tables.length, graph.relations.length)}
      ariaLabelConfig={flowWords}
      aria-activedescendant={focus === null ? undefined : `diagram-${focus}`}
      onKeyDown={(event) => {
        if (isForPicture(event) && pressKey(event.key, store.getState(), { announce, open, messages })) event.preventDefault();
      }}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={move}
      onNodeDragStop={(_event, node) => store.getState().moveTables(new Map([[node.id, node.position]]), true)}
      onNodeClick={openNode}
      onNodeMouseEnter={(_event, node) => hover(() => store.getState().hoverTable(node.id))}
      onNodeMouseLeave={() => hover(() => store.getState().hoverTable(null))}
      onNodeDragStart={() => hover(() => {})}
      onEdgeClick={openEdge}
      onEdgeMouseEnter={(_event, edge) => hover(() => store.getState().hoverRelation(edge.id))}
      onEdgeMouseLeave={() => hover(() => store.getState().hoverRelation(null))}
      onPaneClick={() => {
        store.getState().hoverTable(null);
        store.getState().focusTable(null);
      }}
      onMoveStart={(event) => {
        if (event) isUntouched.current = false;
      }}
      onlyRenderVisibleElements={graph.tables.length > CULL_FROM}
      minZoom={0.05}
      maxZoom={2}
      snapToGrid
      snapGrid={grid}
      nodeDragThreshold={3}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={2} color="var(--line)" />
      <View isUntouched={isUntouched} isLarge={isLarge} />
      <EndTip />
    </ReactFlow>
  );
}

/** Hands the canvas to the store, keeps the picture fitted until a person moves it, and tells the style sheet the zoom. */
function View({ isUntouched, isLarge }: { isUntouched: { current: boolean }; isLarge: boolean }): ReactNode {
  const store = useDiagramStore();
  const flow = useReactFlow();
  const api = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const zoom = useStore(zoomStep);
  const largestFit = useRef(1);
  useEffect(() => {
    const wanted = isLarge ? LARGE_FIT : 1;
    if (largestFit.current === wanted) return;
    largestFit.current = wanted;
    isUntouched.current = true;
    store.getState().openView();
  }, [store, isLarge, isUntouched]);
  // Taken away before React Flow forgets where the canvas was.
  useLayoutEffect(() => {
    const view = createView(flow, api, () => store.getState(), isUntouched, largestFit, store.getState().leftAt());
    store.getState().attach(view);
    return () => store.getState().attach(null);
  }, [store, flow, api, isUntouched]);
  useEffect(() => {
    if (width > 0 && height > 0 && isUntouched.current) store.getState().openView();
  }, [store, width, height, isUntouched]);
  useEffect(() => {
    const root = api.getState().domNode;
    root?.style.setProperty('--zoom', String(zoom));
    // Seen from very far, full strokes would be all there is.
    root?.style.setProperty('--thin', String(Math.min(1, zoom < 0.3 ? zoom * 1.4 : zoom)));
    root?.setAttribute('data-level', levelOf(zoom));
  }, [api, zoom]);
  return null;
}

/** The last of several hovers in a short while: crossing the picture with the pointer lights nothing up on the way. */
function useHover(): (act: () => void) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, HOVER_MS);
  }, []);
}

/** What React Flow itself would say in English. */
const wordsOf = ({ flow }: ReturnType<typeof useMessages>['diagram']): Partial<AriaLabelConfig> => ({
  'node.a11yDescription.default': flow.table,
  'node.a11yDescription.keyboardDisabled': flow.table,
  'edge.a11yDescription.default': flow.relation,
  'handle.ariaLabel': flow.handle,
});

const columnAt = (target: EventTarget): string | null =>
  target instanceof Element ? (target.closest('[data-column]')?.getAttribute('data-column') ?? null) : null;

const isForPicture = (event: KeyboardEvent): boolean =>
  event.target === event.currentTarget && !event.nativeEvent.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;

const isTouch = (event: MouseEvent): boolean => 'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch';
