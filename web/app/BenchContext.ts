import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ProjectState } from '../features/project/project-store.ts';
import type { RunState } from './run-store.ts';
import type { SchemaState } from './schema-store.ts';
import type { ViewState } from './view-store.ts';
import type { Workbench } from './workbench.ts';

export const BenchContext = createContext<Workbench | null>(null);

export function useBench(): Workbench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error('A pane stands outside of the workbench.');
  return bench;
}

export const useProject = <T>(select: (state: ProjectState) => T): T => useStore(useBench().project.store, select);
export const useSchema = <T>(select: (state: SchemaState) => T): T => useStore(useBench().schema, select);
export const useRun = <T>(select: (state: RunState) => T): T => useStore(useBench().run, select);
export const useView = <T>(select: (state: ViewState) => T): T => useStore(useBench().view, select);
