/** A value of one cell, as it must be told apart in a grid. */
export type CellValue =
  | null
  | boolean
  | number
  | string
  | { readonly t: 'undefined' }
  | { readonly t: 'bigint' | 'decimal' | 'date' | 'time' | 'datetime' | 'instant' | 'interval' | 'json' | 'number'; readonly text: string }
  | { readonly t: 'bytes'; readonly length: number; readonly hex: string }
  | { readonly t: 'entity'; readonly model: string; readonly text: string; readonly handle?: number }
  | { readonly t: 'list'; readonly model: string; readonly length: number; readonly handle?: number }
  | { readonly t: 'unloaded'; readonly model: string; readonly handle?: number }
  | { readonly t: 'text'; readonly text: string };
