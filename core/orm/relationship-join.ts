import { AmbiguousForeignKeysError, ArgumentError, NoForeignKeysError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { BinaryExpression } from '../sql/operator-expression.ts';
import { ops } from '../sql/operators.ts';
import { visit } from '../sql/visitors.ts';
import { inferJoin } from './infer-join.ts';
import type { Mapper } from './mapper.ts';
import type { ColumnPair, Direction, JoinCondition } from './relationship.ts';

/** What a relationship says about its join; everything else follows from the foreign keys. */
export interface JoinRequest {
  /** `User.role`, for messages. */
  readonly label: string;
  readonly parent: Mapper;
  readonly target: Mapper;
  readonly secondary: Table | null;
  readonly primaryjoin: ColumnElement | null;
  readonly secondaryjoin: ColumnElement | null;
  readonly foreignKeys: ReadonlySet<Column> | null;
  readonly remoteSide: ReadonlySet<Column> | null;
  readonly viewonly: boolean;
}

/**
 * Finds out how two mappers are joined: the condition, which of its columns are foreign keys, which lie on the other side, the direction.
 *
 * @throws NoForeignKeysError, AmbiguousForeignKeysError where the foreign keys do not tell the condition
 * @throws ArgumentError where the condition does not tell the direction
 */
export function determineJoin(request: JoinRequest): JoinCondition {
  const { secondary } = request;
  const secondaryjoin = secondary === null ? null : (request.secondaryjoin ?? inferSecondaryJoin(request, secondary));
  const primaryjoin = request.primaryjoin ?? inferPrimaryJoin(request);
  return new JoinReader(request, primaryjoin, secondaryjoin).read();
}

// ---- the condition, where it is not given

function inferPrimaryJoin(request: JoinRequest): ColumnElement {
  const { parent, target, secondary } = request;
  const right = secondary === null ? target.tables : [secondary];
  return explained(request, () => inferJoin(parent.tables, parent.table, right, request.foreignKeys));
}

function inferSecondaryJoin(request: JoinRequest, secondary: Table): ColumnElement {
  const { target } = request;
  return explained(request, () => inferJoin(target.tables, target.table, [secondary], request.foreignKeys));
}

function explained(request: JoinRequest, infer: () => ColumnElement): ColumnElement {
  const { label, secondary } = request;
  const via = secondary === null ? '' : ` via secondary table '${secondary.fullname}'`;
  const head = `Could not determine join condition between parent/child tables on relationship ${label}`;
  try {
    return infer();
  } catch (error) {
    if (error instanceof NoForeignKeysError) {
      const joins = secondary === null ? "a 'primaryjoin' expression" : "'primaryjoin' and 'secondaryjoin' expressions";
      throw new NoForeignKeysError(
        `${head} - there are no foreign keys linking these tables${via}.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify ${joins}.`,
        { cause: error },
      );
    }
    if (error instanceof AmbiguousForeignKeysError) {
      const what = secondary === null ? 'to the parent table' : 'from the secondary table to each of the parent and child tables';
      throw new AmbiguousForeignKeysError(
        `${head} - there are multiple foreign key paths linking the tables${via}.  Specify the 'foreignKeys' argument, a function that gives those columns which should be counted as containing a foreign key reference ${what}.`,
        { cause: error },
      );
    }
    throw error;
  }
}

// ---- what the condition says

/** The two sides of every comparison of columns in a condition, each occurrence with what is noted on it. */
interface ColumnComparison {
  readonly left: ColumnUse;
  readonly right: ColumnUse;
  readonly isEquality: boolean;
}

interface ColumnUse {
  readonly column: Column;
  isForeign: boolean;
  isRemote: boolean;
}

class JoinReader {
  readonly #request: JoinRequest;
  readonly #primaryjoin: ColumnElement;
  readonly #secondaryjoin: ColumnElement | null;
  readonly #primary: ColumnComparison[];
  readonly #secondary: ColumnComparison[];
  readonly #parentTables: ReadonlySet<unknown>;
  readonly #targetTables: ReadonlySet<unknown>;

  constructor(request: JoinRequest, primaryjoin: ColumnElement, secondaryjoin: ColumnElement | null) {
    this.#request = request;
    this.#primaryjoin = primaryjoin;
    this.#secondaryjoin = secondaryjoin;
    this.#primary = comparisonsIn(primaryjoin);
    this.#secondary = secondaryjoin === null ? [] : comparisonsIn(secondaryjoin);
    this.#parentTables = new Set(request.parent.tables);
    this.#targetTables = new Set(request.target.tables);
  }

  read(): JoinCondition {
    this.#markForeign();
    this.#markRemote();
    const foreignColumns = new Set(
      this.#uses()
        .filter((use) => use.isForeign)
        .map((use) => use.column),
    );
    const remoteColumns = this.#remoteColumns();
    const localColumns = this.#localColumns();
    const synchronizePairs = this.#synchronizePairs(this.#primary);
    const secondarySynchronizePairs = this.#synchronizePairs(this.#secondary);
    this.#checkForeign(this.#primary, this.#primaryjoin, synchronizePairs, true);
    if (this.#secondaryjoin !== null) this.#checkForeign(this.#secondary, this.#secondaryjoin, secondarySynchronizePairs, false);
    const direction = this.#direction(foreignColumns);
    const localRemotePairs = this.#localRemotePairs();
    if (localRemotePairs.length === 0) this.#refuseNoPairs();
    return {
      direction,
      secondary: this.#request.secondary,
      primaryjoin: this.#primaryjoin,
      secondaryjoin: this.#secondaryjoin,
      localRemotePairs,
      synchronizePairs,
      secondarySynchronizePairs,
      localColumns,
      remoteColumns,
      foreignColumns,
      isPlainEquality: isPlainEquality(this.#primaryjoin),
    };
  }

  #uses(): ColumnUse[] {
    return [...this.#primary, ...this.#secondary].flatMap(({ left, right }) => [left, right]);
  }

  /** The foreign keys: those named by `foreignKeys` or `db.foreign`, else the columns that refer to the ones they are compared with. */
  #markForeign(): void {
    const { foreignKeys } = this.#request;
    if (foreignKeys !== null) {
      for (const use of this.#uses()) use.isForeign ||= foreignKeys.has(use.column);
      return;
    }
    if (this.#primary.some(({ left, right }) => left.isForeign || right.isForeign)) return;
    for (const { left, right } of [...this.#primary, ...this.#secondary]) {
      const foreign = this.#foreignOf(left, right);
      if (foreign !== null) foreign.isForeign = true;
    }
  }

  #foreignOf(left: ColumnUse, right: ColumnUse): ColumnUse | null {
    if (left.column.references(right.column)) return left;
    if (right.column.references(left.column)) return right;
    const { secondary } = this.#request;
    if (secondary === null) return null;
    const isLinkLeft = left.column.table === secondary;
    if (isLinkLeft === (right.column.table === secondary)) return null;
    return isLinkLeft ? left : right;
  }

  /** Which columns lie on the other side: named, of the association table, or told by the tables. */
  #markRemote(): void {
    const { remoteSide, secondary } = this.#request;
    if (this.#uses().some((use) => use.isRemote)) {
      if (remoteSide !== null) {
        throw new ArgumentError(`Relationship ${this.#request.label}: remoteSide is redundant against the remote() notes in primaryjoin`);
      }
      return;
    }
    for (const use of this.#uses()) {
      if (secondary !== null) use.isRemote = use.column.table === secondary;
      else if (remoteSide !== null) use.isRemote = remoteSide.has(use.column);
      else if (this.#tablesOverlap()) use.isRemote = use.isForeign;
      else use.isRemote = this.#isTargets(use.column);
    }
    for (const { left, right } of this.#primary) if (left.column === right.column && secondary === null) right.isRemote = false;
  }

  #tablesOverlap(): boolean {
    return this.#request.target.tables.some((table) => this.#parentTables.has(table));
  }

  #isTargets(column: Column): boolean {
    return this.#targetTables.has(column.table);
  }

  #remoteColumns(): Set<Column> {
    const remote = new Set(
      this.#uses()
        .filter((use) => use.isRemote)
        .map((use) => use.column),
    );
    if (this.#request.secondary === null && !this.#tablesOverlap()) {
      visitColumns(this.#primaryjoin, (column) => this.#isTargets(column) && remote.add(column));
    }
    return remote;
  }

  #localColumns(): Set<Column> {
    const uses = this.#primary.flatMap(({ left, right }) => [left, right]);
    return new Set(uses.filter((use) => !use.isRemote && this.#parentTables.has(use.column.table)).map((use) => use.column));
  }

  #synchronizePairs(comparisons: readonly ColumnComparison[]): ColumnPair[] {
    const pairs: ColumnPair[] = [];
    for (const { left, right, isEquality } of comparisons) {
      if (!isEquality || !this.#canSynchronize(left, right)) continue;
      if (right.isForeign) pairs.push([left.column, right.column]);
      else if (left.isForeign) pairs.push([right.column, left.column]);
    }
    return pairs;
  }

  /** A pair that lies on one side only moves no value from one object to the other. */
  #canSynchronize(left: ColumnUse, right: ColumnUse): boolean {
    return left.isRemote !== right.isRemote;
  }

  #localRemotePairs(): ColumnPair[] {
    const pairs: ColumnPair[] = [];
    for (const { left, right } of [...this.#primary, ...this.#secondary]) {
      if (right.isRemote && !left.isRemote) pairs.push([left.column, right.column]);
      else if (left.isRemote && !right.isRemote) pairs.push([right.column, left.column]);
    }
    return pairs;
  }

  #direction(foreignColumns: ReadonlySet<Column>): Direction {
    if (this.#secondaryjoin !== null) return 'manyToMany';
    const { label } = this.#request;
    const inParent = [...foreignColumns].some((column) => this.#parentTables.has(column.table));
    const inTarget = [...foreignColumns].some((column) => this.#targetTables.has(column.table));
    if (inParent && inTarget) return this.#directionOfOverlap();
    if (inTarget) return 'oneToMany';
    if (inParent) return 'manyToOne';
    throw new ArgumentError(
      `Can't determine relationship direction for relationship '${label}' - foreign key columns are present in neither the parent nor the child's mapped tables`,
    );
  }

  #directionOfOverlap(): Direction {
    const foreign = this.#primary.flatMap(({ left, right }) => [left, right]).filter((use) => use.isForeign);
    const remote = foreign.some((use) => use.isRemote);
    const local = foreign.some((use) => !use.isRemote && this.#parentTables.has(use.column.table));
    if (remote && !local) return 'oneToMany';
    if (local && !remote) return 'manyToOne';
    throw new ArgumentError(
      `Can't determine relationship direction for relationship '${this.#request.label}' - foreign key columns within the join condition are present in both the parent and the child's mapped tables.  Ensure that only those columns referring to a parent column are marked as foreign, either via the foreign() annotation or via the 'foreignKeys' argument.`,
    );
  }

  #checkForeign(comparisons: readonly ColumnComparison[], join: ColumnElement, pairs: readonly ColumnPair[], isPrimary: boolean): void {
    const { label, viewonly } = this.#request;
    const hasForeign = comparisons.some(({ left, right }) => left.isForeign || right.isForeign);
    if (hasForeign && (viewonly || pairs.length > 0)) return;
    const which = isPrimary ? 'primary' : 'secondary';
    if (hasForeign) {
      throw new ArgumentError(
        `Could not locate any simple equality expressions involving locally mapped foreign key columns for ${which} join condition '${join}' on relationship ${label}.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or are annotated in the join condition with the foreign() annotation. To allow comparison operators other than '==', the relationship can be marked as viewonly: true.`,
      );
    }
    throw new ArgumentError(
      `Could not locate any relevant foreign key columns for ${which} join condition '${join}' on relationship ${label}.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or are annotated in the join condition with the foreign() annotation.`,
    );
  }

  #refuseNoPairs(): never {
    throw new ArgumentError(
      `Relationship ${this.#request.label} could not determine any unambiguous local/remote column pairs based on join condition and remoteSide arguments.  Consider using the remote() annotation to accurately mark those elements of the join condition that are on the remote side of the relationship.`,
    );
  }
}

function comparisonsIn(join: ColumnElement): ColumnComparison[] {
  const found: ColumnComparison[] = [];
  visit(join, (element) => {
    if (!(element instanceof BinaryExpression)) return;
    const { left, right } = element;
    if (!(left instanceof ColumnClause) || !(right instanceof ColumnClause)) return;
    found.push({ left: occurrenceOf(left), right: occurrenceOf(right), isEquality: element.operator === ops.eq });
  });
  return found;
}

function occurrenceOf(element: ColumnClause): ColumnUse {
  return {
    column: element.identity as Column,
    isForeign: element.annotations['foreign'] === true,
    isRemote: element.annotations['remote'] === true,
  };
}

function visitColumns(join: ColumnElement, see: (column: Column) => void): void {
  visit(join, (element: ClauseElement) => {
    if (element instanceof ColumnClause) see(element.identity as Column);
  });
}

/** `a = b`, or several of them joined by AND. */
function isPlainEquality(join: ColumnElement): boolean {
  let isPlain = true;
  visit(join, (element) => {
    if (element instanceof BinaryExpression)
      isPlain &&= element.operator === ops.eq && element.left instanceof ColumnClause && element.right instanceof ColumnClause;
  });
  return isPlain;
}
