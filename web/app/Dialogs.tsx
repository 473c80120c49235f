import { lazy, type ReactNode, Suspense } from 'react';
import { useBench, useView } from './BenchContext.ts';

// None of them is part of the first picture.
const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })));
const RenameDialog = lazy(() => import('./RenameDialog.tsx').then((module) => ({ default: module.RenameDialog })));
const SettingsDialog = lazy(() => import('./SettingsDialog.tsx').then((module) => ({ default: module.SettingsDialog })));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog.tsx').then((module) => ({ default: module.ShortcutsDialog })));
const CompareDialog = lazy(() => import('./CompareDialog.tsx').then((module) => ({ default: module.CompareDialog })));
const RebuildDialog = lazy(() => import('./RebuildDialog.tsx').then((module) => ({ default: module.RebuildDialog })));

const SnapshotsDialog = lazy(() => import('./SnapshotsDialog.tsx').then((module) => ({ default: module.SnapshotsDialog })));

const dialogs = {
  rename: RenameDialog,
  palette: Palette,
  shortcuts: ShortcutsDialog,
  settings: SettingsDialog,
  compare: CompareDialog,
  rebuild: RebuildDialog,
  snapshots: SnapshotsDialog,
  'rebuild-run': RebuildDialog,
};

/** The dialog that is open, one at a time. */
export function Dialogs(): ReactNode {
  const { view } = useBench();
  const open = useView((state) => state.dialog);
  if (open === null) return null;
  const Open = dialogs[open];
  return (
    <Suspense fallback={null}>
      <Open onClose={() => view.setState((state) => (state.dialog === open ? { dialog: null } : state))} />
    </Suspense>
  );
}
