import { type LayoutRequest, layoutTables } from './layout-tables.ts';

self.onmessage = ({ data }: MessageEvent<{ id: number; request: LayoutRequest }>) => {
  self.postMessage({ id: data.id, positions: layoutTables(data.request) });
};
