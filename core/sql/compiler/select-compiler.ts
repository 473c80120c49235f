import { CompileError, InvalidRequestError } from '../../errors.ts';
import { keepLayout } from '../../util/keep-layout.ts';
import { BindParameter } from '../bind-parameter.ts';
import { ColumnClause } from '../column-clause.ts';
import type { ColumnElement } from '../column-element.ts';
import { type ColumnNaming, nameColumns } from '../column-naming.ts';
import type { CompoundSelect } from '../compound-select.ts';
import { joinCriteria } from '../conjunction.ts';
import { FromClause } from '../from-clause.ts';
import { Label } from '../label.ts';
import { BinaryExpression, UnaryExpression } from '../operator-expression.ts';
import { ops } from '../operators.ts';
import { collectFroms } from '../protocol.ts';
import type { Exists, ScalarSelect } from '../scalar-select.ts';
import type { Select } from '../select.ts';
import type { SelectBase } from '../select-base.ts';
import type { DialectText, ForUpdate } from '../select-extras.ts';
import { fromsOf } from '../select-froms.ts';
import { TextClause, type TextualSelect } from '../text-clause.ts';
import { integerType } from '../types/numbers.ts';
import { FromCompiler, type SelectRole } from './from-compiler.ts';
import { type LabelScope, SelectFrame } from './select-frame.ts';

const noFroms: ReadonlySet<FromClause<any, any>> = new Set();

/** Writes SELECTs. */
export abstract class SelectCompiler extends FromCompiler {
  #role: SelectRole = 'top';

