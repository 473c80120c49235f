import bootScript from './frame-boot.js?raw';

const policy = [
  "default-src 'none'",
  `script-src ${__FRAME_BOOT_SOURCE__} blob: 'wasm-unsafe-eval'`,
  'worker-src blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** The sandbox frame's whole document: its policy and its boot script. */
export const frameDocument: string = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${bootScript}</script>`;
