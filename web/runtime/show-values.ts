import type * as typescript from 'typescript-5.9';

type TypeScript = typeof typescript;

/** Names under which the linker hands its two functions to every module. */
export const showName = '__crowfootShow';
export const atName = '__crowfootAt';

const sourceLimit = 2000;

/** Lines of a file, from 1, both included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A `before` transformer for the file that is run. It says which top-level statement is about to run and hands on what each top-level
 * expression gives and what each top-level variable holds. An exported variable is read as `exports.x`: an identifier made here is not
 * rewritten by the CommonJS transform, and the variable itself does not exist in the emitted code.
 *
 * @param range - what lies outside of these lines is left out, but for imports
 */
export function showValues(ts: TypeScript, range: LineRange | null = null): typescript.TransformerFactory<typescript.SourceFile> {
  return ({ factory }) =>
    (file) =>
      factory.updateSourceFile(
        file,
        file.statements.flatMap((statement, position) => {
          const span = spanOf(ts, file, statement);
          const isLeftOut = range !== null && !isImport(ts, statement) && (span.endLine < range.from || span.line > range.to);
          if (isLeftOut) return [];
          if (!runs(ts, statement) || isDirective(ts, file, position)) return [statement];
          const at = call(ts, factory, atName, [factory.createNumericLiteral(span.line)], statement);
          return [at, ...withValues(ts, factory, file, statement, span)];
        }),
      );
}

interface Span {
  readonly line: number;
  readonly endLine: number;
}

function spanOf(ts: TypeScript, file: typescript.SourceFile, node: typescript.Node): Span {
  const lineOf = (position: number) => ts.getLineAndCharacterOfPosition(file, position).line + 1;
  return { line: lineOf(node.getStart(file)), endLine: lineOf(node.getEnd()) };
}

const isImport = (ts: TypeScript, statement: typescript.Statement): boolean =>
  ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);

/** Imports, types and functions do nothing when they are reached. */
function runs(ts: TypeScript, statement: typescript.Statement): boolean {
  return !(
    isImport(ts, statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isEmptyStatement(statement) ||
    hasModifier(ts, statement, ts.SyntaxKind.DeclareKeyword)
  );
}

function hasModifier(ts: TypeScript, node: typescript.Node, kind: typescript.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** `'use strict'` at the head of a file is no expression to show, and must stay first. */
function isDirective(ts: TypeScript, file: typescript.SourceFile, position: number): boolean {
  return file.statements
    .slice(0, position + 1)
    .every((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression));
}

function withValues(
  ts: TypeScript,
  factory: typescript.NodeFactory,
  file: typescript.SourceFile,
  statement: typescript.Statement,
  span: Span,
): typescript.Statement[] {
  const show = (source: string, name: string | null, value: typescript.Expression) =>
    call(
      ts,
      factory,
      showName,
      [
        factory.createNumericLiteral(span.line),
        factory.createNumericLiteral(span.endLine),
        factory.createStringLiteral(source.slice(0, sourceLimit)),
        name === null ? factory.createNull() : factory.createStringLiteral(name),
        value,
      ],
      statement,
    );
  // What it prints is shown as printed; that it gives nothing says nothing.
  if (ts.isExpressionStatement(statement) && isConsoleCall(ts, statement.expression)) return [statement];
  if (ts.isExpressionStatement(statement)) return [show(statement.expression.getText(file), null, statement.expression)];
  if (ts.isVariableStatement(statement)) {
    const exported = hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword);
    const [keyword] = statement.declarationList.getText(file).split(/\s/, 1);
    return [
      statement,
      ...statement.declarationList.declarations.flatMap((declaration) =>
        boundNames(ts, declaration.name).map((name) =>
          show(`${keyword} ${declaration.getText(file)}`, name, reference(factory, name, exported)),
        ),
      ),
    ];
  }
  if (ts.isExportAssignment(statement) && !statement.isExportEquals) {
    return [statement, show(statement.expression.getText(file), 'default', reference(factory, 'default', true))];
  }
  return [statement];
}

function isConsoleCall(ts: TypeScript, expression: typescript.Expression): boolean {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  const { expression: of } = expression.expression;
  return ts.isIdentifier(of) && of.text === 'console';
}

function reference(factory: typescript.NodeFactory, name: string, exported: boolean): typescript.Expression {
  return exported ? factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name) : factory.createIdentifier(name);
}

/** The names a declaration binds: `a`, or `b` and `c` of `{ b, x: [c] }`. */
function boundNames(ts: TypeScript, name: typescript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(ts, element.name) : []));
}

function call(
  ts: TypeScript,
  factory: typescript.NodeFactory,
  name: string,
  args: readonly typescript.Expression[],
  original: typescript.Node,
): typescript.Statement {
  const expression = factory.createCallExpression(factory.createIdentifier(name), undefined, args);
  // The place of the statement it stands for, so that the source map leads an error inside to the user's line; its comments stay with it.
  return ts.setEmitFlags(ts.setTextRange(factory.createExpressionStatement(expression), original), ts.EmitFlags.NoComments);
}
