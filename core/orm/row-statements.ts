import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { TablePlan, WrittenColumn } from './row-plan.ts';

/**
 * The text of the statements a flush sends. They have few shapes and many rows, so that they are written directly and kept: compiling an
 * expression tree for each would cost more than sending it.
 */
export class RowStatements {
  readonly #dialect: SqlDialect;
  readonly #kept = new WeakMap<TablePlan, Map<string, string>>();
  static readonly #byDialect = new WeakMap<SqlDialect, RowStatements>();

  private constructor(dialect: SqlDialect) {
    this.#dialect = dialect;
  }

  static of(dialect: SqlDialect): RowStatements {
    let statements = RowStatements.#byDialect.get(dialect);
    if (statements === undefined) RowStatements.#byDialect.set(dialect, (statements = new RowStatements(dialect)));
    return statements;
  }

  /** `INSERT INTO users (name, age) VALUES (?, ?), (?, ?) RETURNING id` */
  insert(plan: TablePlan, shape: string, columns: readonly WrittenColumn[], rows: number, returning: WrittenColumn | null): string {
    return this.#keep(plan, `insert ${shape} ${rows} ${returning === null ? '' : 'r'}`, () => {
      const names = columns.map(({ name }) => name).join(', ');
      const values = columns.length === 0 ? this.#emptyRow() : `(${names}) VALUES ${this.#tuples(rows, columns.length)}`;
      return `INSERT INTO ${plan.name} ${values}${returning === null ? '' : ` RETURNING ${returning.name}`}`;
    });
  }

  /** `UPDATE users SET name=? WHERE users.id = ?` */
  update(plan: TablePlan, shape: string, columns: readonly WrittenColumn[], where: readonly WrittenColumn[]): string {
    return this.#keep(plan, `update ${shape} ${where.length}`, () => {
      const set = columns.map(({ name }, i) => `${name}=${this.#place(i)}`).join(', ');
      return `UPDATE ${plan.name} SET ${set} WHERE ${this.#equalities(plan, where, columns.length)}`;
    });
  }

  /** `DELETE FROM users WHERE users.id = ?` */
  delete(plan: TablePlan, where: readonly WrittenColumn[]): string {
    return this.#keep(plan, `delete ${where.length}`, () => `DELETE FROM ${plan.name} WHERE ${this.#equalities(plan, where, 0)}`);
  }

  /** `DELETE FROM users WHERE users.id IN (?, ?, ?)` */
  deleteMany(plan: TablePlan, key: WrittenColumn, rows: number): string {
    return this.#keep(
      plan,
      `delete in ${rows}`,
      () => `DELETE FROM ${plan.name} WHERE ${plan.name}.${key.name} IN ${this.#tuples(1, rows)}`,
    );
  }

  #emptyRow(): string {
    if (this.#dialect.name === 'mysql') return '() VALUES ()';
    return 'DEFAULT VALUES';
  }

  #equalities(plan: TablePlan, where: readonly WrittenColumn[], before: number): string {
    return where.map(({ name }, i) => `${plan.name}.${name} = ${this.#place(before + i)}`).join(' AND ');
  }

  #tuples(rows: number, width: number): string {
    const tuple = (row: number): string => `(${Array.from({ length: width }, (_, i) => this.#place(row * width + i)).join(', ')})`;
    return Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
  }

  #place(index: number): string {
    return this.#dialect.placeholder(index);
  }

  #keep(plan: TablePlan, key: string, make: () => string): string {
    let kept = this.#kept.get(plan);
    if (kept === undefined) this.#kept.set(plan, (kept = new Map()));
    let sql = kept.get(key);
    if (sql === undefined) kept.set(key, (sql = make()));
    return sql;
  }
}
