/**
 * The view function of the classic second session, on node:http: greets whoever gives a name, and knows who was here before.
 * Run it: `npx tsx examples/hello-server.ts [port]`, then open http://localhost:8000/hello?name=Ada
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { createDatabase, NotFound } from '../core/node/index.ts';

export const db = createDatabase('sqlite://');

export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  get users() {
    return db.relationship(() => User, { backPopulates: 'role', lazy: 'dynamic' });
  },
}) {
  static {
    db.register(this);
  }
}

export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() {
    return db.relationship(() => Role, { uselist: false, backPopulates: 'users' });
  },
}) {
  static {
    db.register(this);
  }
}

type Session = typeof db.session;

/** What a view gives back. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Finds who gives this name, or makes them; `known` says whether they were here before. */
async function hello(session: Session, url: URL, pause: () => Promise<void>): Promise<Answer> {
  const name = url.searchParams.get('name');
  if (name === null) return { status: 400, body: { error: 'give a name: /hello?name=Ada' } };
  const found = session.query(User).filterBy({ username: name }).first();
  // whatever a view waits for: other requests are answered meanwhile, each with a session of its own
  await pause();
  if (found !== null) return { status: 200, body: { name: found.username, known: true, role: found.role?.name ?? null } };
  const role = session.query(Role).filterBy({ name: 'User' }).first() ?? new Role({ name: 'User' });
  const user = new User({ username: name, role });
  session.add(user);
  session.commit();
  return { status: 201, body: { name: user.username, known: false, role: user.role?.name ?? null } };
}

/** The page of one user; nobody of this name is a 404. */
function profile(session: Session, name: string): Answer {
  const user = session.query(User).filterBy({ username: name }).firstOr404(`Nobody is called ${name}.`);
  return { status: 200, body: { id: user.id, name: user.username, role: user.role?.name ?? null } };
}

async function view(session: Session, url: URL, pause: () => Promise<void>): Promise<Answer> {
  if (url.pathname === '/hello') return await hello(session, url, pause);
  const [, kind, name] = url.pathname.split('/');
  if (kind === 'user' && name) return profile(session, decodeURIComponent(name));
  throw new NotFound(`There is no page ${url.pathname}.`);
}

/** Answers one request in a session of its own; what is not found is answered as that. */
async function answer(request: IncomingMessage, response: ServerResponse, pause: () => Promise<void>): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  let given: Answer;
  try {
    given = await db.scope((session) => view(session, url, pause));
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    given = { status: error.status, body: { error: error.message } };
  }
  response.writeHead(given.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(given.body));
}

/** Makes the server. `pause` is what a view waits for between its queries. */
export function makeServer(pause: () => Promise<void> = () => Promise.resolve()): Server {
  db.createAll();
  return createServer((request, response) => {
    answer(request, response, pause).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const port = Number(process.argv[2] ?? 8000);
  makeServer().listen(port, () => console.log(`http://localhost:${port}/hello?name=Ada`));
}
