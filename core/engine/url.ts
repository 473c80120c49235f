import { ArgumentError } from '../errors.ts';

/** The parts a URL is made from; all but `drivername` may be missing. */
export interface URLParts {
  /** `sqlite`, `postgresql`, or with a driver: `postgresql+pglite`. */
  readonly drivername: string;
  readonly username?: string | null;
  readonly password?: string | null;
  readonly host?: string | null;
  readonly port?: number | null;
  readonly database?: string | null;
  /** Options after `?`; one given several times is a list. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9_]*(\+[A-Za-z0-9_]+)?$/;
const USERINFO = /^([^:/]*)(?::([^@]*))?@/;

/**
 * Where a database is: the parts of `dialect+driver://user:password@host:port/database?option=value`.
 *
 * Printing hides the password: `String(url)` is `postgresql://ann:***@db.example/shop`.
 */
export class URL {
  readonly drivername: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  readonly query: ReadonlyMap<string, string | readonly string[]>;

  /** @throws ArgumentError when the driver name or the port is not a legal one */
  constructor(parts: URLParts) {
    if (!SCHEME.test(parts.drivername)) {
      throw new ArgumentError(
        `'${parts.drivername}' is no database scheme: write sqlite, postgresql, mysql or pglite, with +driver where needed`,
      );
    }
    this.drivername = parts.drivername;
    this.username = parts.username ?? null;
    this.password = parts.password ?? null;
    this.host = parts.host ?? null;
    this.port = checkPort(parts.port ?? null);
    this.database = parts.database ?? null;
    this.query = new Map(Object.entries(parts.query ?? {}));
  }

  /** The database kind: `postgresql` of `postgresql+pglite`. */
  get dialectName(): string {
    return this.drivername.split('+')[0]!;
  }

  /** The driver asked for by name, or `null` for the dialect's usual one. */
  get driverName(): string | null {
    return this.drivername.split('+')[1] ?? null;
  }

  /** A copy with some parts replaced. */
  set(parts: Partial<URLParts>): URL {
    const { drivername, username, password, host, port, database } = this;
    return new URL({ drivername, username, password, host, port, database, query: Object.fromEntries(this.query), ...parts });
  }

  /** The text of the URL, which `makeUrl` reads back. `hidePassword: false` writes the password. */
  renderAsString(options: { readonly hidePassword?: boolean } = {}): string {
    let text = `${this.drivername}://`;
    if (this.username !== null) {
      text += escapePart(this.username);
      if (this.password !== null) text += `:${options.hidePassword === false ? escapePart(this.password) : '***'}`;
      text += '@';
    }
    if (this.host !== null) text += this.host.includes(':') ? `[${this.host}]` : this.host;
    if (this.port !== null) text += `:${this.port}`;
    if (this.database !== null) text += `/${this.database}`;
    return text + this.#renderQuery();
  }

  /** The URL with its password hidden. */
  toString(): string {
    return this.renderAsString();
  }

  /** As `toString`. */
  toJSON(): string {
    return this.renderAsString();
  }

  #renderQuery(): string {
    const pairs = [...this.query.keys()].sort().flatMap((key) => {
      const value = this.query.get(key)!;
      return (typeof value === 'string' ? [value] : value).map((one) => `${encodeQuery(key)}=${encodeQuery(one)}`);
    });
    return pairs.length ? `?${pairs.join('&')}` : '';
  }
}

/**
 * Reads a database URL.
 *
 * @example makeUrl('postgresql://ann:s%40fe@db.example:5433/shop').password === 's@fe'
 * @throws ArgumentError naming the part that cannot be read; the password is never in the message
 */
export function makeUrl(text: string | URL): URL {
  if (text instanceof URL) return text;
  if (typeof text !== 'string')
    throw new ArgumentError(`a database URL must be a string such as 'sqlite:///data.sqlite', not ${describe(text)}`);
  const split = text.indexOf('://');
  if (split < 0) throw malformed(text, "it has no '://'; a URL starts with sqlite://, postgresql://, mysql:// or pglite://");
  const drivername = text.slice(0, split);
  if (!SCHEME.test(drivername)) throw malformed(text, `'${drivername}' is no scheme: letters, digits and one '+driver' are allowed`);
  let rest = text.slice(split + 3);
  const userinfo = USERINFO.exec(rest);
  if (userinfo) rest = rest.slice(userinfo[0].length);
  const questionMark = rest.indexOf('?');
  const query = questionMark < 0 ? {} : readQuery(text, rest.slice(questionMark + 1));
  if (questionMark >= 0) rest = rest.slice(0, questionMark);
  const slash = rest.indexOf('/');
  const { host, port } = readAddress(text, slash < 0 ? rest : rest.slice(0, slash));
  return new URL({
    drivername,
    username: userinfo ? unescapePart(userinfo[1]!) : null,
    password: userinfo?.[2] === undefined ? null : unescapePart(userinfo[2]),
    host,
    port,
    database: slash < 0 ? null : rest.slice(slash + 1),
    query,
  });
}

function readAddress(text: string, address: string): { host: string | null; port: number | null } {
  if (address === '') return { host: null, port: null };
  let host = address;
  let port: string | null = null;
  if (address.startsWith('[')) {
    const end = address.indexOf(']');
    if (end < 0) throw malformed(text, "the '[' of an IPv6 address is never closed");
    host = address.slice(1, end);
    const after = address.slice(end + 1);
    if (after !== '' && !after.startsWith(':'))
      throw malformed(text, `'${after}' cannot follow an IPv6 address; a port is written ':5432'`);
    port = after === '' ? null : after.slice(1);
  } else {
    const colon = address.indexOf(':');
    if (colon >= 0) {
      host = address.slice(0, colon);
      port = address.slice(colon + 1);
    }
  }
  if (/\s/.test(host)) throw malformed(text, 'the host name holds a blank');
  if (port !== null && port !== '' && !/^\d+$/.test(port)) {
    throw malformed(text, `the port '${port}' is not a number${text.includes('@') ? '' : "; an '@' goes between password and host"}`);
  }
  return { host: host === '' ? null : host, port: port === null || port === '' ? null : Number(port) };
}

function readQuery(text: string, query: string): Record<string, string | string[]> {
  const options = new Map<string, string | string[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals <= 0) throw malformed(text, `the option '${pair}' has no ${equals === 0 ? 'name' : 'value'}; write ?name=value`);
    const key = unescapePart(pair.slice(0, equals).replaceAll('+', ' '));
    const value = unescapePart(pair.slice(equals + 1).replaceAll('+', ' '));
    const before = options.get(key);
    options.set(key, before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]);
  }
  return Object.fromEntries(options);
}

function checkPort(port: number | null): number | null {
  if (port === null || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return port;
  throw new ArgumentError(`the port ${port} of a database URL must be a whole number up to 65535`);
}

/** Percent escapes as bytes of UTF-8; what is no escape stays as it is. */
function unescapePart(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}

function escapePart(text: string): string {
  return text.replace(/[%:@/]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodeQuery(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}

function malformed(text: string, why: string): ArgumentError {
  return new ArgumentError(`the database URL '${hidePassword(text)}' cannot be read: ${why}`);
}

function hidePassword(text: string): string {
  return text.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
