/**
 * Dates and times: the engine's own Temporal where it has one, else temporal-polyfill's. The declarations come from the polyfill, because no
 * TypeScript library of ours knows Temporal.
 */
export { Temporal } from 'temporal-polyfill';
