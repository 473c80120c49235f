import type { ReactNode } from 'react';
import type { Thumbnail } from '../features/diagram/thumbnail.ts';
import styles from './Gallery.module.css';

/** A diagram as small as a stamp; it says nothing that the name beside it does not, so a screen reader passes it over. */
export function ThumbnailPicture({ of, width, height }: { of: Thumbnail; width: number; height: number }): ReactNode {
  const scale = Math.min(0.26, (width - 24) / Math.max(1, of.width), (height - 16) / Math.max(1, of.height));
  const [left, top] = [(width - of.width * scale) / 2, (height - of.height * scale) / 2];
  const thin = 1 / scale;
  return (
    <svg className={styles.picture} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <g transform={`translate(${left} ${top}) scale(${scale})`}>
        {of.lines.map((line) => (
          <path key={line} d={line} className={styles.line} strokeWidth={1.2 * thin} />
        ))}
        {of.boxes.map((box) => (
          <g key={`${box.x} ${box.y}`}>
            <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={2 * thin} className={styles.box} strokeWidth={thin} />
            {of.boxes.length <= 40 ? <Rows box={box} thin={thin} /> : null}
          </g>
        ))}
      </g>
    </svg>
  );
}

function Rows({ box, thin }: { box: Thumbnail['boxes'][number]; thin: number }): ReactNode {
  const step = 26;
  return (
    <>
      <rect x={box.x + 14} y={box.y + 12} width={box.width * 0.42} height={2 * thin} className={styles.title} />
      {Array.from({ length: Math.min(box.rows, Math.floor((box.height - 44) / step) + 1) }, (_, at) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          key={at}
          x={box.x + 14}
          y={box.y + 46 + at * step}
          width={box.width * (0.5 + ((at * 7) % 4) / 12)}
          height={1.4 * thin}
          className={styles.row}
        />
      ))}
    </>
  );
}
