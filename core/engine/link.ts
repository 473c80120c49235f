import { InvalidRequestError } from '../errors.ts';
import { type DriverValue, type Io, type Origin, type Reply, type Request, send } from '../io.ts';

const TRANSACTION: Origin = { cause: 'transaction' };
const NO_PARAMS: readonly (readonly DriverValue[])[] = [[]];
const READS = /^\s*(?:select|values|explain|pragma\s+[\w.]+\s*(?:\(|;?\s*$)|show)\b/i;

/** Whoever may hold the transaction of a link. */
export interface TransactionOwner {
  /** The savepoint in which it takes part in another owner's transaction, or `null`. */
  joined: string | null;
}

/**
 * One open connection of the driver, shared by everybody who speaks to this database: a database in memory has no second one.
 *
 * The one who begins first owns the transaction. Another one's reads run inside it. Another one's first write ends it if it has only read so
 * far (nothing is lost, and it is begun anew at its owner's next statement), and otherwise takes part in it through a savepoint.
 */
export class Link {
  #owner: TransactionOwner | null = null;
  #guest: TransactionOwner | null = null;
  #hasWritten = false;
  #savepoints = 0;

  /** True while `owner` has the transaction, or takes part in it. */
  holds(owner: TransactionOwner): boolean {
    return this.#owner === owner || this.#guest === owner;
  }

  /** A name no savepoint of this connection has had. */
  nextSavepoint(): string {
    this.#savepoints += 1;
    return `sa_savepoint_${this.#savepoints}`;
  }

  /** The driver's connection was closed, and its transaction went with it. */
  forget(): void {
    if (this.#guest !== null) this.#guest.joined = null;
    this.#guest = null;
    this.#owner = null;
    this.#hasWritten = false;
  }

  /** Begins for `owner`, unless the transaction is there already. */
  *begin(owner: TransactionOwner): Io<void> {
    if (this.holds(owner)) return;
    if (this.#owner !== null) {
      if (this.#hasWritten) {
        yield* this.#join(owner);
        return;
      }
      yield* control('commit');
      this.#owner = null;
    }
    yield* control('begin');
    this.#owner = owner;
    this.#hasWritten = false;
  }

  /**
   * Sends a statement for `owner`, in its transaction.
   *
   * @throws InvalidRequestError when somebody else has unsaved changes inside this owner's transaction
   */
  execute(
    owner: TransactionOwner,
    sql: string,
    paramSets: readonly (readonly DriverValue[])[],
    origin: Origin,
    isSummed = false,
  ): Io<readonly Reply[]> {
    const reads = READS.test(sql);
    const request: Request = { kind: 'execute', sql, paramSets, origin, isSummed };
    const hasBegun = reads ? this.#owner !== null : this.holds(owner);
    return hasBegun ? this.#pass(owner, reads, request) : this.#beginAndPass(owner, reads, request);
  }

  *#beginAndPass(owner: TransactionOwner, reads: boolean, request: Request): Io<readonly Reply[]> {
    yield* this.begin(owner);
    return yield* this.#pass(owner, reads, request);
  }

  #pass(owner: TransactionOwner, reads: boolean, request: Request): Io<readonly Reply[]> {
    if (!reads) {
      this.#checkGuest(owner);
      this.#hasWritten = true;
    }
    return send(request);
  }

  /** Ends the owner's part: what it wrote is kept. */
  *commit(owner: TransactionOwner): Io<void> {
    if (this.#guest === owner) yield* this.#leave(`RELEASE SAVEPOINT ${owner.joined}`);
    else if (this.#owner === owner) {
      this.#checkGuest(owner);
      this.#owner = null;
      try {
        yield* control('commit');
      } catch (error) {
        yield* abandon();
        throw error;
      }
    }
  }

  /** Ends the owner's part: what it wrote is undone. */
  *rollback(owner: TransactionOwner): Io<void> {
    if (this.#guest === owner) yield* this.#leave(`ROLLBACK TO SAVEPOINT ${owner.joined}`);
    else if (this.#owner === owner) {
      if (this.#guest) this.#guest.joined = null;
      this.#guest = null;
      this.#owner = null;
      yield* control('rollback');
    }
  }

  *#join(owner: TransactionOwner): Io<void> {
    if (this.#guest !== null) {
      throw new InvalidRequestError('two other connections have unsaved changes in this database already: commit or roll one of them back');
    }
    owner.joined = this.nextSavepoint();
    this.#guest = owner;
    yield* send({ kind: 'execute', sql: `SAVEPOINT ${owner.joined}`, paramSets: NO_PARAMS, origin: TRANSACTION });
  }

  *#leave(sql: string): Io<void> {
    this.#guest!.joined = null;
    this.#guest = null;
    yield* send({ kind: 'execute', sql, paramSets: NO_PARAMS, origin: TRANSACTION });
  }

  #checkGuest(owner: TransactionOwner): void {
    if (this.#owner !== owner || this.#guest === null) return;
    throw new InvalidRequestError(
      'another connection has unsaved changes inside this transaction (this database has one connection): commit or roll it back first',
    );
  }
}

function* control(kind: 'begin' | 'commit' | 'rollback'): Io<void> {
  yield* send({ kind, sql: kind.toUpperCase(), paramSets: NO_PARAMS, origin: TRANSACTION });
}

/** After a COMMIT that was refused (a deferred constraint) some databases still have the transaction open, others have ended it. */
function* abandon(): Io<void> {
  try {
    yield* control('rollback');
  } catch {
    // The error of the COMMIT is the one to be told.
  }
}
