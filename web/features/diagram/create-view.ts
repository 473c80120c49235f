import { getViewportForBounds, type ReactFlowInstance, type useStoreApi, type Viewport } from '@xyflow/react';
import type { DiagramStore, DiagramView, ViewPlace } from './diagram-store.ts';
import { type Box, boundsOf, type Point } from './geometry.ts';
import { ALL_FROM, KEYS_FROM } from './zoom-level.ts';

const MOVE_MS = 240;
/** Larger pictures open with names alone. */
const NAMES_FROM = 40;
/** A canvas narrower than this, a phone's, opens at a zoom at which columns can be read, with the first table in sight. */
const SMALL = 560;
const READABLE = 0.85;
const SMALL_MARGIN = 16;
const MARGIN = { x: '28px', top: '28px', bottom: '56px' } as const;

/** What is drawn of the picture: tables, lines, feet. */
function pictureBounds({ boxes, shapes }: Pick<DiagramStore, 'boxes' | 'shapes'>): Box | null {
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
  /** Where a canvas before this one was left: this one opens there, unless the window is another one now. */
  left: ViewPlace | null,
): DiagramView {
  let isFirst = true;
  /** The whole was asked for: it stays the whole. */
  let isWhole = false;
  const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS);
  const size = (): { width: number; height: number } => {
    const { width, height } = api.getState();
    return { width, height };
  };
  const zoomAround = (zoom: number): void => {
    isUntouched.current = false;
    void flow.zoomTo(zoom, { duration: duration() });
  };
  const whole = (): Viewport | null => {
    const bounds = pictureBounds(state());
    const { width, height } = size();
    if (!bounds || width === 0 || height === 0) return null;
    const largest = state().graph.tables.length > NAMES_FROM ? KEYS_FROM - 0.01 : largestFit.current;
    return getViewportForBounds(bounds, width, height, 0.05, largest, MARGIN);
  };
  const readable = (): Viewport | null => {
    const { graph, boxes } = state();
    const first = boxes.get(graph.tables[0]?.id ?? '');
    const bounds = pictureBounds(state());
    if (!first || !bounds) return null;
    const { width, height } = size();
    // From the picture's own corner, if the first table is in sight from there.
    const along = (start: number, from: number, to: number, length: number): number =>
      SMALL_MARGIN - ((to - start) * READABLE + 2 * SMALL_MARGIN <= length ? start : from) * READABLE;
    return {
      x: along(bounds.x, first.x, first.x + first.width, width),
      y: along(bounds.y, first.y, first.y + first.height, height),
      zoom: READABLE,
    };
  };
  const show = (viewport: Viewport | null): void => {
    if (!viewport) return;
    void flow.setViewport(viewport, { duration: isFirst ? 0 : duration() });
    isFirst = false;
    isUntouched.current = true;
  };
  return {
    fit: () => {
      isWhole = true;
      show(whole());
    },
    open: () => {
      const viewport = whole();
      if (!viewport) return;
      const place = left;
      left = null;
      if (place && place.windowWidth === innerWidth) {
        void flow.setViewport(place);
        isUntouched.current = false;
        isFirst = false;
        return;
      }
      const isSmall = size().width < SMALL && state().graph.tables.length <= NAMES_FROM;
      show(viewport.zoom < ALL_FROM && isSmall && !isWhole ? readable() : viewport);
    },
    place: () => (isUntouched.current ? left : { ...flow.getViewport(), windowWidth: innerWidth }),
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