  protected override nested(select: SelectBase, role: SelectRole): void {
    const kept = { role: this.#role, labelAsName: this.labelAsName, withTable: this.withTable };
    this.#role = role;
    this.labelAsName = null;
    this.withTable = true;
    this.node(select);
    this.#role = kept.role;
    this.labelAsName = kept.labelAsName;
    this.withTable = kept.withTable;
  }

  visitSelect(select: Select<any, any>): void {
    const prepared = select.plugin?.prepare(select, this.dialect, this.#role !== 'top');
    if (prepared) {
      if (this.#role === 'top') this.state = prepared.state;
      this.node(prepared.statement);
      return;
    }
    const role = this.#role;
    const isTop = role === 'top';
    if (isTop) {
      this.kind = 'select';
      this.returnsRows = true;
    }
    const froms = this.displayFroms(select, fromsOf(select), role);
    const outer = this.frame;
    const columns = select.selectedColumns;
    this.frame = new SelectFrame(columns, froms, outer);
    this.#role = 'scalar';
    this.writeSelectBody(select, columns, froms, role);
    this.frame = outer;
    this.#role = role;
  }

  /** What stands in FROM: what belongs to a statement around is left out. */
  protected displayFroms(
    select: Select<any, any>,
    all: readonly FromClause<any, any>[],
    role: SelectRole,
  ): readonly FromClause<any, any>[] {
    const { frame: outer } = this;
    const { correlate, correlateExcept, autoCorrelate } = select.extras;
    const isFrom = role === 'from' || role === 'compoundFrom';
    const visible = outer === null ? noFroms : isFrom ? without(outer.correlate, outer.nearest) : outer.correlate;
    const implicit = outer === null || isFrom ? noFroms : outer.nearest;
    let froms = all;
    if (correlate !== null && correlate.length > 0) froms = froms.filter((from) => !(visible.has(from) && correlate.includes(from)));
    if (correlateExcept !== null) froms = froms.filter((from) => !visible.has(from) || correlateExcept.includes(from));
    if (autoCorrelate && implicit.size > 0 && froms.length > 1) {
      froms = froms.filter((from) => !implicit.has(from));
      if (froms.length === 0) {
        throw new InvalidRequestError(
          'A SELECT inside another one returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.',
        );
      }
    }
    return froms;
  }

  protected writeSelectBody(
    select: Select<any, any>,
    columns: readonly ColumnElement[],
    froms: readonly FromClause<any, any>[],
    role: SelectRole,
  ): void {
    const named = nameColumns(columns, select.labelStyle, role === 'top');
    this.write('SELECT ');
    this.writeTexts(select.extras.prefixes, '', ' ');
    this.writeDistinct(select);
    this.writeSelectColumns(named, role);
    this.writeFroms(select, froms);
    this.writeCriteria(' \nWHERE ', select.criteria);
    this.writeOrderings(' GROUP BY ', select.groupings);
    this.writeCriteria(' \nHAVING ', select.havings);
    this.writeOrderings(' ORDER BY ', select.orderings);
    if (select.limitClause !== null || select.offsetClause !== null) this.writeLimit(select.limitClause, select.offsetClause);
    if (select.extras.forUpdate !== null) this.writeForUpdate(select.extras.forUpdate);
    this.writeTexts(select.extras.suffixes, ' ', '');
  }

  protected writeTexts(texts: readonly DialectText[], before: string, behind: string): void {
    for (const { text, dialect } of texts) {
      if (dialect !== '*' && dialect !== this.dialect.name) continue;
      this.write(before);
      if (typeof text === 'string') this.write(text);
      else this.node(text);
      this.write(behind);
    }
  }

  protected writeDistinct(select: Select<any, any>): void {
    if (select.distinctOn !== null) this.write('DISTINCT ');
  }

  protected writeSelectColumns(named: readonly ColumnNaming[], role: SelectRole): void {
    const isTop = role === 'top' || (role === 'compound' && this.resultColumns.length === 0 && this.frame?.outer === null);
    const isFrom = role === 'from' || role === 'lateral' || role === 'compoundFrom';
    for (let i = 0; i < named.length; i += 1) {
      if (i > 0) this.write(', ');
      this.#writeSelectColumn(named[i]!, isTop, isFrom);
    }
  }

  #writeSelectColumn({ column, required, fallback }: ColumnNaming, isTop: boolean, isFrom: boolean): void {
    const label = required ?? (column instanceof Label ? column.name : needsLabel(column, isFrom) ? fallback : null);
    // the name is made before the expression is written: numbers are given in the order of the text's meaning
    const name = label === null ? null : column instanceof Label || typeof label !== 'string' ? this.nameOf(label) : this.cut(label);
    this.node(column instanceof Label ? column.element : column);
    if (name !== null) this.write(` AS ${this.dialect.identifiers.quote(name)}`);
    if (isTop)
      this.resultColumns.push({
        name: name ?? column.naturalName ?? (typeof fallback === 'string' ? fallback : ''),
        type: column.type,
        element: column,
      });
  }

  protected writeCriteria(keyword: string, criteria: readonly ColumnElement[]): void {
    const criterion = joinCriteria(criteria);
    if (criterion === null) return;
    this.write(keyword);
    this.node(criterion);
  }

  protected writeOrderings(keyword: string, items: readonly (ColumnElement | string)[]): void {
    for (let i = 0; i < items.length; i += 1) {
      this.write(i === 0 ? keyword : ', ');
      this.writeOrdering(items[i]!);
    }
  }

  protected writeOrdering(item: ColumnElement | string): void {
    const { frame } = this;
    const element = typeof item === 'string' ? this.#findLabel(item, frame?.labels ?? null) : item;
    const label = orderLabel(element);
    const kept = this.labelAsName;
    if (label !== null) {
      const known = frame?.labels?.columns.get(label.name);
      if (known instanceof Label && sameLabel(known, label)) this.labelAsName = label;
    }
    this.node(element);
    this.labelAsName = kept;
  }

  #findLabel(name: string, scope: LabelScope | null): ColumnElement {
    if (scope !== null) {
      const label = scope.columns.get(name);
      if (label) return label;
      for (const from of scope.froms) {
        for (const leaf of from.leaves) {
          const column = (leaf.c as Record<string, ColumnElement>)[name];
          if (column) return column;
        }
      }
    }
    throw new CompileError(
      `Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression '${name}' should be explicitly declared as text('${name}')`,
    );
  }

  /** LIMIT and OFFSET; the dialects differ most here. */
  protected writeLimit(limit: ColumnElement | null, offset: ColumnElement | null): void {
    if (limit !== null) {
      this.write('\n LIMIT ');
      this.node(limit);
    }
    if (offset !== null) {
      this.write(limit === null ? '\n LIMIT -1 OFFSET ' : ' OFFSET ');
      this.node(offset);
    }
  }

  protected writeForUpdate(_lock: ForUpdate): void {
    this.write(' FOR UPDATE');
  }

  /** ` OF users`: the tables whose rows are locked. */
  protected writeLockedTables(lock: ForUpdate): void {
    const tables = new Set<FromClause<any, any>>();
    for (const item of lock.of) {
      if (item instanceof FromClause) for (const leaf of item.leaves) tables.add(leaf);
      else item[collectFroms](tables);
    }
    if (tables.size === 0) return;
    const { identifiers } = this.dialect;
    this.write(` OF ${[...tables].map((table) => identifiers.quote(this.nameOf(table.name ?? ''))).join(', ')}`);
  }

  /** Whether the statement waits for rows that others have locked. */
  protected writeLockPatience(lock: ForUpdate): void {
    if (lock.nowait) this.write(' NOWAIT');
    if (lock.skipLocked) this.write(' SKIP LOCKED');
  }

  /** A number of the compiler's own, bound like the others. */
  protected ownValue(value: number): BindParameter {
    return new BindParameter('param', value, integerType, { unique: true });
  }

  visitCompoundSelect(compound: CompoundSelect): void {
    const role = this.#role;
    const isTop = role === 'top';
    if (isTop) {
      this.kind = 'select';
      this.returnsRows = true;
    }
    const { frame: outer } = this;
    // the SELECTs inside may refer to what is around the whole, not to each other
    const known = { correlate: outer?.correlate ?? noFroms, nearest: outer?.nearest ?? noFroms };
    this.frame = { ...known, labels: null, outer };
    const inner: SelectRole = role === 'from' || role === 'compoundFrom' ? 'compoundFrom' : 'compound';
    compound.selects.forEach((select, i) => {
      if (i > 0) this.write(` ${compound.keyword} `);
      const inParentheses = needsParentheses(select);
      if (inParentheses) this.write('(');
      const count = this.resultColumns.length;
      this.nested(select, inner);
      if (!isTop || i > 0) this.resultColumns.length = count;
      if (inParentheses) this.write(')');
    });
    const columns = new Map(
      compound.selectedColumns.map((column) => [column instanceof Label ? column.name : (column.naturalName ?? ''), column]),
    );
    this.frame = { ...known, labels: { columns, froms: [] }, outer };
    const kept = this.withTable;
    this.withTable = false;
    this.writeOrderings(' GROUP BY ', compound.groupings);
    this.writeOrderings(' ORDER BY ', compound.orderings);
    this.withTable = kept;
    if (compound.limitClause !== null || compound.offsetClause !== null) this.writeLimit(compound.limitClause, compound.offsetClause);
    this.frame = outer;
  }

  visitScalarSelect(scalar: ScalarSelect): void {
    this.write('(');
    this.nested(scalar.select, 'scalar');
    this.write(')');
  }

  visitExists(exists: Exists): void {
    this.write('EXISTS (');
    this.nested(exists.select, 'scalar');
    this.write(')');
  }

  visitTextualSelect(textual: TextualSelect): void {
    if (this.#role === 'top') {
      this.kind = 'select';
      this.returnsRows = true;
      for (const column of textual.selectedColumns)
        this.resultColumns.push({ name: column.naturalName ?? '', type: column.type, element: column });
    }
    this.node(textual.element);
  }
}

function without<T>(all: ReadonlySet<T>, some: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...all].filter((item) => !some.has(item)));
}

