import type { Edge, EdgeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import { useDiagram, useDiagramStore } from './diagram-context.ts';
import type { EndChange } from './end-changes.ts';
import { type Foot, footAt, RING } from './foot.ts';
import { outward, type Point } from './geometry.ts';
import type { GraphRelation, GraphTable } from './graph.ts';
import styles from './RelationEdge.module.css';
import { endName, keyText } from './relation-text.ts';
import type { RelationShape } from './route-relations.ts';

export interface RelationData extends Record<string, unknown> {
  readonly relation: GraphRelation;
  readonly shape: RelationShape;
  /** Middle of the label. */
  readonly label: Point;
  readonly tables: ReadonlyMap<string, GraphTable>;
  readonly changes: readonly EndChange[];
  /** Width of the label's text, when the line shows its role. */
  readonly labelWidth: number;
}
export type RelationFlowEdge = Edge<RelationData, 'relation'>;

/** A relation: its line, a crow's foot at both ends, and what it has to say on its middle. */
export const RelationEdge = memo(function RelationEdge({ id, data }: EdgeProps<RelationFlowEdge>): ReactNode {
  const isLit = useDiagram((state) => (state.hover ?? state.lit).relations.has(id));
  const isHovered = useDiagram((state) => state.hover?.relations.has(id) === true);
  if (!data) return null;
  const { relation, shape, label, tables, changes, labelWidth } = data;
  return (
    <g
      className={styles.relation}
      data-relation={keyText(relation, tables)}
      data-lit={isLit}
      data-fault={relation.fault?.code}
      data-identifying={relation.identifying}
    >
      <path className={styles.hit} d={shape.path} />
      {changes.map((change) => (
        <Halo key={change.stamp} foot={change.end === 'from' ? shape.fromFoot : shape.toFoot} />
      ))}
      <path className={styles.line} d={shape.path} />
      <End data={data} which="from" change={changes.find((change) => change.end === 'from')} />
      <End data={data} which="to" change={changes.find((change) => change.end === 'to')} />
      {relation.through !== null ? <Diamond shape={shape} name={relation.role} /> : null}
      {relation.fault ? <FaultSign shape={shape} /> : null}
      {relation.through === null && !relation.fault && (relation.labelled || isHovered) ? (
        <Label text={relation.role} width={labelWidth} middle={label} />
      ) : null}
    </g>
  );
});

function End({
  data: { relation, shape, tables },
  which,
  change,
}: {
  data: RelationData;
  which: 'from' | 'to';
  change: EndChange | undefined;
}): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const port = shape[which];
  const foot = which === 'from' ? shape.fromFoot : shape.toFoot;
  const way = outward[port.side];
  const corner = {
    x: Math.min(port.x, port.x + way.x * 30) - Math.abs(way.y) * 11,
    y: Math.min(port.y, port.y + way.y * 30) - Math.abs(way.x) * 11,
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: an SVG group is no interactive element
    <g
      className={styles.end}
      role="img"
      aria-label={endName(messages, relation, which, tables)}
      data-end={relation.kind === 'many-to-many' ? which : which === 'from' ? 'child' : 'parent'}
      data-symbol={foot.symbol}
      onPointerEnter={() => store.getState().hoverEnd(relation.id, which)}
      onPointerLeave={() => store.getState().hoverEnd(relation.id, null)}
    >
      <rect className={styles.area} x={corner.x} y={corner.y} width={way.x === 0 ? 22 : 30} height={way.y === 0 ? 22 : 30} />
      {change ? <FootPaths key={`before ${change.stamp}`} foot={footAt(port, port.side, change.before)} state="before" /> : null}
      <FootPaths key={change?.stamp ?? 0} foot={foot} state={change ? 'after' : undefined} />
    </g>
  );
}

const FootPaths = ({ foot, state }: { foot: Foot; state: 'before' | 'after' | undefined }): ReactNode => (
  <g className={styles.foot} data-state={state}>
    <path d={foot.path} />
    {foot.ring ? <circle className={styles.ring} cx={foot.ring.x} cy={foot.ring.y} r={RING} /> : null}
  </g>
);

const Halo = ({ foot }: { foot: Foot }): ReactNode => <circle className={styles.halo} cx={foot.middle.x} cy={foot.middle.y} r={22} />;

const Diamond = ({ shape: { middle }, name }: { shape: RelationShape; name: string }): ReactNode => (
  <g className={styles.diamond} data-through={name}>
    <circle className={styles.area} cx={middle.x} cy={middle.y} r={16} />
    <path d={`M${middle.x - 9} ${middle.y}l9 -9 9 9 -9 9z`} />
  </g>
);

const FaultSign = ({ shape: { middle } }: { shape: RelationShape }): ReactNode => (
  <g className={styles.fault}>
    <circle cx={middle.x} cy={middle.y} r={8} />
    <path d={`M${middle.x} ${middle.y - 4}v4.5M${middle.x} ${middle.y + 3.5}v.01`} />
  </g>
);

function Label({ text, width, middle }: { text: string; width: number; middle: Point }): ReactNode {
  return (
    <g className={styles.label}>
      <rect x={middle.x - width / 2 - 4} y={middle.y - 8} width={width + 8} height={16} />
      <text x={middle.x} y={middle.y + 4}>
        {text}
      </text>
    </g>
  );
}
