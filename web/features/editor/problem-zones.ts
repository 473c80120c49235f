import type { editor } from 'monaco-editor/editor';
import { codeParts } from './code-parts.ts';
import styles from './ProblemZone.module.css';
import type { Cure, Problem } from './problem.ts';

interface Zone {
  problem: Problem;
  readonly node: HTMLElement;
  readonly space: editor.IViewZone;
  readonly widget: editor.IOverlayWidget;
  readonly observer: ResizeObserver;
  id: string;
}

const keyOf = (problem: Problem): string => `${problem.source}\n${problem.code}\n${problem.sentence}\n${problem.cure?.label ?? ''}`;

/**
 * The sentence below the line of an error. Monaco keeps a space between its lines and tells where it lies; the sentence itself floats over
 * it as an overlay, so that it stays in view when long lines scroll sideways, and its button can be clicked.
 */
export class ProblemZones {
  readonly #editor: editor.ICodeEditor;
  readonly #onCure: (cure: Cure) => void;
  readonly #zones = new Map<string, Zone>();
  #counter = 0;

  constructor(target: editor.ICodeEditor, onCure: (cure: Cure) => void) {
    this.#editor = target;
    this.#onCure = onCure;
    target.onDidLayoutChange(() => this.#placeAll());
  }

  /** Shows these problems of the file on the screen. A zone whose problem is still there is left alone, or moved. */
  show(problems: readonly Problem[]): void {
    const wanted = new Map(problems.map((problem) => [keyOf(problem), problem]));
    for (const key of [...this.#zones.keys()]) if (!wanted.has(key)) this.#remove(key);
    for (const [key, problem] of wanted) {
      const zone = this.#zones.get(key);
      if (!zone) this.#add(key, problem);
      else if (zone.problem.endLine !== problem.endLine) this.#move(zone, problem);
    }
  }

  /** Takes away at once what is no longer true; adds nothing. */
  keepOnly(problems: readonly Problem[]): void {
    const wanted = new Set(problems.map(keyOf));
    for (const key of [...this.#zones.keys()]) if (!wanted.has(key)) this.#remove(key);
  }

  clear(): void {
    for (const key of [...this.#zones.keys()]) this.#remove(key);
  }

  #add(key: string, problem: Problem): void {
    const node = this.#render(problem);
    const name = `problem-zone-${this.#counter++}`;
    const widget: editor.IOverlayWidget = { getId: () => name, getDomNode: () => node, getPosition: () => null };
    const space: editor.IViewZone = {
      afterLineNumber: problem.endLine,
      heightInPx: 0,
      domNode: document.createElement('div'),
      onDomNodeTop: (top) => {
        node.style.top = `${top}px`;
      },
    };
    const zone: Zone = { problem, node, space, widget, id: '', observer: new ResizeObserver(() => this.#fit(zone)) };
    this.#zones.set(key, zone);
    this.#editor.addOverlayWidget(widget);
    this.#place(zone);
    space.heightInPx = node.offsetHeight;
    this.#editor.changeViewZones((accessor) => {
      zone.id = accessor.addZone(space);
    });
    zone.observer.observe(node);
  }

  #remove(key: string): void {
    const zone = this.#zones.get(key);
    if (!zone) return;
    this.#zones.delete(key);
    zone.observer.disconnect();
    this.#editor.changeViewZones((accessor) => accessor.removeZone(zone.id));
    this.#editor.removeOverlayWidget(zone.widget);
  }

  #move(zone: Zone, problem: Problem): void {
    zone.problem = problem;
    zone.space.afterLineNumber = problem.endLine;
    this.#editor.changeViewZones((accessor) => accessor.layoutZone(zone.id));
  }

  #fit(zone: Zone): void {
    const height = zone.node.offsetHeight;
    if (height === zone.space.heightInPx || height === 0) return;
    zone.space.heightInPx = height;
    this.#editor.changeViewZones((accessor) => accessor.layoutZone(zone.id));
  }

  #placeAll(): void {
    for (const zone of this.#zones.values()) this.#place(zone);
  }

  #place({ node }: Zone): void {
    const { contentLeft, contentWidth, verticalScrollbarWidth } = this.#editor.getLayoutInfo();
    node.style.left = `${contentLeft}px`;
    node.style.width = `${Math.max(contentWidth - verticalScrollbarWidth, 0)}px`;
  }

  #render({ sentence, wayOut, cure }: Problem): HTMLElement {
    const frame = document.createElement('div');
    frame.className = styles.frame!;
    frame.setAttribute('role', 'note');
    const zone = document.createElement('div');
    zone.className = styles.zone!;
    const strong = document.createElement('strong');
    strong.append(...asNodes(sentence));
    zone.append(strong, ...(wayOut ? [' ', ...asNodes(wayOut)] : []));
    if (cure) zone.append(this.#cureRow(cure));
    frame.append(zone);
    return frame;
  }

  #cureRow(cure: Cure): HTMLElement {
    const row = document.createElement('div');
    row.className = styles.row!;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = styles.cure!;
    button.textContent = cure.label;
    button.addEventListener('click', () => this.#onCure(cure));
    row.append(button);
    return row;
  }
}

function asNodes(sentence: string): Node[] {
  return codeParts(sentence).map(({ text, isCode }) => {
    if (!isCode) return document.createTextNode(text);
    const code = document.createElement('code');
    code.textContent = text;
    return code;
  });
}
