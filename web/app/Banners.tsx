import { lazy, type ReactNode, Suspense } from 'react';
import { useProject, useView } from './BenchContext.ts';

const BannerNotices = lazy(() => import('./BannerNotices.tsx').then((module) => ({ default: module.BannerNotices })));

/** What stands in the way of keeping things, with the way out. Nothing here covers anything; most pages never have one. */
export function Banners(): ReactNode {
  const isUnsaved = useProject(({ save }) => save.status === 'conflict' || save.status === 'failed');
  const isUnreadable = useProject(({ unreadable }) => unreadable.length > 0);
  const isFaulty = useView(({ fault }) => fault !== null);
  if (!isUnsaved && !isUnreadable && !isFaulty) return null;
  return (
    <Suspense fallback={null}>
      <BannerNotices />
    </Suspense>
  );
}
