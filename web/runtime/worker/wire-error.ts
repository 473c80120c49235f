import type { WireError } from '../protocol.ts';
import type { SourcePlaces } from './source-places.ts';

const messageLimit = 20_000;
const factLimit = 2_000;
const framesLimit = 50;

/**
 * What the page is told of something that was thrown. The core's errors carry a `code` and their facts as fields; those raised when no line
 * of the user's is on the stack, but about something he defined, carry the stack of its definition as `definedAt`.
 */
export function toWireError(thrown: unknown, places: SourcePlaces): WireError {
  try {
    return thrown instanceof Error ? fromError(thrown, places) : fromValue(thrown);
  } catch {
    // A thrown object can throw again when it is read.
    return { name: 'Error', code: 'thrown-value', facts: {}, message: 'The program threw something that cannot be read.', frames: [] };
  }
}

function fromError(error: Error, places: SourcePlaces): WireError {
  const { code, definedAt } = error as { code?: unknown; definedAt?: unknown };
  const own = places.framesOf(error.stack);
  const frames = own.length > 0 ? own : places.framesOf(typeof definedAt === 'string' ? definedAt : undefined);
  return {
    name: String(error.name || error.constructor.name),
    code: typeof code === 'string' ? code : 'javascript',
    facts: factsOf(error),
    message: places.inText(String(error.message)).slice(0, messageLimit),
    frames: frames.slice(0, framesLimit),
  };
}

function fromValue(value: unknown): WireError {
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return {
    name: 'Error',
    code: 'thrown-value',
    facts: { value: text.slice(0, factLimit) },
    message: `The program threw ${text.slice(0, messageLimit)}, which is no Error.`,
    frames: [],
  };
}

const noFacts = new Set(['name', 'code', 'message', 'stack', 'cause', 'definedAt']);

function factsOf(error: Error): Record<string, string> {
  const facts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(error)) {
    if (noFacts.has(key)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      facts[key] = String(value).slice(0, factLimit);
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) facts[key] = value.join(', ').slice(0, factLimit);
  }
  return facts;
}
