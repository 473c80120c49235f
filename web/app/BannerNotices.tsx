import type { ReactNode } from 'react';
import type { ProjectState } from '../features/project/project-store.ts';
import { formatVersion } from '../features/project/stored-project.ts';
import { download, fileNameOf } from '../lib/download.ts';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { useBench, useProject, useView } from './BenchContext.ts';
import { clockTime } from './clock.ts';

const selectSave = (state: ProjectState) => state.save;
const selectUnreadable = (state: ProjectState) => state.unreadable;
const selectName = (state: ProjectState) => state.project.name;

/** The notices that are due. */
export function BannerNotices(): ReactNode {
  return (
    <>
      <SaveBanner />
      <UnreadableBanner />
      <FaultBanner />
    </>
  );
}

function SaveBanner(): ReactNode {
  const bench = useBench();
  const { project: text } = useMessages();
  const save = useProject(selectSave);
  const name = useProject(selectName);
  if (save.status === 'conflict') {
    return (
      <Notice
        tone="warn"
        role="alert"
        acts={
          <>
            <Button onClick={() => void bench.saveAsCopy()}>{text.saveAsCopy}</Button>
            <Button onClick={() => void bench.loadTheirs()}>{text.loadTheirs}</Button>
          </>
        }
      >
        {text.conflict(name, clockTime(save.theirsAt))}
      </Notice>
    );
  }
  if (save.status !== 'failed') return null;
  return (
    <Notice tone="bad" role="alert" acts={<Button onClick={() => bench.actions.run('export-sources')}>{text.download}</Button>}>
      {text.saveFailed(save.reason)}
    </Notice>
  );
}

function UnreadableBanner(): ReactNode {
  const { storage, project } = useBench();
  const { app, project: text } = useMessages();
  const unreadable = useProject(selectUnreadable);
  const hide = (id: string): void => project.store.setState((state) => ({ unreadable: state.unreadable.filter((one) => one.id !== id) }));
  const save = async (id: string, name: string): Promise<void> =>
    download(fileNameOf(name, 'json'), recordText(await storage?.raw(id)), 'application/json');
  return unreadable.map((one) => (
    <Notice
      key={one.id}
      tone="warn"
      role="alert"
      acts={
        <>
          <Button onClick={() => void save(one.id, one.name)}>{text.downloadRecord}</Button>
          <Button kind="quiet" onClick={() => hide(one.id)}>
            {app.close}
          </Button>
        </>
      }
    >
      {one.reason === 'newer' ? text.newer(one.name, one.version, formatVersion) : text.damaged(one.name)}
    </Notice>
  ));
}

/** The record as text; bytes, which JSON does not have, as hexadecimal digits. */
const recordText = (record: unknown): string =>
  JSON.stringify(
    record,
    (_key, value) => (value instanceof Uint8Array ? Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') : value),
    2,
  ) ?? 'null';

function FaultBanner(): ReactNode {
  const { view } = useBench();
  const { app } = useMessages();
  const fault = useView((state) => state.fault);
  if (fault === null) return null;
  return (
    <Notice
      tone="bad"
      role="alert"
      acts={
        <Button kind="quiet" onClick={() => view.setState({ fault: null })}>
          {app.close}
        </Button>
      }
    >
      {fault}
    </Notice>
  );
}
