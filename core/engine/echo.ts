import { showValue } from '../errors.ts';
import type { EngineEvents } from './events.ts';

/** Prints what an engine does: one line for BEGIN and COMMIT, the SQL and a line of parameters for a statement. */
export function attachEcho(events: EngineEvents, echo: true | ((line: string) => void)): void {
  const print = echo === true ? (line: string) => console.log(line) : echo;
  const line = (text: string): void => print(`INFO  [crowfoot.engine] ${text}`);
  events.on('begin', () => line('BEGIN (implicit)'));
  events.on('commit', () => line('COMMIT'));
  events.on('rollback', () => line('ROLLBACK'));
  events.on('statement', (event) => {
    line(event.sql);
    const params = event.paramSets.length === 1 ? event.paramSets[0] : event.paramSets;
    line(`[${event.durationMs.toFixed(2)} ms, ${event.rowCount} rows] ${showValue(params)}`);
  });
}
