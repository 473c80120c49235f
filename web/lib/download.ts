/** Hands bytes or text to the browser's own download. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes its own hold of the blob while it saves.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name of a project made fit for a file: letters, digits, dashes. */
export function fileNameOf(name: string, extension: string): string {
  const stem = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${stem || 'project'}.${extension}`;
}
