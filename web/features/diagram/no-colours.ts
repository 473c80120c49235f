/** Stands for `d3-color`: nothing on the canvas is interpolated but numbers, so no text is ever read as a colour (`vite.config.ts`). */
const none = (): null => null;

export { none as color, none as cubehelix, none as hcl, none as hsl, none as lab, none as rgb };
