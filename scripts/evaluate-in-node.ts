import { runInThisContext } from 'node:vm';
import type { EvaluateFunction } from '../web/runtime/worker/link-modules.ts';

/** What the sandbox does with `importScripts`, in Node: for tests and for the script that makes the stored sample. */
export const evaluateInNode: EvaluateFunction = (source, url) => runInThisContext(`(${source})`, { filename: url });
