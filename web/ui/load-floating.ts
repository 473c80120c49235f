/** One request for all that floats, begun once the first picture is there. */
export const loadFloating = (): Promise<typeof import('./floating-parts.tsx')> => import('./floating-parts.tsx');
