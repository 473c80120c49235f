/** Loads Monaco's own words in the page's language. They have to be there before Monaco itself, which reads most of them once; English needs none. */
export async function loadEditorWords(language: string): Promise<void> {
  if (/^zh\b/.test(language)) await import('monaco-editor/nls/lang/zh-cn');
}
