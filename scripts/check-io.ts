/**
 * A function that returns `Io` does nothing until someone drives it, and TypeScript says nothing when its result is dropped. This check accepts an Io
 * value only as the operand of `yield*`, as a returned value, or as an argument whose parameter is Io. Everything else fails: `for…of`, spread,
 * `Array.from`, `.next()`, a variable, a member of an object.
 */
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript-5.9';
import { root } from './source-files.ts';

/** Whether a node stands for a value; TypeScript has it and does not declare it. */
const { isExpressionNode } = ts as unknown as { isExpressionNode(node: ts.Node): boolean };

export interface Lost {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Places in `program` where an Io value is lost; `isChecked` chooses the files. */
export function lostIo(program: ts.Program, isChecked: (fileName: string) => boolean): Lost[] {
  const checker = program.getTypeChecker();
  const found: Lost[] = [];

  const isIo = (type: ts.Type): boolean => {
    if (type.isUnion()) return type.types.some(isIo);
    if (type.symbol?.name !== 'Generator') return false;
    const [yielded] = checker.getTypeArguments(type as ts.TypeReference);
    return yielded?.symbol?.name === 'Request';
  };
  const takesIo = (call: ts.CallExpression | ts.NewExpression, argument: ts.Expression): boolean => {
    const signature = checker.getResolvedSignature(call);
    const declared = signature?.getDeclaration();
    const index = call.arguments?.indexOf(argument) ?? -1;
    const parameter = declared?.parameters[index];
    if (!parameter) return false;
    return parameter.type !== undefined && isIo(checker.getTypeFromTypeNode(parameter.type));
  };
  const isKept = (node: ts.Expression): boolean => {
    const parent = node.parent;
    if (ts.isYieldExpression(parent)) return parent.asteriskToken !== undefined;
    if (ts.isReturnStatement(parent)) return true;
    if (ts.isArrowFunction(parent)) return parent.body === node;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node) return takesIo(parent, node);
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    )
      return isKept(parent);
    if (ts.isConditionalExpression(parent)) return parent.condition !== node && isKept(parent);
    if (ts.isBinaryExpression(parent)) {
      const passes = [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken];
      return passes.includes(parent.operatorToken.kind) && isKept(parent);
    }
    return false;
  };

  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || !isChecked(file.fileName)) continue;
    const visit = (node: ts.Node): void => {
      const isValue =
        ts.isCallExpression(node) ||
        (ts.isIdentifier(node) && isExpressionNode(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) ||
        ts.isPropertyAccessExpression(node) ||
        ts.isElementAccessExpression(node);
      if (isValue && isIo(checker.getTypeAtLocation(node)) && !isKept(node as ts.Expression)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push({ file: file.fileName, line: line + 1, text: node.parent.getText().split('\n')[0] ?? '' });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** The program of a tsconfig file. */
function programOf(configPath: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    { noEmit: true, composite: false, incremental: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => console.error(ts.flattenDiagnosticMessageText(problem.messageText, '\n')),
    },
  );
  if (!config) throw new Error(`${configPath} cannot be read`);
  return ts.createProgram(config.fileNames, config.options);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const program = programOf(join(root, 'core/tsconfig.json'));
  const core = join(root, 'core').replaceAll('\\', '/');
  const lost = lostIo(program, (name) => name.startsWith(core) && name !== `${core}/io.ts`);
  for (const { file, line, text } of lost)
    console.error(`${relative(root, file)}:${line} an Io value is lost here; write yield* before it: ${text}`);
  console.log(`io: ${lost.length} lost values`);
  process.exitCode = lost.length ? 1 : 0;
}
