import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { preferences } from '../lib/preferences.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useView } from './BenchContext.ts';
import { DiagramPane } from './DiagramPane.tsx';
import { EditorPane } from './EditorPane.tsx';
import styles from './Layout.module.css';
import { LowerPane } from './LowerPane.tsx';
import { SidePane } from './SidePane.tsx';
import { TryStrip } from './TryStrip.tsx';
import type { PanelHandle, PanelName } from './workbench.ts';

/** Files at the left, editor and diagram above, results below. The results' own line continues the splitter above them. */
export function WideLayout(): ReactNode {
  const { app } = useMessages();
  const { panels } = useBench();
  const handle =
    (name: PanelName) =>
    (panel: PanelHandle | null): void => {
      if (panel) panels.set(name, panel);
      else panels.delete(name);
    };
  const presents = useView((state) => state.screen === 'present');
  useSideWhile(presents);
  const [split, setSplit] = useState<number | null>(null);
  return (
    <div className={styles.work} style={split === null ? undefined : ({ '--split-x': `${split}px` } as CSSProperties)}>
      <Group {...remembered('side')} orientation="horizontal">
        <Panel
          id="side"
          panelRef={handle('side')}
          defaultSize={200}
          minSize={140}
          maxSize={360}
          collapsible
          collapsedSize={0}
          groupResizeBehavior="preserve-pixel-size"
        >
          <SidePane />
        </Panel>
        <Separator className={styles.splitter} aria-label={app.splitterSide} />
        <Panel id="work" minSize={400}>
          <div className={styles.main}>
            {presents ? null : <TryStrip />}
            <Group {...remembered('rows')} orientation="vertical">
              <Panel id="upper" minSize={120}>
                <Group {...remembered('columns')} orientation="horizontal">
                  <Panel
                    id="editor"
                    panelRef={handle('editor')}
                    defaultSize="41.8%"
                    minSize={200}
                    collapsible
                    collapsedSize={0}
                    onResize={(size) => setSplit(Math.round(size.inPixels))}
                  >
                    <EditorPane />
                  </Panel>
                  <Separator className={styles.splitter} aria-label={app.splitterEditor} />
                  <Panel id="diagram" panelRef={handle('diagram')} minSize={200} collapsible collapsedSize={0}>
                    <DiagramPane />
                  </Panel>
                </Group>
              </Panel>
              <Separator className={styles.splitter} aria-label={app.splitterLower} />
              <Panel id="lower" panelRef={handle('lower')} defaultSize="32%" minSize={80} collapsible collapsedSize={36}>
                <LowerPane />
              </Panel>
            </Group>
          </div>
        </Panel>
      </Group>
    </div>
  );
}

/** While something is presented, files and tables are put away; afterwards they are as they were. */
function useSideWhile(presents: boolean): void {
  const { panels } = useBench();
  useEffect(() => {
    const side = panels.get('side');
    if (!presents || !side || side.isCollapsed()) return;
    side.collapse();
    return () => side.expand();
  }, [panels, presents]);
}

/** A group's sizes as this browser left them. */
function remembered(name: string): {
  id: string;
  defaultLayout: Layout | undefined;
  onLayoutChanged: (layout: Layout, meta: { isUserInteraction: boolean }) => void;
} {
  return {
    id: name,
    defaultLayout: readLayout(name),
    onLayoutChanged: (layout, { isUserInteraction }) => {
      if (isUserInteraction) preferences.write(`panels.${name}`, JSON.stringify(layout));
    },
  };
}

function readLayout(name: string): Layout | undefined {
  try {
    const kept: unknown = JSON.parse(preferences.read(`panels.${name}`) ?? 'null');
    const isLayout = typeof kept === 'object' && kept !== null && Object.values(kept).every((size) => typeof size === 'number');
    return isLayout ? (kept as Layout) : undefined;
  } catch {
    return undefined;
  }
}
