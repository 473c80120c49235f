import { useState } from 'react';

/** Columns are as wide as their values until one is dragged: from then on each has the width it was left with. */
export function useColumnWidths(natural: readonly number[] | null): {
  widths: readonly string[] | null;
  resize: (column: number, width: number, header: HTMLElement) => void;
} {
  const [dragged, setDragged] = useState<readonly number[] | null>(null);
  const widths =
    dragged?.map((width) => `${width}px`) ?? natural?.map((width) => `calc(${width} * (var(--editor-size) * 0.6) + 20px)`) ?? null;
  const resize = (column: number, width: number, header: HTMLElement): void => {
    const headers = [...(header.parentElement?.querySelectorAll<HTMLElement>('th[data-column]') ?? [])];
    setDragged((now) => (now ?? headers.map((one) => one.offsetWidth)).map((old, at) => (at === column ? Math.max(40, width) : old)));
  };
  return { widths, resize };
}
