/** Monaco with the features this page wants. Reached by a dynamic import alone: it is half a megabyte compressed. */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoLine/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/longLinesHelper/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/quickOutline/register';
import 'monaco-editor/features/readOnlyMessage/register';
import 'monaco-editor/features/referenceSearch/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/suggest/register';
// The feature above brings inline completions alone; the popup is this.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/unusualLineTerminators/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/features/wordPartOperations/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/definitions/typescript/register';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import { firstLine, type LineState, tokenizeTypeScriptLine } from '../../lib/highlight.ts';
import { checkOptions } from './check-options.ts';
import { extraLibs } from './core-types.ts';
import { registerLanguageHelp, type TablesNow } from './language-help.ts';
import TsWorker from './ts-worker.ts?worker';

export { monaco, typescript };

/** Called with each TypeScript worker that Monaco starts, also after a restart. */
export type OnWorker = (worker: Worker) => void;

/** The colours of the rest of the page, carried from line to line as Monaco wants it. */
class TokenState implements monaco.languages.IState {
  readonly line: LineState;
  constructor(line: LineState) {
    this.line = line;
  }
  clone(): TokenState {
    return this;
  }
  equals(other: TokenState): boolean {
    const [a, b] = [this.line, other.line];
    return (
      a.comment === b.comment && a.templates.length === b.templates.length && a.templates.every((depth, i) => depth === b.templates[i])
    );
  }
}

function colourTypeScript(): void {
  monaco.languages.setTokensProvider('typescript', {
    getInitialState: () => new TokenState(firstLine),
    tokenize(line, state) {
      const result = tokenizeTypeScriptLine(line, (state as TokenState).line);
      let startIndex = 0;
      const tokens = result.tokens.map((token) => {
        const at = startIndex;
        startIndex += token.text.length;
        return { startIndex: at, scopes: token.kind === 'plain' ? '' : token.kind };
      });
      return { tokens, endState: new TokenState(result.state) };
    },
  });
}

/**
 * Keys that belong to the page. A rule without a command lets the event go on to the window; naming the chord's first key is enough to
 * free it of every chord that starts with it.
 */
function freeKeys(): void {
  const { KeyMod, KeyCode } = monaco;
  const keys = [
    KeyCode.F1,
    KeyMod.CtrlCmd | KeyCode.KeyK,
    KeyMod.CtrlCmd | KeyCode.KeyS,
    KeyMod.CtrlCmd | KeyCode.KeyP,
    KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyP,
    KeyMod.CtrlCmd | KeyCode.Enter,
    KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter,
    KeyMod.Alt | KeyCode.Enter,
    KeyMod.Alt | KeyMod.Shift | KeyCode.Enter,
    KeyMod.CtrlCmd | KeyCode.Comma,
  ];
  monaco.editor.addKeybindingRules([
    ...keys.map((keybinding) => ({ keybinding, command: null })),
    // On Linux Monaco has another key for it, which opens a browser's tools.
    { keybinding: KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF, command: 'editor.action.formatDocument', when: 'editorTextFocus' },
  ]);
}

/** Tells Monaco its workers, TypeScript its options and declarations, once, before the first model: a later change restarts the worker. */
export function setUpMonaco(onTypeScriptWorker: OnWorker, tables: TablesNow): void {
  self.MonacoEnvironment = {
    getWorker(_id, label) {
      if (label !== 'typescript') return new EditorWorker();
      const worker = new TsWorker();
      onTypeScriptWorker(worker);
      return worker;
    },
  };
  const defaults = typescript.typescriptDefaults;
  defaults.setEagerModelSync(true);
  defaults.setCompilerOptions(checkOptions);
  // Problems are asked for by us: one list for marks, tabs and panel, in one order, and none while the text is half typed.
  defaults.setModeConfiguration({ ...defaults.modeConfiguration, diagnostics: false, inlayHints: false });
  defaults.setExtraLibs(extraLibs());
  colourTypeScript();
  registerLanguageHelp(monaco, tables);
  freeKeys();
}
