import type ts from 'typescript-5.9';
import type { AttributeLocation, ModelLocation } from './compile-service.ts';

type TypeScript = typeof ts;

/** Last name of what is called: `Model` for `db.Model(…)` and `Model(…)`. */
function calledName(t: TypeScript, call: ts.CallExpression): string | null {
  const callee = call.expression;
  if (t.isPropertyAccessExpression(callee)) return callee.name.text;
  return t.isIdentifier(callee) ? callee.text : null;
}

const memberName = (t: TypeScript, name: ts.PropertyName): string | null =>
  t.isIdentifier(name) || t.isStringLiteralLike(name) || t.isNumericLiteral(name) ? name.text : null;

const literalText = (t: TypeScript, node: ts.Node | undefined): string | null => (node && t.isStringLiteralLike(node) ? node.text : null);

/** The call that defines a member: the value of a property, or what a getter returns. */
function definingCall(t: TypeScript, member: ts.ObjectLiteralElementLike): ts.CallExpression | null {
  if (t.isPropertyAssignment(member)) return t.isCallExpression(member.initializer) ? member.initializer : null;
  if (!t.isGetAccessorDeclaration(member)) return null;
  const returned = member.body?.statements.find((statement) => t.isReturnStatement(statement))?.expression;
  return returned && t.isCallExpression(returned) ? returned : null;
}

function kindOf(called: string | null): AttributeLocation['kind'] {
  if (called === 'Column' || called === 'mappedColumn') return 'column';
  return called === 'relationship' ? 'relationship' : 'other';
}

/** Finds the models of a file by their syntax alone, so that a click in the diagram and an error find their lines. */
class ModelFinder {
  readonly #t: TypeScript;
  readonly #file: ts.SourceFile;
  readonly #path: string;

  constructor(t: TypeScript, file: ts.SourceFile, path: string) {
    this.#t = t;
    this.#file = file;
    this.#path = path;
  }

  find(): ModelLocation[] {
    return this.#file.statements.flatMap((statement) => {
      if (this.#t.isClassDeclaration(statement)) return this.#fromClass(statement) ?? [];
      return this.#t.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap((d) => this.#fromTable(d) ?? []) : [];
    });
  }

  #place(node: ts.Node): { path: string; line: number; column: number; endLine: number } {
    const start = this.#file.getLineAndCharacterOfPosition(node.getStart(this.#file));
    const end = this.#file.getLineAndCharacterOfPosition(node.getEnd());
    return { path: this.#path, line: start.line + 1, column: start.character + 1, endLine: end.line + 1 };
  }

  #fromClass(node: ts.ClassDeclaration): ModelLocation | null {
    const t = this.#t;
    const heritage = node.heritageClauses?.find((clause) => clause.token === t.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    if (!node.name || !heritage || !t.isCallExpression(heritage)) return null;
    const called = calledName(t, heritage);
    if (called !== 'Model' && called !== 'extend') return null;
    const table = called === 'Model' ? literalText(t, heritage.arguments[0]) : this.#tableOption(heritage);
    return { ...this.#place(node), className: node.name.text, table, attributes: this.#attributes(heritage) };
  }

  /** `Base.extend({ … }, { table: 'users' })`. */
  #tableOption(call: ts.CallExpression): string | null {
    const t = this.#t;
    const options = call.arguments[1];
    if (!options || !t.isObjectLiteralExpression(options)) return null;
    const option = options.properties.find((p) => t.isPropertyAssignment(p) && memberName(t, p.name) === 'table');
    return option && t.isPropertyAssignment(option) ? literalText(t, option.initializer) : null;
  }

  /** `const registrations = db.Table('registrations', { … })`. */
  #fromTable(declaration: ts.VariableDeclaration): ModelLocation | null {
    const t = this.#t;
    const call = declaration.initializer;
    if (!call || !t.isCallExpression(call) || calledName(t, call) !== 'Table' || !t.isIdentifier(declaration.name)) return null;
    const table = literalText(t, call.arguments[0]);
    return { ...this.#place(declaration), className: declaration.name.text, table, attributes: this.#attributes(call) };
  }

  #attributes(call: ts.CallExpression): AttributeLocation[] {
    const t = this.#t;
    const definition = call.arguments.find((argument) => t.isObjectLiteralExpression(argument));
    return definition ? definition.properties.flatMap((member) => this.#attribute(member) ?? []) : [];
  }

  #attribute(member: ts.ObjectLiteralElementLike): AttributeLocation | null {
    const t = this.#t;
    const name = member.name && memberName(t, member.name);
    if (!name) return null;
    const call = definingCall(t, member);
    const kind = kindOf(call && calledName(t, call));
    const columnName = kind === 'column' ? (literalText(t, call?.arguments[0]) ?? name) : null;
    return { ...this.#place(member), name, kind, columnName };
  }
}

/** The models and tables that the top level of a file defines. */
export function locateModels(t: TypeScript, file: ts.SourceFile, path: string): ModelLocation[] {
  return new ModelFinder(t, file, path).find();
}
