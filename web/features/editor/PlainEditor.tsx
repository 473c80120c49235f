import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { highlightSql, highlightTypeScript, type Token } from '../../lib/highlight.ts';
import { CodeTokens } from '../../ui/CodeTokens.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import type { EditorService } from './editor-service.ts';
import type { EditorState } from './editor-state.ts';
import { findReplacement } from './find-replacement.ts';
import styles from './PlainEditor.module.css';

const selectProblems = (state: EditorState) => state.problems;
const selectCursor = (state: EditorState) => state.cursor;

/** The system's own text field over the text of the open file, with the colours drawn below it: for touch, where Monaco's editor does not work. */
export function PlainEditor({ service, path }: { service: EditorService; path: string }): ReactNode {
  const { editor } = useMessages();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => service.textOf(path) ?? '');

  useEffect(
    () =>
      service.onText((changed, next) => {
        if (changed !== path) return;
        setText(next);
        if (field.current && field.current.value !== next) field.current.value = next;
      }),
    [service, path],
  );
  useCursor(service, path, field);
  useKeyboard(service, path, field);

  return (
    <div className={styles.plain}>
      <div className={styles.sheet}>
        <Colours service={service} path={path} text={text} />
        <textarea
          ref={field}
          className={styles.field}
          aria-label={editor.plainCodeOf(path)}
          defaultValue={text}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          onKeyDown={keepIndent}
          onChange={(event) => {
            const edit = findReplacement(service.textOf(path) ?? '', event.target.value);
            if (edit) service.typeOver(path, edit, edit.text);
          }}
        />
      </div>
    </div>
  );
}

/** A new line starts below the first letter of the one before. `insertText` keeps the field's own undo, which setting its value would end. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { value, selectionStart } = event.currentTarget;
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
  const indent = /^[ \t]*/.exec(line)![0] + (/[{([]\s*$/.test(line) ? '  ' : '');
  if (indent === '') return;
  event.preventDefault();
  document.execCommand('insertText', false, `\n${indent}`);
}

/** Tells the service where the caret is, and takes it to a line that was asked for elsewhere. */
function useCursor(service: EditorService, path: string, field: { readonly current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const tell = (): void => {
      const element = field.current;
      if (!element || document.activeElement !== element) return;
      const before = element.value.slice(0, element.selectionEnd);
      const lineStart = before.lastIndexOf('\n') + 1;
      const line = before.split('\n').length;
      service.tellCursor({ path, line, column: before.length - lineStart + 1, selected: element.selectionEnd - element.selectionStart });
    };
    document.addEventListener('selectionchange', tell);
    return () => document.removeEventListener('selectionchange', tell);
  }, [service, path, field]);

  useEffect(
    () =>
      service.onReveal((target, line, column) => {
        const element = field.current;
        if (!element || target !== path) return;
        placeCaret(element, line, column);
        element.parentElement?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: 'center', inline: 'nearest' });
      }),
    [service, path, field],
  );
}

/** A window that turns narrow or wide while someone types leaves them the keyboard, where they were. */
function useKeyboard(service: EditorService, path: string, field: { readonly current: HTMLTextAreaElement | null }): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    const { cursor } = service.store.getState();
    if (service.takeFocus()) placeCaret(element, cursor?.path === path ? cursor.line : 1, cursor?.path === path ? cursor.column : 1);
    return () => {
      if (document.activeElement === element) service.holdFocus();
    };
  }, [service, path, field]);
}

function placeCaret(element: HTMLTextAreaElement, line: number, column: number): void {
  const lines = element.value.split('\n');
  const offset = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  element.focus();
  element.setSelectionRange(offset, offset);
}

/** What stands before the first letter, which no wavy line goes under. */
const indentOf = ([first]: readonly Token[]): string => (first ? /^\s*/.exec(first.text)![0] : '');
const withoutIndent = ([first, ...rest]: readonly Token[]): readonly Token[] =>
  first ? [{ ...first, text: first.text.trimStart() }, ...rest] : [];

function Colours({ service, path, text }: { service: EditorService; path: string; text: string }): ReactNode {
  const problems = useStore(service.store, selectProblems);
  const cursor = useStore(service.store, selectCursor);
  const lines = useMemo(() => (path.endsWith('.sql') ? highlightSql(text) : highlightTypeScript(text)), [path, text]);
  const wrong = new Set(problems.filter((problem) => problem.path === path && problem.severity === 'error').map((problem) => problem.line));
  return (
    <ol className={styles.lines} aria-hidden="true">
      {lines.map((tokens, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          key={index}
          className={styles.line}
          data-line={index + 1}
          data-current={(cursor?.path === path && cursor.line === index + 1) || undefined}
        >
          <span>{indentOf(tokens)}</span>
          <span className={styles.text} data-wrong={wrong.has(index + 1) || undefined}>
            <CodeTokens tokens={withoutIndent(tokens)} />
          </span>
        </li>
      ))}
    </ol>
  );
}
