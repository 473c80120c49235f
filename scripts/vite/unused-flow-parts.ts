import type { Plugin } from 'vite';

/**
 * Lets the build leave out what the page does not use of React Flow (its small map, its buttons, its grips): names given to components, and
 * components wrapped by calls that are not marked as free of side effects, would keep each of them.
 */
export function dropUnusedFlowParts(): Plugin {
  return {
    name: 'drop-unused-flow-parts',
    enforce: 'pre',
    transform: {
      filter: { id: /@xyflow\/react\/dist\/esm\/index\.m?js$/ },
      handler: (code) => ({
        code: code
          .replace(/^\w+\.displayName = '\w+';$/gm, '')
          .replace(/^(const \w+ = )(memo|forwardRef|createContext)\(/gm, '$1/* @__PURE__ */ $2('),
        map: null,
      }),
    },
  };
}
