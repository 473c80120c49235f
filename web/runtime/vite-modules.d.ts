/** A module and all it imports as the text of one classic script (scripts/vite/inline-bundle.ts). */
declare module '*?bundle' {
  const text: string;
  export default text;
}

/** The frame's boot script as a source of its policy: `'sha256-…'` (scripts/vite/content-security-policy.ts). */
declare const __FRAME_BOOT_SOURCE__: string;
