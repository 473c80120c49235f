import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Decimal numbers of 50 digits: our own copy of decimal.js, so that a program that configures the package's default one does not change what the
 * database gives.
 */
/** Decimal numbers: `new Decimal('12.50')`. */
export const Decimal: typeof DecimalJs = DecimalJs.clone({ precision: 50, defaults: true });
export type Decimal = DecimalJs;

/** Whether `value` is a decimal number of this or any other copy of decimal.js. */
export function isDecimal(value: unknown): value is DecimalJs {
  return DecimalJs.isDecimal(value);
}
