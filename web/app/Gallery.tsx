import { ArrowLeft, Ellipsis, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type Thumbnail, thumbnailOf } from '../features/diagram/thumbnail.ts';
import { loadThumbnails } from '../features/project/examples.ts';
import { exampleIds } from '../features/project/examples-list.ts';
import type { ProjectHead } from '../features/project/project-storage.ts';
import type { ProjectState } from '../features/project/project-store.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject } from './BenchContext.ts';
import styles from './Gallery.module.css';
import { ThumbnailPicture } from './ThumbnailPicture.tsx';

const selectProjects = (state: ProjectState) => state.projects;
const selectId = (state: ProjectState) => state.project.id;

/** What is seen of a project without opening it. */
interface Glance {
  readonly thumbnail: Thumbnail | null;
  readonly tables: number | null;
  readonly rows: number | null;
}

/** The projects of this browser, and examples to start from. */
export function Gallery(): ReactNode {
  const bench = useBench();
  const { desk, project } = useMessages();
  const text = desk.gallery;
  const projects = useProject(selectProjects);
  const thumbnails = useThumbnails();
  const back = (): void => bench.view.setState({ screen: 'work' });
  return (
    <main className={styles.gallery}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>{text.title}</h1>
          <span className={styles.acts}>
            <Button onClick={back}>
              <Icon of={ArrowLeft} />
              {text.back}
            </Button>
            <Button kind="primary" onClick={() => void bench.openEmpty()}>
              <Icon of={Plus} />
              {text.create}
            </Button>
          </span>
        </header>
        <p className={styles.sentence}>{text.sentence}</p>
        {projects.length ? (
          <ul className={styles.projects} aria-label={project.yours}>
            {projects.map((one) => (
              <ProjectRow key={one.id} head={one} />
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{text.none}</p>
        )}
        <h2>{text.examples}</h2>
        <ul className={styles.examples}>
          {exampleIds.map((id) => {
            const [name, sentence] = text.names[id]!;
            const thumbnail = thumbnails[id];
            return (
              <li key={id}>
                <button type="button" className={styles.card} onClick={() => void bench.openExample(id)}>
                  <span className={styles.stamp}>
                    {thumbnail?.boxes.length ? <ThumbnailPicture of={thumbnail} width={240} height={108} /> : <Icon of={Plus} />}
                  </span>
                  <b>{name}</b>
                  <span>{sentence}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </main>
  );
}

function useThumbnails(): Readonly<Record<string, Thumbnail | undefined>> {
  const [thumbnails, setThumbnails] = useState<Readonly<Record<string, Thumbnail | undefined>>>({});
  useEffect(() => void loadThumbnails().then((loaded) => setThumbnails(loaded as Record<string, Thumbnail>)), []);
  return thumbnails;
}

function ProjectRow({ head }: { head: ProjectHead }): ReactNode {
  const bench = useBench();
  const { lang, app, desk } = useMessages();
  const isOpen = useProject(selectId) === head.id;
  const glance = useGlance(head);
  const open = (): void => {
    if (isOpen) bench.view.setState({ screen: 'work' });
    else void bench.open(head.id);
  };
  return (
    <li className={styles.project}>
      <button type="button" className={styles.open} onClick={open} aria-current={isOpen || undefined}>
        <span className={styles.small}>
          {glance.thumbnail?.boxes.length ? <ThumbnailPicture of={glance.thumbnail} width={108} height={56} /> : null}
        </span>
        <bdi className={styles.name}>{head.name}</bdi>
        <span className={styles.number}>{glance.tables === null ? '' : desk.gallery.tables(glance.tables)}</span>
        <span className={styles.number}>{glance.rows === null ? '' : app.rows(glance.rows)}</span>
        <span>
          <Chip>{head.dataState === 'kept' ? app.keptData : app.rebuilt}</Chip>
        </span>
        <span className={styles.when}>{whenText(head.savedAt, lang)}</span>
      </button>
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" icon aria-label={desk.palette.project(head.name)}>
            <Icon of={Ellipsis} />
          </Button>
        }
        entries={[
          { id: 'open', label: desk.palette.project(head.name), run: open },
          'rule',
          {
            id: 'remove',
            label: desk.gallery.remove(head.name),
            icon: Trash2,
            danger: true,
            disabled: isOpen,
            run: () => void bench.removeProject(head),
          },
        ]}
      />
    </li>
  );
}

/** Read once the list is shown: the list itself must not wait for it. */
function useGlance({ id }: ProjectHead): Glance {
  const { storage } = useBench();
  const [glance, setGlance] = useState<Glance>({ thumbnail: null, tables: null, rows: null });
  useEffect(() => {
    let isGone = false;
    void storage?.load(id).then((outcome) => {
      if (isGone || outcome.status !== 'ok') return;
      const { project, derived } = outcome.bundle;
      const counts = derived?.lastRun?.reply.counts;
      setGlance({
        thumbnail: derived?.schema ? thumbnailOf(derived.schema, project.diagram) : null,
        tables: derived?.schema?.tables.length ?? null,
        rows: counts ? counts.reduce((sum, one) => sum + one.rows, 0) : null,
      });
    });
    return () => {
      isGone = true;
    };
  }, [storage, id]);
  return glance;
}

/** `2 minutes ago`, `yesterday`, then the date. */
function whenText(at: number, lang: string): string {
  const minutes = Math.round((Date.now() - at) / 60_000);
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.format(-Math.round(minutes / 60), 'hour');
  if (minutes < 7 * 24 * 60) return relative.format(-Math.round(minutes / 1440), 'day');
  return new Date(at).toLocaleDateString(lang, { day: 'numeric', month: 'long' });
}
