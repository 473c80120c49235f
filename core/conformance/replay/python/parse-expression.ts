/**
 * Parses one Python expression into the same tree as `../../trees/`: enough for the strings that relationships take
 * (`'User.name.desc()'`, `"and_(Role.id == User.role_id, User.name != 'b')"`, `'desc(C.n), C.id'`). Names, attributes, calls with keywords, subscripts,
 * literals, lists, tuples, comparisons, `and or not in is`, arithmetic and `& | ~`. Throws SyntaxError at anything else, as Python would.
 */
import type { Node } from './syntax-tree.ts';

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\*\*|\/\/|[=!<>]=|[-+*/%&|^~<>().,[\]=]))/y;
type Kind = 'number' | 'name' | 'string' | 'sign';
const BINARY: Readonly<Record<string, readonly [power: number, node: string]>> = {
  '|': [4, 'BitOr'],
  '&': [5, 'BitAnd'],
  '+': [6, 'Add'],
  '-': [6, 'Sub'],
  '*': [7, 'Mult'],
  '/': [7, 'Div'],
  '//': [7, 'FloorDiv'],
  '%': [7, 'Mod'],
};
const COMPARISONS: Readonly<Record<string, string>> = { '==': 'Eq', '!=': 'NotEq', '<': 'Lt', '<=': 'LtE', '>': 'Gt', '>=': 'GtE' };
const CONSTANTS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false };

export function parseExpression(source: string): Node {
  const tokens: { readonly kind: Kind; readonly text: string }[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; source.slice(at).trim(); at = TOKEN.lastIndex) {
    const match = TOKEN.exec(source);
    if (!match) throw new SyntaxError(`invalid syntax: ${source}`);
    tokens.push({
      kind: match[1] ? 'number' : match[2] ? 'name' : match[3] ? 'string' : 'sign',
      text: (match[1] ?? match[2] ?? match[3] ?? match[4])!,
    });
  }
  let next = 0;
  const fail = (): never => {
    throw new SyntaxError(`invalid syntax: ${source}`);
  };
  const accept = (text: string): boolean => {
    if (tokens[next]?.text !== text || tokens[next]?.kind === 'string') return false;
    next += 1;
    return true;
  };
  const expect = (text: string): void => {
    if (!accept(text)) fail();
  };
  const name = (): string => {
    const token = tokens[next++];
    return token?.kind === 'name' ? token.text : fail();
  };

  /** `a, b` up to `end`; a trailing comma is allowed. */
  const items = (end: string): Node[] => {
    const found: Node[] = [];
    while (!accept(end)) {
      found.push(either());
      if (!accept(',')) {
        expect(end);
        break;
      }
    }
    return found;
  };
  const tuple = (elts: readonly Node[]): Node => ({ _: 'Tuple', elts });

  function either(): Node {
    const values = [both()];
    while (accept('or')) values.push(both());
    return values.length > 1 ? { _: 'BoolOp', op: { _: 'Or' }, values } : values[0]!;
  }
  function both(): Node {
    const values = [negation()];
    while (accept('and')) values.push(negation());
    return values.length > 1 ? { _: 'BoolOp', op: { _: 'And' }, values } : values[0]!;
  }
  function negation(): Node {
    return accept('not') ? { _: 'UnaryOp', op: { _: 'Not' }, operand: negation() } : comparison();
  }
  /** `in`, `is`, `is not`, `not in`. */
  function wordOperator(): string | undefined {
    if (accept('in')) return 'In';
    if (accept('is')) return accept('not') ? 'IsNot' : 'Is';
    if (!accept('not')) return undefined;
    expect('in');
    return 'NotIn';
  }
  function comparison(): Node {
    const left = binary(0);
    const [ops, comparators]: [Node[], Node[]] = [[], []];
    for (;;) {
      const sign = COMPARISONS[tokens[next]?.text ?? ''];
      const word = sign ?? wordOperator();
      if (!word) break;
      if (sign) next += 1;
      ops.push({ _: word });
      comparators.push(binary(0));
    }
    return ops.length ? { _: 'Compare', left, ops, comparators } : left;
  }
  function binary(power: number): Node {
    let left = unary();
    for (let operator = BINARY[tokens[next]?.text ?? '']; operator && operator[0] > power; operator = BINARY[tokens[next]?.text ?? '']) {
      next += 1;
      left = { _: 'BinOp', left, op: { _: operator[1] }, right: binary(operator[0]) };
    }
    return left;
  }
  function unary(): Node {
    return accept('-')
      ? { _: 'UnaryOp', op: { _: 'USub' }, operand: unary() }
      : accept('~')
        ? { _: 'UnaryOp', op: { _: 'Invert' }, operand: unary() }
        : trailers(atom());
  }
  function trailers(start: Node): Node {
    let value = start;
    for (;;) {
      if (accept('.')) value = { _: 'Attribute', value, attr: name() };
      else if (accept('(')) value = call(value);
      else if (accept('[')) {
        const slice = either();
        expect(']');
        value = { _: 'Subscript', value, slice };
      } else return value;
    }
  }
  function call(func: Node): Node {
    const [args, keywords]: [Node[], Node[]] = [[], []];
    while (!accept(')')) {
      if (tokens[next]?.kind === 'name' && tokens[next + 1]?.text === '=') {
        const arg = name();
        expect('=');
        keywords.push({ _: 'keyword', arg, value: either() });
      } else args.push(either());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return { _: 'Call', func, args, keywords };
  }
  function atom(): Node {
    const token = tokens[next++];
    if (!token) return fail();
    if (token.kind === 'number') return { _: 'Constant', value: Number(token.text) };
    if (token.kind === 'string') return { _: 'Constant', value: token.text.slice(1, -1).replace(/\\(.)/g, '$1') };
    if (token.kind === 'name')
      return token.text in CONSTANTS ? { _: 'Constant', value: CONSTANTS[token.text] } : { _: 'Name', id: token.text };
    if (token.text === '[') return { _: 'List', elts: items(']') };
    if (token.text !== '(') return fail();
    const inside = items(')');
    return inside.length === 1 && tokens[next - 2]?.text !== ',' ? inside[0]! : tuple(inside);
  }

  if (!tokens.length) fail();
  const parts = [either()];
  while (accept(',')) parts.push(either());
  if (next < tokens.length) fail();
  return parts.length > 1 ? tuple(parts) : parts[0]!;
}
