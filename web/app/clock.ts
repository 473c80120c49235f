import { useEffect, useState } from 'react';

/** `10:42`, in the reader's own time. */
export function clockTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Milliseconds since a moment, drawn anew as often as the step says; null without a moment. */
export function useElapsed(since: number | null, stepMs: number): number | null {
  const [, draw] = useState(0);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => draw((count) => count + 1), stepMs);
    return () => clearInterval(timer);
  }, [since, stepMs]);
  return since === null ? null : Date.now() - since;
}