/** Whether a column without a required name is written with one. */
function needsLabel(column: ColumnElement, isFrom: boolean): boolean {
  if (column instanceof ColumnClause) return isFrom && !column.isLiteral && column.table !== null;
  if (column instanceof TextClause) return false;
  if (column instanceof UnaryExpression) return isFrom || column.operator === ops.not;
  return true;
}

/** The label that an item of ORDER BY is about: `label`, `label.desc()`. */
function orderLabel(element: ColumnElement): Label | null {
  if (element instanceof Label) return element;
  return element instanceof UnaryExpression && element.position === 'suffix' ? orderLabel(element.element) : null;
}

/** Whether two labels of one name mean the same: one may be a copy, in parentheses it needed elsewhere. */
function sameLabel(one: Label, other: Label): boolean {
  return (
    one === other ||
    one.element === other.element ||
    (one.element instanceof BinaryExpression && String(one.element) === String(other.element))
  );
}

/** A SELECT inside a UNION stands in parentheses where it has an end of its own. */
function needsParentheses(select: SelectBase): boolean {
  const { limitClause, offsetClause, orderings } = select as unknown as Partial<Select<any, any>> & { selects?: unknown };
  if ('selects' in select) return true;
  return (limitClause ?? null) !== null || (offsetClause ?? null) !== null || (orderings?.length ?? 0) > 0;
}

keepLayout(new SelectFrame([], [], null));
