import { CompileError, UnsupportedCompilationError } from '../../errors.ts';
import { lookup } from '../../util/own.ts';
import type { Case, Cast, TypeCoerce } from '../cast.ts';
import type { Collation } from '../collation.ts';
import type { ColumnClause } from '../column-clause.ts';
import type { ColumnElement } from '../column-element.ts';
import type { BooleanConstant, ConstantCriterion } from '../constants.ts';
import type { Extract } from '../extract.ts';
import type { FromClause } from '../from-clause.ts';
import type { FunctionElement, FunctionFilter, Over, WithinGroup } from '../functions.ts';
import type { Label } from '../label.ts';
import type { AsBoolean, BinaryExpression, BooleanClauseList, ClauseList, Grouping, UnaryExpression } from '../operator-expression.ts';
import { ops } from '../operators.ts';
import { compileTo } from '../protocol.ts';
import type { TextClause } from '../text-clause.ts';
import type { TupleClause } from '../tuple-clause.ts';
import { CompilerBase } from './compiler-base.ts';

type VisitBinary = (compiler: ExpressionCompiler, binary: BinaryExpression) => void;

/** Writes expressions. A dialect says otherwise where it differs. */
export abstract class ExpressionCompiler extends CompilerBase {
  /** False where a column is written without its table: in an INSERT's list, in ORDER BY of a UNION. */
  protected withTable = !this.options.bareColumns;
  /** The label whose name is written in place of its expression. */
  protected labelAsName: ColumnElement | null = null;

  visitColumn(column: ColumnClause<any, any, any, any>): void {
    if (column.isLiteral) {
      this.write(column.name);
      return;
    }
    const { table } = column;
    const { identifiers } = this.dialect;
    const isWhole = table !== null && table.name !== null && this.withTable;
    if (isWhole && column.writtenBy === identifiers) {
      this.text += column.written;
      return;
    }
    const { quote } = column as { quote?: boolean | null };
    const own = identifiers.quoteNamed(column.anonymousName === null ? column.name : this.nameOf(column.anonymousName), quote);
    const written = isWhole ? `${this.#tableOf(table)}.${own}` : own;
    if (isWhole && table.isPermanent) {
      column.writtenBy = identifiers;
      column.written = written;
    }
    this.text += written;
  }

