/** What one message of a worker, and all of them in a second, may hold. The frame ends a worker that exceeds them. */
export const sandboxLimits = {
  /** UTF-16 units of a message's header. */
  header: 4 * 1024 * 1024,
  /** Bytes of the buffers of a message: the largest database. */
  bytes: 256 * 1024 * 1024,
  buffers: 8,
  perSecond: 200,
  /** A header counts as one more message for each so many units. */
  headerPerMessage: 64 * 1024,
} as const;

/** UTF-16 units of headers that the page keeps of one run. */
export const runLogLimit = 64 * 1024 * 1024;

/** How long the models may take to evaluate. */
export const modelsLimitMs = 2000;

/** How long a look at what the last run gave may take. */
export const askLimitMs = 5000;
