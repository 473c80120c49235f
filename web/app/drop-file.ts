import { refuseFileName } from '../features/project/project-store.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import { showToast } from './view-store.ts';
import type { Workbench } from './workbench.ts';

const largestFile = 1_000_000;

/** A file dropped anywhere never takes the page's place: a script joins the project, of anything else the page says that it did nothing. */
export function catchDrops(bench: Workbench, signal: AbortSignal): void {
  const ours = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener(
    'dragover',
    (event) => {
      if (!ours(event)) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer!.dropEffect = 'copy';
    },
    { capture: true, signal },
  );
  addEventListener(
    'drop',
    (event) => {
      if (!ours(event)) return;
      event.preventDefault();
      event.stopPropagation();
      for (const file of event.dataTransfer!.files) void take(bench, file);
    },
    { capture: true, signal },
  );
}

async function take(bench: Workbench, file: File): Promise<void> {
  const text = messages().app;
  const say = (said: string): void => {
    showToast(bench.view, said);
    announce(said);
  };
  if (!file.name.endsWith('.ts')) return say(text.dropNothing(file.name));
  if (file.size > largestFile) return say(text.dropTooLarge(file.name));
  const path = freeName(bench, file.name);
  bench.addFile(path, await file.text());
  say(text.dropAdded(path));
}

/** The file's own name, made legal, and with a number where the project has one of that name. */
function freeName(bench: Workbench, name: string): string {
  const stem = name.slice(0, -'.ts'.length).replace(/[^\w-]+/g, '-') || 'file';
  for (let number = 1; ; number++) {
    const path = number === 1 ? `${stem}.ts` : `${stem}-${number}.ts`;
    if (refuseFileName(path, bench.project.project.files) === null) return path;
  }
}
