import type { EvaluateFunction } from './link-modules.ts';

const slot = '__crowfootModule';
const load = self.importScripts.bind(self);

/**
 * Evaluates a function's text as a script of its own, without `eval`: the policy allows scripts from blobs alone. The function stands on the
 * script's first line, so that stacks count its lines.
 */
export const evaluateFunction: EvaluateFunction = (source, url) => {
  const script = new Blob([`self.${slot}=${source}\n//# sourceURL=${url}`], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  try {
    load(address);
    return (self as unknown as Record<string, unknown>)[slot];
  } finally {
    URL.revokeObjectURL(address);
  }
};
