import type { ReactFlowState } from '@xyflow/react';

/** Everything is shown from here on. */
export const ALL_FROM = 0.7;
/** Names and keys are shown from here on; below it, names alone. */
export const KEYS_FROM = 0.45;

// Selectors give a boolean: a component is drawn again when its level changes, not at every step of the zoom.
export const isNamesOnly = (state: ReactFlowState): boolean => state.transform[2] < KEYS_FROM;
export const isKeysOnly = (state: ReactFlowState): boolean => state.transform[2] < ALL_FROM;

/** The zoom in steps of about 4 %: strokes and names are sized by it in the style sheet. */
export const zoomStep = (state: ReactFlowState): number => 2 ** (Math.round(Math.log2(state.transform[2]) * 16) / 16);

export const levelOf = (zoom: number): 'all' | 'keys' | 'names' => (zoom < KEYS_FROM ? 'names' : zoom < ALL_FROM ? 'keys' : 'all');