  #tableOf(table: FromClause<any, any>): string {
    const { identifiers } = this.dialect;
    const { schema, quote } = table as { schema?: string | null; quote?: boolean | null };
    const name = identifiers.quoteNamed(this.nameOf(table.name!), quote);
    return schema ? `${identifiers.formatSchema(schema)}.${name}` : name;
  }

  visitLabel(label: Label<any, any, any>): void {
    if (this.labelAsName !== null && this.labelAsName === label) this.identifier(label.name);
    else this.node(label.element);
  }

  /** The operators that are more than a word between two operands. */
  static readonly #visits: ReadonlyMap<string, VisitBinary> = new Map(
    Object.entries<VisitBinary>({
      like: (compiler, binary) => compiler.visitLike(binary),
      ilike: (compiler, binary) => compiler.visitIlike(binary),
      startsWith: (compiler, binary) => compiler.visitAffix(binary, false, true),
      istartsWith: (compiler, binary) => compiler.visitAffix(binary, false, true),
      endsWith: (compiler, binary) => compiler.visitAffix(binary, true, false),
      iendsWith: (compiler, binary) => compiler.visitAffix(binary, true, false),
      contains: (compiler, binary) => compiler.visitAffix(binary, true, true),
      icontains: (compiler, binary) => compiler.visitAffix(binary, true, true),
      notIn: (compiler, binary) => compiler.visitNotIn(binary),
      between: (compiler, binary) => compiler.visitBetween(binary),
      match: (compiler, binary) => compiler.visitMatch(binary),
      regexpMatch: (compiler, binary) => compiler.visitRegexpMatch(binary),
      regexpReplace: (compiler, binary) => compiler.visitRegexpReplace(binary),
      isDistinctFrom: (compiler, binary) => compiler.visitIsDistinctFrom(binary),
      isNotDistinctFrom: (compiler, binary) => compiler.visitIsDistinctFrom(binary),
      concat: (compiler, binary) => compiler.visitConcat(binary),
      mod: (compiler, binary) => compiler.visitMod(binary),
    }).flatMap(([name, visit]) => {
      const negation = ops[name as keyof typeof ops].negation;
      return negation === null || negation === ops.in
        ? [[name, visit] as const]
        : [[name, visit] as const, [negation.name, visit] as const];
    }),
  );

  visitBinary(binary: BinaryExpression): void {
    const { operator } = binary;
    if (operator.visit === undefined) operator.visit = ExpressionCompiler.#visits.get(operator.name) ?? null;
    if (operator.visit !== null) {
      (operator.visit as VisitBinary)(this, binary);
      return;
    }
    binary.left[compileTo](this as never);
    this.text += operator.infix;
    binary.right[compileTo](this as never);
  }

  protected writeInfix(binary: BinaryExpression, sql: string): void {
    this.node(binary.left);
    this.text += ` ${sql} `;
    this.node(binary.right);
  }

  protected visitLike(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator.sql);
    this.writeEscape(binary);
  }

  protected writeEscape(binary: BinaryExpression): void {
    const escape = binary.modifiers?.escape;
    if (escape !== undefined) this.write(` ESCAPE ${this.dialect.writeText(escape)}`);
  }

  protected visitIlike(binary: BinaryExpression): void {
    this.writeLower(binary.left);
    this.write(binary.operator === ops.ilike ? ' LIKE ' : ' NOT LIKE ');
    this.writeLower(binary.right);
    this.writeEscape(binary);
  }

  protected writeLower(element: ColumnElement): void {
    this.write('lower(');
    this.node(element);
    this.write(')');
  }

  /** `(a LIKE '%' || b || '%')`, with `%` before and behind as asked for. */
  protected visitAffix(binary: BinaryExpression, before: boolean, behind: boolean): void {
    const { name, sql } = binary.operator;
    const ignoresCase = name.startsWith('i') || name.startsWith('notI');
    const write = (element: ColumnElement): void => (ignoresCase ? this.writeLower(element) : this.node(element));
    const percent = (): void => this.write("'%'");
    this.write('(');
    write(binary.left);
    this.write(` ${sql} `);
    this.writeConcat([...(before ? [percent] : []), () => write(binary.right), ...(behind ? [percent] : [])]);
    this.writeEscape(binary);
    this.write(')');
  }

  /** Texts put together. */
  protected writeConcat(parts: readonly (() => void)[]): void {
    parts.forEach((part, i) => {
      if (i > 0) this.write(' || ');
      part();
    });
  }

  protected visitConcat(binary: BinaryExpression): void {
    this.writeInfix(binary, '||');
  }

  protected visitMod(binary: BinaryExpression): void {
    this.writeInfix(binary, '%');
  }

  protected visitNotIn(binary: BinaryExpression): void {
    this.write('(');
    this.writeInfix(binary, 'NOT IN');
    this.write(')');
  }

  protected visitBetween(binary: BinaryExpression): void {
    const symmetric = binary.modifiers?.symmetric ? ' SYMMETRIC' : '';
    this.writeInfix(binary, `${binary.operator.sql}${symmetric}`);
  }

  protected visitMatch(binary: BinaryExpression): void {
    if (binary.operator === ops.notMatch) this.write('NOT ');
    this.writeInfix(binary, ops.match.sql);
  }

  protected visitRegexpMatch(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator.sql);
  }

  protected visitRegexpReplace(binary: BinaryExpression): void {
    this.write(`${binary.operator.sql}(`);
    this.writeList([binary.left, binary.right]);
    this.write(')');
  }

  /** `REGEXP_REPLACE(text, pattern, replacement, flags)` */
  protected writeRegexpReplace(binary: BinaryExpression): void {
    const flags = binary.modifiers?.flags;
    this.write('REGEXP_REPLACE(');
    this.writeList([binary.left, binary.right]);
    this.write(flags === undefined ? ')' : `, ${this.dialect.writeText(flags)})`);
  }

  protected visitIsDistinctFrom(binary: BinaryExpression): void {
    this.writeInfix(binary, binary.operator.sql);
  }

  visitUnary(unary: UnaryExpression): void {
    const { operator } = unary;
    if (unary.position === 'suffix') {
      this.node(unary.element);
      this.write(` ${operator.sql}`);
      return;
    }
    if (operator !== ops.neg) {
      this.write(`${operator.sql} `);
      this.node(unary.element);
      return;
    }
    // `--` begins a comment: a negative number that is written as text must not touch the sign
    const part = this.apart(() => this.node(unary.element));
    const touches = (part.segments[0] ?? part.text).startsWith('-');
    this.write(touches ? '-(' : '-');
    this.insert(part);
    if (touches) this.write(')');
  }

  visitAsBoolean(condition: AsBoolean): void {
    if (this.dialect.supportsNativeBoolean) {
      if (!condition.isTrue) this.write('NOT ');
      this.node(condition.element);
    } else {
      this.node(condition.element);
      this.write(condition.isTrue ? ' = 1' : ' = 0');
    }
  }

  visitGrouping(grouping: Grouping): void {
    this.write('(');
    this.node(grouping.element);
    this.write(')');
  }

  visitBooleanClauseList(list: BooleanClauseList): void {
    this.writeList(list.clauses, list.operator === ops.and ? ' AND ' : ' OR ');
  }

  visitNull(): void {
    this.write('NULL');
  }

  visitBooleanConstant(constant: BooleanConstant): void {
    this.write(this.dialect.booleanLiterals[constant.value ? 1 : 0]);
  }

  /** A constant in the place of a condition: where there are no booleans it is compared with 1. */
  visitConstantCriterion(criterion: ConstantCriterion): void {
    this.visitBooleanConstant(criterion.constant);
    if (!this.dialect.supportsNativeBoolean) this.write(' = 1');
  }

  visitCollation(collation: Collation): void {
    this.write(this.dialect.identifiers.quote(collation.collation));
  }

  visitCast(cast: Cast): void {
    this.write('CAST(');
    this.node(cast.element);
    this.write(` AS ${this.dialect.types.process(cast.type)})`);
  }

  visitExtract(extract: Extract): void {
    this.write(`EXTRACT(${extract.field} FROM `);
    this.node(extract.element);
    this.write(')');
  }

  visitTypeCoerce(coerced: TypeCoerce): void {
    this.node(coerced.element);
  }

  visitCase(expression: Case): void {
    this.write('CASE');
    if (expression.value !== null) {
      this.write(' ');
      this.node(expression.value);
    }
    for (const [when, then] of expression.whens) {
      this.write(' WHEN ');
      this.node(when);
      this.write(' THEN ');
      this.node(then);
    }
    if (expression.otherwise !== null) {
      this.write(' ELSE ');
      this.node(expression.otherwise);
    }
    this.write(' END');
  }

  visitTuple(tuple: TupleClause): void {
    this.write('(');
    this.writeList(tuple.clauses);
    this.write(')');
  }

  visitFunction(call: FunctionElement): void {
    const { name, clauses, packageNames } = call;
    if (clauses.length === 0 && packageNames.length === 0) {
      const plain = this.functionsWithoutArguments[name.toLowerCase()];
      if (plain !== undefined) {
        this.write(plain);
        return;
      }
    }
    for (let i = 0; i < packageNames.length; i += 1) this.write(`${this.functionName(packageNames[i]!)}.`);
    this.write(this.functionName(name));
    this.write('(');
    if (clauses.length > 0) this.writeList(clauses);
    else if (call.isCountStar) this.write('*');
    this.write(')');
  }

  /** Functions of standard SQL that take no parentheses. */
  protected get functionsWithoutArguments(): Readonly<Record<string, string | undefined>> {
    return standardFunctions;
  }

  /** A function's name as it was written; in quotes only where it could not be a name otherwise. */
  protected functionName(name: string): string {
    return this.dialect.identifiers.formatFunction(name);
  }

  visitOver(over: Over): void {
    this.node(over.element);
    this.write(' OVER (');
    let gap = '';
    for (const [keyword, clauses] of [
      ['PARTITION BY', over.partitionBy],
      ['ORDER BY', over.orderBy],
    ] as const) {
      if (clauses.length === 0) continue;
      this.write(`${gap}${keyword} `);
      this.writeList(clauses);
      gap = ' ';
    }
    if (over.frame !== null) {
      this.write(`${gap}${over.frame.unit} BETWEEN `);
      this.#frameBound(over.frame.start, 'PRECEDING');
      this.write(' AND ');
      this.#frameBound(over.frame.end, 'FOLLOWING');
    }
    this.write(')');
  }

  #frameBound(
    bound: Over['frame'] extends infer F | null ? (F extends { start: infer B } ? B : never) : never,
    unbounded: 'PRECEDING' | 'FOLLOWING',
  ): void {
    if (bound === 'unbounded') this.write(`UNBOUNDED ${unbounded}`);
    else if (bound === 'current') this.write('CURRENT ROW');
    else {
      this.node(bound.count);
      this.write(` ${bound.direction}`);
    }
  }

  visitFunctionFilter(filter: FunctionFilter): void {
    this.node(filter.element);
    this.write(' FILTER (WHERE ');
    this.node(filter.criterion);
    this.write(')');
  }

  visitWithinGroup(within: WithinGroup): void {
    this.node(within.element);
    this.write(' WITHIN GROUP (ORDER BY ');
    this.writeList(within.orderBy);
    this.write(')');
  }

  visitText(text: TextClause): void {
    for (const part of text.parts) {
      if (typeof part === 'string') this.write(part);
      else this.visitBindParameter(text.bindOf(part.name));
    }
  }

  /** A construct that this dialect has no SQL for. */
  protected unsupported(what: string): never {
    throw new UnsupportedCompilationError(`${this.dialect.name} has no SQL for ${what}`);
  }

  protected fail(message: string): never {
    throw new CompileError(message);
  }

  visitClauseList(list: ClauseList): void {
    this.writeList(list.clauses, list.separator);
  }
}

/** Functions of the standard that are written without parentheses. */
export const standardFunctions = lookup({
  current_timestamp: 'CURRENT_TIMESTAMP',
  current_date: 'CURRENT_DATE',
  current_time: 'CURRENT_TIME',
  current_user: 'CURRENT_USER',
  localtime: 'LOCALTIME',
  localtimestamp: 'LOCALTIMESTAMP',
  session_user: 'SESSION_USER',
  sysdate: 'sysdate',
  user: 'USER',
});
