import { createContext, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { DiagramStore } from './diagram-store.ts';

export const DiagramContext = createContext<StoreApi<DiagramStore> | null>(null);

/** The diagram's store, inside of a panel. */
export function useDiagramStore(): StoreApi<DiagramStore> {
  const store = useContext(DiagramContext);
  if (!store) throw new Error('a part of the diagram is used outside of DiagramPanel');
  return store;
}

/** A part of the diagram's state; the selector gives a primitive or an object of the state itself. */
export const useDiagram = <T>(selector: (state: DiagramStore) => T): T => useStore(useDiagramStore(), selector);
