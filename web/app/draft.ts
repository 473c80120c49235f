import { type ProjectBundle, parseProject, type StoredProject } from '../features/project/stored-project.ts';
import { preferences } from '../lib/preferences.ts';

export interface OpenedProject extends ProjectBundle {
  /** Its newest text was never written to the browser's database, and has to be. */
  readonly hasDraft?: boolean;
}

/** Puts what is not written yet where a closing page can still put it: this storage answers at once, the database does not. */
export function keepDraft(project: StoredProject | null): void {
  if (project) preferences.write('draft', JSON.stringify(project));
}

/** The project with the text that was typed just before its page closed, unless it was written by then, by this tab or another. */
export function withDraft(bundle: ProjectBundle): OpenedProject {
  const kept = preferences.read('draft');
  if (kept === null) return bundle;
  const parsed = parseDraft(kept);
  // Another project's draft waits until that one is opened first.
  if (parsed && parsed.id !== bundle.project.id) return bundle;
  preferences.remove('draft');
  return parsed && parsed.revision === bundle.project.revision ? { ...bundle, project: parsed, hasDraft: true } : bundle;
}

function parseDraft(text: string): StoredProject | null {
  try {
    const parsed = parseProject(JSON.parse(text));
    return parsed.status === 'ok' ? parsed.project : null;
  } catch {
    return null;
  }
}
