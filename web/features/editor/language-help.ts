/** What Monaco offers beyond TypeScript: snippets, and in SQL files the project's tables and columns and a formatter. */
import type * as Monaco from 'monaco-editor/editor';
import { messages } from '../../ui/messages/messages.ts';
import { pathOf } from './file-uri.ts';
import { snippetsAt } from './snippets.ts';
import { type CompletionTable, type SqlSuggestion, sqlSuggestions } from './sql-completion.ts';

type Api = typeof Monaco;

/** The tables as the models describe them now. */
export type TablesNow = () => readonly CompletionTable[];

export function registerLanguageHelp(monaco: Api, tables: TablesNow): void {
  const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = monaco.languages;

  monaco.languages.registerCompletionItemProvider('typescript', {
    provideCompletionItems(model, position) {
      const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
      const isOurs = pathOf(model.uri.toString(true)) !== null;
      const text = messages().editor.snippets;
      return {
        suggestions: (isOurs ? snippetsAt(before) : []).map(({ prefix, title, body }) => ({
          label: { label: prefix, description: text[title] },
          kind: Kind.Snippet,
          insertText: body,
          insertTextRules: Rule.InsertAsSnippet,
          documentation: text[title],
          // Behind the names of the program: a snippet is taken on purpose.
          sortText: `~${prefix}`,
          range: wordRange(monaco, model, position),
        })),
      };
    },
  });

  const kinds: Readonly<Record<SqlSuggestion['kind'], Monaco.languages.CompletionItemKind>> = {
    table: Kind.Struct,
    column: Kind.Field,
    keyword: Kind.Keyword,
  };
  const order: Readonly<Record<SqlSuggestion['kind'], string>> = { column: '0', table: '1', keyword: '2' };
  monaco.languages.registerCompletionItemProvider('sql', {
    triggerCharacters: ['.', ' '],
    provideCompletionItems(model, position) {
      const found = sqlSuggestions(model.getValue(), model.getOffsetAt(position), tables());
      return {
        suggestions: found.map(({ kind, name, text, detail }) => ({
          label: detail === '' ? name : { label: name, description: detail },
          kind: kinds[kind],
          insertText: text,
          sortText: `${order[kind]}${name}`,
          range: wordRange(monaco, model, position),
        })),
      };
    },
  });

  monaco.languages.registerDocumentFormattingEditProvider('sql', {
    async provideDocumentFormattingEdits(model, { tabSize }) {
      const { formatDialect, sqlite } = await import('sql-formatter');
      try {
        const text = formatDialect(model.getValue(), { dialect: sqlite, tabWidth: tabSize, keywordCase: 'upper' });
        return [{ range: model.getFullModelRange(), text: `${text.trimEnd()}\n` }];
      } catch {
        // A text it does not understand stays as it is.
        return [];
      }
    },
  });
}

function wordRange(monaco: Api, model: Monaco.editor.ITextModel, position: Monaco.Position): Monaco.Range {
  const { startColumn, endColumn } = model.getWordUntilPosition(position);
  return new monaco.Range(position.lineNumber, startColumn, position.lineNumber, endColumn);
}
