/** Monaco's theme and measures, made from the page's own tokens. */
import type { editor } from 'monaco-editor/editor';

/** Reads a custom property of the page: `read('--canvas')`. */
export type ReadToken = (name: string) => string;

interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

function parseHex(text: string): Rgb {
  const hex = text.trim().replace('#', '');
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  if (!/^[\da-f]{6}$/i.test(full)) throw new Error(`${text} is no colour of six hex digits`);
  const part = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16);
  return { r: part(0), g: part(2), b: part(4) };
}

const toHex = ({ r, g, b }: Rgb): string => `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** `share` of one colour in another, as CSS `color-mix(in srgb, …)` gives it. */
export function mix(colour: string, share: number, ground: string): string {
  const [a, b] = [parseHex(colour), parseHex(ground)];
  const blend = (one: number, other: number): number => one * share + other * (1 - share);
  return toHex({ r: blend(a.r, b.r), g: blend(a.g, b.g), b: blend(a.b, b.b) });
}

const tokenColours = {
  keyword: 'code-keyword',
  string: 'code-string',
  number: 'code-number',
  type: 'code-type',
  function: 'code-function',
  comment: 'code-comment',
};

/** The theme of the tokens as they are now; `dark` says what Monaco falls back to for what the tokens do not cover. */
export function themeFrom(read: ReadToken, dark: boolean): editor.IStandaloneThemeData {
  const c = (name: string): string => toHex(parseHex(read(`--${name}`)));
  const clear = `${c('surface')}00`;
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: c('text').slice(1), background: c('surface').slice(1) },
      ...Object.entries(tokenColours).map(([token, name]) => ({ token, foreground: c(name).slice(1) })),
    ],
    colors: {
      focusBorder: c('accent'),
      foreground: c('text'),
      descriptionForeground: c('text-3'),
      errorForeground: c('bad'),
      'editor.background': c('surface'),
      'editor.foreground': c('text'),
      'editorLineNumber.foreground': c('text-3'),
      'editorLineNumber.activeForeground': c('text'),
      'editorCursor.foreground': c('accent'),
      'editor.selectionBackground': c('accent-soft'),
      'editor.inactiveSelectionBackground': c('accent-soft'),
      'editor.selectionHighlightBackground': mix(c('accent-soft'), 0.6, c('surface')),
      'editor.wordHighlightBackground': c('hover'),
      'editor.wordHighlightStrongBackground': c('hover'),
      'editor.wordHighlightTextBackground': c('hover'),
      'editor.findMatchBackground': c('warn-soft'),
      'editor.findMatchBorder': c('warn'),
      'editor.findMatchHighlightBackground': c('warn-soft'),
      'editor.lineHighlightBackground': dark ? mix(c('line'), 0.35, c('surface')) : c('canvas'),
      'editor.lineHighlightBorder': clear,
      'editorBracketMatch.background': c('hover'),
      'editorBracketMatch.border': c('line-2'),
      'editorIndentGuide.background1': c('line'),
      'editorIndentGuide.activeBackground1': c('line-2'),
      'editorError.foreground': c('bad'),
      'editorWarning.foreground': c('warn'),
      'editorInfo.foreground': c('accent'),
      'editorUnnecessaryCode.opacity': '#000000aa',
      'editorLink.activeForeground': c('accent'),
      'editorGutter.background': c('surface'),
      'editorWidget.background': c('surface'),
      'editorWidget.foreground': c('text'),
      'editorWidget.border': c('line'),
      'editorHoverWidget.background': c('surface'),
      'editorHoverWidget.foreground': c('text'),
      'editorHoverWidget.border': c('line'),
      'editorHoverWidget.statusBarBackground': c('canvas'),
      'editorSuggestWidget.background': c('surface'),
      'editorSuggestWidget.border': c('line'),
      'editorSuggestWidget.foreground': c('text'),
      'editorSuggestWidget.selectedBackground': c('accent-soft'),
      'editorSuggestWidget.selectedForeground': c('text'),
      'editorSuggestWidget.selectedIconForeground': c('accent'),
      'editorSuggestWidget.highlightForeground': c('accent'),
      'editorSuggestWidget.focusHighlightForeground': c('accent'),
      'list.hoverBackground': c('hover'),
      'list.focusBackground': c('accent-soft'),
      'list.focusForeground': c('text'),
      'list.activeSelectionBackground': c('accent-soft'),
      'list.activeSelectionForeground': c('text'),
      'list.highlightForeground': c('accent'),
      'input.background': c('surface'),
      'input.border': c('control'),
      'input.foreground': c('text'),
      'input.placeholderForeground': c('text-3'),
      'inputOption.activeBackground': c('accent-soft'),
      'inputOption.activeForeground': c('text'),
      'inputOption.activeBorder': c('accent'),
      'button.background': c('accent'),
      'button.foreground': c('on-accent'),
      'menu.background': c('surface'),
      'menu.foreground': c('text'),
      'menu.selectionBackground': c('accent-soft'),
      'menu.selectionForeground': c('text'),
      'menu.separatorBackground': c('line'),
      'menu.border': c('line'),
      'quickInput.background': c('surface'),
      'quickInput.foreground': c('text'),
      'quickInputList.focusBackground': c('accent-soft'),
      'quickInputList.focusForeground': c('text'),
      'peekView.border': c('line-2'),
      'peekViewEditor.background': c('canvas'),
      'peekViewResult.background': c('surface'),
      'peekViewTitle.background': c('canvas'),
      'peekViewTitleLabel.foreground': c('text'),
      'peekViewTitleDescription.foreground': c('text-3'),
      'peekViewResult.lineForeground': c('text-2'),
      'peekViewResult.fileForeground': c('text'),
      'peekViewResult.selectionBackground': c('accent-soft'),
      'peekViewResult.selectionForeground': c('text'),
      'peekViewEditor.matchHighlightBackground': c('warn-soft'),
      'peekViewResult.matchHighlightBackground': c('warn-soft'),
      'scrollbar.shadow': clear,
      'scrollbarSlider.background': `${c('line-2')}80`,
      'scrollbarSlider.hoverBackground': c('line-2'),
      'scrollbarSlider.activeBackground': c('control'),
      'widget.shadow': dark ? '#00000066' : `${c('text')}1f`,
      'widget.border': c('line'),
    },
  };
}

/** Measures of the code: sizes are numbers of pixels. */
export interface CodeMeasures {
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly lineHeight: number;
}

export function measuresFrom(read: ReadToken): CodeMeasures {
  const pixels = (name: string): number => {
    const value = Number.parseFloat(read(name));
    if (!Number.isFinite(value)) throw new Error(`${name} is no size in pixels`);
    return value;
  };
  return { fontFamily: read('--font-code').trim(), fontSize: pixels('--editor-size'), lineHeight: pixels('--editor-line') };
}

/** Tokens as computed for the page. */
export function readPageToken(): ReadToken {
  const computed = getComputedStyle(document.documentElement);
  return (name) => computed.getPropertyValue(name);
}

/** Calls `changed` when a token may have changed: another theme, another text size, the system's own switch. Returns how to stop. */
export function onTokensChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'lang'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
