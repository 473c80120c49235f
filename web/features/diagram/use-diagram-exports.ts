import { Copy, Download } from 'lucide-react';
import { download, fileNameOf } from '../../lib/download.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { messages, useMessages } from '../../ui/messages/messages.ts';
import { useDiagramStore } from './diagram-context.ts';
import type { DiagramStore } from './diagram-store.ts';

export type DiagramExport = 'svg' | 'png' | 'mermaid' | 'dbml';

/** Gives the diagram as a file or as text on the clipboard. What makes it comes when it is first asked for. */
export async function exportDiagram(
  state: DiagramStore,
  kind: DiagramExport,
  title: string,
  announce: (text: string) => void,
): Promise<void> {
  const text = messages();
  switch (kind) {
    case 'svg':
    case 'png': {
      const { diagramAsPng, diagramAsSvg } = await import('./export-diagram.ts');
      const blob = await (kind === 'svg' ? diagramAsSvg(state, title) : diagramAsPng(state));
      const name = fileNameOf(title, kind);
      download(name, blob, blob.type);
      announce(text.app.exported(name));
      return;
    }
    case 'mermaid': {
      const { mermaidText } = await import('./mermaid-text.ts');
      return copy(mermaidText(state.graph), text.diagram.copied('Mermaid'), announce);
    }
    case 'dbml': {
      const { dbmlText } = await import('./dbml-text.ts');
      if (state.schema) await copy(dbmlText(state.schema), text.diagram.copied('DBML'), announce);
    }
  }
}

async function copy(content: string, said: string, announce: (text: string) => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(content);
    announce(said);
  } catch {
    announce(messages().results.copyRefused);
  }
}

/** The menu's entries for it. */
export function useDiagramExports(title: string, announce: (text: string) => void): MenuEntry[] {
  const text = useMessages().diagram;
  const store = useDiagramStore();
  const run = (kind: DiagramExport) => () => void exportDiagram(store.getState(), kind, title, announce);
  return [
    { id: 'svg', label: text.exportSvg, icon: Download, run: run('svg') },
    { id: 'png', label: text.exportPng, icon: Download, run: run('png') },
    { id: 'mermaid', label: text.copyMermaid, icon: Copy, run: run('mermaid') },
    { id: 'dbml', label: text.copyDbml, icon: Copy, run: run('dbml') },
  ];
}
