import { lazy, type ReactNode, Suspense } from 'react';
import { useDiagram } from './diagram-context.ts';
import type { DiagramStore } from './diagram-store.ts';

const EndTipCard = lazy(() => import('./EndTipCard.tsx').then((module) => ({ default: module.EndTipCard })));

/** The end whose reason is told: the one under the pointer, that of the line under it, the one just changed, the one the cursor is at. */
const tippedRelation = ({ hoveredEnd, hover, changes, lit }: DiagramStore): string | null =>
  hoveredEnd?.relation ?? (hover ? hover.relation : (changes.at(-1)?.relation ?? lit.relation));

const tippedEnd = ({ hoveredEnd, hover, changes }: DiagramStore): 'from' | 'to' =>
  hoveredEnd?.end ?? (hover ? 'to' : (changes.at(-1)?.end ?? 'to'));

/** Why an end is drawn as it is, above its foot; on a phone, a card at the foot of the picture. */
export function EndTip(): ReactNode {
  const id = useDiagram(tippedRelation);
  const end = useDiagram(tippedEnd);
  const isSeen = useDiagram((state) => id !== null && state.shapes.has(id) && !state.isTidying);
  if (id === null || !isSeen) return null;
  return (
    <Suspense fallback={null}>
      <EndTipCard key={`${id} ${end}`} id={id} end={end} />
    </Suspense>
  );
}
