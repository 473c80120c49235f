import type { Alias, CTE, Lateral, TableSample } from '../alias.ts';
import type { FromClause, TableClause } from '../from-clause.ts';
import type { Join } from '../join.ts';
import { ops } from '../operators.ts';
import type { Select } from '../select.ts';
import { SelectBase } from '../select-base.ts';
import type { Values } from '../values.ts';
import type { WrittenPart } from './compiler-base.ts';
import { ExpressionCompiler } from './expression-compiler.ts';
import type { Frame } from './select-frame.ts';

/** What a SELECT is there for: decides which of its columns are labelled and whose tables it may refer to. */
export type SelectRole = 'top' | 'from' | 'lateral' | 'scalar' | 'compound' | 'compoundFrom';

/** A common table expression that the statement has met; `part` is its text once it is written. */
interface MetCTE {
  readonly newest: CTE<any, any>;
  part: WrittenPart | null;
}

/** Writes what stands in FROM: tables, joins, aliases, lists of values; and the common table expressions before the statement. */
export abstract class FromCompiler extends ExpressionCompiler {
  /** What is known to the SELECT that is being written. */
  protected frame: Frame | null = null;
  #ctes: Map<CTE<any, any>, MetCTE> | null = null;
  #hints: ReadonlyMap<FromClause<any, any>, string> | null = null;

  /** Writes a SELECT inside the one being written. */
  protected abstract nested(select: SelectBase, role: SelectRole): void;

  protected writeFroms(select: Select<any, any>, froms: readonly FromClause<any, any>[]): void {
    if (froms.length === 0) return;
    const { hints } = select.extras;
    const kept = this.#hints;
    this.#hints =
      hints.length === 0
        ? null
        : new Map(hints.filter(({ dialect }) => dialect === '*' || dialect === this.dialect.name).map(({ from, text }) => [from, text]));
    this.write(' \nFROM ');
    this.writeList(froms);
    this.#hints = kept;
  }

  /** Text that a statement wants behind a table's name. */
  protected writeHint(from: FromClause<any, any>): void {
    const hint = this.#hints?.get(from);
    if (hint !== undefined) this.write(` ${hint}`);
  }

  visitTable(table: TableClause<any, any>): void {
    this.write(this.dialect.identifiers.formatTable(table));
    this.writeHint(table);
  }

  visitJoin(join: Join): void {
    this.node(join.left);
    this.write(join.full ? ' FULL OUTER JOIN ' : join.isouter ? ' LEFT OUTER JOIN ' : this.joinKeyword);
    if (join.right.needsGroup) this.write('(');
    this.node(join.right);
    if (join.right.needsGroup) this.write(')');
    this.write(' ON ');
    this.node(join.onclause.selfGroup(ops.asBoolean));
  }

  protected get joinKeyword(): string {
    return ' JOIN ';
  }

  visitAlias(alias: Alias<any, any>): void {
    // the name is made first: it is numbered before those inside
    const name = this.nameOf(alias.name);
    this.#writeAliased(alias.element);
    this.write(` AS ${this.dialect.identifiers.quote(name)}`);
    this.writeHint(alias);
  }

  #writeAliased(element: FromClause<any, any> | SelectBase): void {
    if (element instanceof SelectBase || element.needsGroup) {
      this.write('(');
      if (element instanceof SelectBase) this.nested(element, 'from');
      else this.node(element);
      this.write(')');
    } else this.node(element);
  }

  visitLateral(lateral: Lateral<any, any>): void {
    const name = this.nameOf(lateral.name);
    this.write('LATERAL (');
    if (lateral.element instanceof SelectBase) this.nested(lateral.element, 'lateral');
    else this.node(lateral.element);
    this.write(`) AS ${this.dialect.identifiers.quote(name)}`);
  }

  visitTableSample(sample: TableSample<any, any>): void {
    const name = this.nameOf(sample.name);
    this.#writeAliased(sample.element);
    this.write(` AS ${this.dialect.identifiers.quote(name)} TABLESAMPLE `);
    this.node(sample.sampling);
  }

  visitValues(values: Values): void {
    this.write('(VALUES ');
    values.rows.forEach((row, i) => {
      this.write(i === 0 ? '(' : ', (');
      this.writeList(row);
      this.write(')');
    });
    const { identifiers } = this.dialect;
    this.write(
      `) AS ${identifiers.quote(this.nameOf(values.name))} (${values.columnList.map((column) => identifiers.quote(column.name)).join(', ')})`,
    );
  }

  /** Writes the name; what it stands for is written once, before the statement. */
  visitCTE(cte: CTE<any, any>): void {
    const name = this.nameOf(cte.name);
    const ctes = (this.#ctes ??= new Map());
    const known = ctes.get(cte.root);
    if (known === undefined || (known.part !== null && depth(cte) > depth(known.newest))) {
      const entry: MetCTE = { newest: cte, part: null };
      ctes.delete(cte.root);
      ctes.set(cte.root, entry);
      const kept = this.frame;
      this.frame = null;
      entry.part = this.apart(() => this.#writeCTE(cte, name));
      this.frame = kept;
      // one that was met inside this one must stand before it
      ctes.delete(cte.root);
      ctes.set(cte.root, entry);
    }
    this.identifier(name);
  }

  #writeCTE(cte: CTE<any, any>, name: string): void {
    const { identifiers } = this.dialect;
    this.write(identifiers.quote(name));
    if (cte.recursive)
      this.write(
        `(${cte.root.columnList.map((column) => identifiers.quote(column.anonymousName ? this.nameOf(column.anonymousName) : column.name)).join(', ')})`,
      );
    this.write(` AS ${cte.prefixes.map((prefix) => `${prefix} `).join('')}\n(`);
    if (cte.element instanceof SelectBase) this.nested(cte.element, 'from');
    else this.node(cte.element);
    this.write(')');
  }

  protected override finish(): void {
    if (this.#ctes === null) return;
    const parts = [...this.#ctes.values()];
    const isRecursive = parts.some(({ newest }) => newest.recursive);
    const all = this.apart(() => {
      this.write(isRecursive ? 'WITH RECURSIVE ' : 'WITH ');
      parts.forEach(({ part }, i) => {
        if (i > 0) this.write(', \n');
        this.insert(part!);
      });
      this.write('\n ');
    });
    this.prepend(all);
  }
}

function depth(cte: CTE<any, any>): number {
  return cte.restates === null ? 0 : 1 + depth(cte.restates);
}
