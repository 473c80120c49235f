import type { Answer, Mode } from '../engine/mode.ts';
import { DetachedInstanceError } from '../errors.ts';
import type { Io } from '../io.ts';
import { type Select, select } from '../sql/select.ts';
import { appendMember, assignMembers, removeMember } from './attribute-events.ts';
import type { ObjectState } from './object-state.ts';
import { Query } from './query.ts';
import { QueryIo, type QuerySettings } from './query-io.ts';
import type { Relationship } from './relationship.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import type { SessionBase } from './session-base.ts';
import type { SessionIo } from './session-io.ts';

/**
 * What a `lazy: 'dynamic'` relationship gives: a query for its members, and ways to add and to remove them.
 *
 * ```ts
 * role.users.orderBy(User.username).limit(10).all();
 * role.users.append(john);
 * ```
 */
export class DynamicQuery<T = any, M extends Mode = 'sync'> extends Query<T, M> {
  readonly #owner: ObjectState;
  readonly #relationship: Relationship;

  /** @internal */
  constructor(session: SessionBase<M>, owner: ObjectState, relationship: Relationship) {
    super(session, memberSelect(owner, relationship));
    this.#owner = owner;
    this.#relationship = relationship;
  }

  /** Adds a member; its row is written with the next flush. */
  append(member: T): void {
    appendMember(this.#owner, this.#relationship, member);
  }

  /** As {@link append}. */
  add(member: T): void {
    this.append(member);
  }

  /** As {@link append} for each. */
  extend(members: Iterable<T>): void {
    for (const member of members) this.append(member);
  }

  /** As {@link extend}. */
  addAll(members: Iterable<T>): void {
    this.extend(members);
  }

  /** Takes a member away. */
  remove(member: T): void {
    removeMember(this.#owner, this.#relationship, member);
  }

  /** Makes these the members, as assigning a list does; on an asynchronous database this is the way. */
  replace(members: Iterable<T>): Answer<M, void> {
    return this.session.run(replaceMembers(this.session.io, this.#owner, this.#relationship, members as Iterable<object>));
  }

  /** @internal The rows as far as the owner has one; before that, what was added. */
  override get io(): QueryIo<T> {
    return new MembersIo<T>(this.session.io, this.statementToRun(), this.#owner, this.#relationship);
  }

  /** @internal */
  protected override with(statement: Select<any>, settings: Partial<QuerySettings> = {}): Query<any, M> {
    if (this.#owner.session !== null) return super.with(statement, settings);
    throw new DetachedInstanceError(
      `Parent instance ${this.#owner} is not bound to a Session, and no contextual session is established; lazy load operation of attribute '${this.#relationship.key}' cannot proceed`,
    );
  }
}

// The class is known to programs by its name in SQLAlchemy.
Object.defineProperty(DynamicQuery, 'name', { value: 'AppenderQuery' });

/**
 * What a `lazy: 'writeOnly'` relationship gives: nothing is ever loaded by itself; `select()` is the statement for the members.
 */
export class WriteOnlyCollection<T = any> {
  readonly #owner: ObjectState;
  readonly #relationship: Relationship;

  /** @internal */
  constructor(owner: ObjectState, relationship: Relationship) {
    this.#owner = owner;
    this.#relationship = relationship;
  }

  /** Adds a member; its row is written with the next flush. */
  add(member: T): void {
    appendMember(this.#owner, this.#relationship, member);
  }

  /** As {@link add} for each. */
  addAll(members: Iterable<T>): void {
    for (const member of members) this.add(member);
  }

  /** Takes a member away. */
  remove(member: T): void {
    removeMember(this.#owner, this.#relationship, member);
  }

  /** The statement for the members: `session.scalars(user.posts.select().limit(10))`. */
  select(): Select<any> {
    return memberSelect(this.#owner, this.#relationship).setLabelStyle('disambiguate');
  }
}

/** What a `lazy: 'dynamic'` or `'writeOnly'` attribute gives. */
export function makeDynamic<M extends Mode>(session: SessionBase<M>, owner: ObjectState, relationship: Relationship): object {
  return relationship.lazy === 'writeOnly'
    ? new WriteOnlyCollection(owner, relationship)
    : new DynamicQuery<any, M>(session, owner, relationship);
}

/** `SELECT … FROM posts WHERE ? = posts.author_id`: the owner's values are read when the statement runs. */
function memberSelect(owner: ObjectState, relationship: Relationship): Select<any> {
  const { target, secondary } = relationship;
  const attribute = new RelationshipAttribute(relationship.parent.entity, relationship);
  let statement: Select<any> = (select as (...items: unknown[]) => Select<any>)(target.entity)
    .where(attribute.withParent(owner.object))
    .setLabelStyle('tablenamePlusCol');
  if (secondary !== null) statement = statement.selectFrom(target.entity.selectable, secondary);
  return relationship.orderBy.length === 0 ? statement : statement.orderBy(...relationship.orderBy);
}

/** The members of a dynamic relationship, those that wait for a flush among them. */
class MembersIo<T> extends QueryIo<T> {
  readonly #session: SessionIo;
  readonly #owner: ObjectState;
  readonly #relationship: Relationship;

  constructor(session: SessionIo, statement: Select<any>, owner: ObjectState, relationship: Relationship) {
    super(session, statement, { populateExisting: false, autoflush: true });
    this.#session = session;
    this.#owner = owner;
    this.#relationship = relationship;
  }

  /** The members of an owner that has no row; null where it has one. */
  *#unstored(): Io<T[] | null> {
    if (this.#owner.session !== null) yield* this.#session.autoflushNow();
    if (this.#owner.hasRow && this.#owner.session !== null) return null;
    return [...(this.#owner.pendingOf(this.#relationship)?.added ?? [])] as T[];
  }

  override *all(): Io<T[]> {
    return (yield* this.#unstored()) ?? (yield* super.all());
  }
  override *first(): Io<T | null> {
    const members = yield* this.#unstored();
    return members === null ? yield* super.first() : (members[0] ?? null);
  }
  override *count(): Io<number> {
    const members = yield* this.#unstored();
    return members === null ? yield* super.count() : members.length;
  }
}

/** The members that have rows. */
export function storedMembers(session: SessionBase<'sync'>, owner: ObjectState, relationship: Relationship): readonly object[] {
  return session.run(readStored(session.io, owner, relationship));
}

function* readStored(session: SessionIo, owner: ObjectState, relationship: Relationship): Io<object[]> {
  if (!owner.hasRow) return [];
  return yield* new QueryIo<object>(session, memberSelect(owner, relationship), { populateExisting: false, autoflush: false }).all();
}

function* replaceMembers(session: SessionIo, owner: ObjectState, relationship: Relationship, members: Iterable<object>): Io<void> {
  const stored = yield* readStored(session, owner, relationship);
  assignMembers(owner, relationship, members, stored);
}
