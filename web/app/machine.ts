/** Cmd and its signs are a Mac's. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
