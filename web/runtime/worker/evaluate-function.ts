import type { EvaluateFunction } from './link-modules.ts';

const slot = '__crowfootModule';
// Taken before any user code runs: what that does to the globals harms no later run.
const load = self.importScripts.bind(self);
const makeAddress = URL.createObjectURL.bind(URL);
const forgetAddress = URL.revokeObjectURL.bind(URL);
const Script = Blob;

/**
 * Evaluates a function's text as a script of its own, without `eval`: the policy allows scripts from blobs alone. The function stands on the
 * script's first line, so that stacks count its lines.
 */
export const evaluateFunction: EvaluateFunction = (source, url) => {
  const address = makeAddress(new Script([`self.${slot}=${source}\n//# sourceURL=${url}`], { type: 'text/javascript' }));
  try {
    load(address);
    return (self as unknown as Record<string, unknown>)[slot];
  } finally {
    forgetAddress(address);
  }
};
