import { getViewportForBounds, type ReactFlowInstance, type useStoreApi } from '@xyflow/react';
import type { DiagramStore, DiagramView } from './diagram-store.ts';
import { type Box, boundsOf, type Point } from './geometry.ts';
import { KEYS_FROM } from './zoom-level.ts';

const MOVE_MS = 240;
/** Larger pictures open with names alone. */
const NAMES_FROM = 40;
const MARGIN = { x: '28px', top: '28px', bottom: '56px' } as const;

/** What is drawn of the picture: tables, lines, feet. */
export function pictureBounds({ boxes, shapes }: Pick<DiagramStore, 'boxes' | 'shapes'>): Box | null {
  const points: Point[] = [...shapes.values()].flatMap((shape) => shape.points);
  return boundsOf([...boxes.values(), ...points.map((point) => ({ ...point, width: 0, height: 0 }))]);
}

/** The canvas as the store moves it. The first fit comes at once, later ones move there, unless a person wants no motion. */
export function createView(
  flow: ReactFlowInstance<never, never> | ReactFlowInstance,
  api: ReturnType<typeof useStoreApi>,
  state: () => DiagramStore,
  isUntouched: { current: boolean },
  /** The zoom at which a small picture is large enough. */
  largestFit: { current: number },
): DiagramView {
  let isFirst = true;
  const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS);
  const size = (): { width: number; height: number } => {
    const { width, height } = api.getState();
    return { width, height };
  };
  const zoomAround = (zoom: number): void => {
    isUntouched.current = false;
    void flow.zoomTo(zoom, { duration: duration() });
  };
  return {
    fit: () => {
      const bounds = pictureBounds(state());
      const { width, height } = size();
      if (!bounds || width === 0 || height === 0) return;
      const largest = state().graph.tables.length > NAMES_FROM ? KEYS_FROM - 0.01 : largestFit.current;
      void flow.setViewport(getViewportForBounds(bounds, width, height, 0.05, largest, MARGIN), { duration: isFirst ? 0 : duration() });
      isFirst = false;
      isUntouched.current = true;
    },
    zoomBy: (factor) => zoomAround(flow.getZoom() * factor),
    zoomTo: (zoom) => zoomAround(zoom),
    reveal: (box) => {
      const { width, height } = size();
      const { x, y, zoom } = flow.getViewport();
      const shift = (from: number, to: number, length: number, before: number, after: number): number => {
        if (from >= before && to <= length - after) return 0;
        return to - from > length - before - after || from < before ? before - from : length - after - to;
      };
      const dx = shift(box.x * zoom + x, (box.x + box.width) * zoom + x, width, 32, 48);
      const dy = shift(box.y * zoom + y, (box.y + box.height) * zoom + y, height, 32, 64);
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: duration() });
    },
    seen: () => {
      const { width, height } = size();
      if (width === 0 || height === 0) return null;
      const { x, y, zoom } = flow.getViewport();
      return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    },
  };
}
