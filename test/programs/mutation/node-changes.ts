/** Which changes a piece of syntax allows: conditions, operators, literals, calls, answers and whole bodies. */

/** A node of the parser's tree; spans are bytes. */
export interface Node {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [member: string]: unknown;
}

export interface Change {
  readonly change: string;
  /** The part that is replaced. */
  readonly at: Node['span'];
  readonly replacement: string;
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '+=': ['-='],
  '-=': ['+='],
};

const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
  floor: 'ceil',
};

/** Calls on a value that may be left out: `x.trim()` becomes `x`. */
const SPARED: ReadonlySet<string> = new Set([
  ...['trim', 'filter', 'sort', 'slice', 'normalize', 'replace', 'replaceAll', 'flat', 'reverse'],
]);

export type TextOf = (span: Node['span']) => string;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'span' in value;
}

/** Where the operator stands between two operands. */
function operatorChanges(node: Node, left: Node, right: Node, text: TextOf): Change[] {
  const operator = String(node.operator);
  const gap = { start: left.span.end, end: right.span.start };
  return (OPERATORS[operator] ?? []).map((other) => ({
    change: `\`${operator}\` is \`${other}\``,
    at: gap,
    replacement: text(gap).replace(operator, other),
  }));
}

function callChanges(node: Node, text: TextOf): Change[] {
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression') return [];
  const { object, property } = callee as Node & { object: Node; property: Node };
  const name = property.type === 'Identifier' ? String(property.value) : '';
  const changes: Change[] = [];
  const other = METHODS[name];
  if (other) changes.push({ change: `\`${name}\` is \`${other}\``, at: property.span, replacement: other });
  if (SPARED.has(name)) {
    changes.push({ change: `without \`${name}\``, at: node.span, replacement: text(object.span) });
  }
  return changes;
}

function regexChanges(node: Node, text: TextOf): Change[] {
  const pattern = String(node.pattern);
  const others = [
    pattern.startsWith('^') ? pattern.slice(1) : null,
    pattern.endsWith('$') && !pattern.endsWith('\\$') ? pattern.slice(0, -1) : null,
    pattern.includes('[^') ? pattern.replace('[^', '[') : null,
    /[\])\w]\+/.test(pattern) ? pattern.replace(/([\])\w])\+/, '$1') : null,
    pattern.includes('\\d') ? pattern.replace('\\d', '\\D') : null,
  ];
  const flags = text(node.span).slice(text(node.span).lastIndexOf('/') + 1);
  return others
    .filter((other): other is string => other !== null && other !== '')
    .map((other) => ({ change: 'another pattern', at: node.span, replacement: `/${other}/${flags}` }));
}

function conditionChanges(condition: Node): Change[] {
  if (condition.type === 'BooleanLiteral') return [];
  return ['true', 'false'].map((value) => ({
    change: `condition is ${value}`,
    at: condition.span,
    replacement: value,
  }));
}

/** Changes of the node itself; those of its parts are found when the parts are visited. */
export function changesOf(node: Node, text: TextOf): Change[] {
  const whole = (change: string, replacement: string): Change => ({ change, at: node.span, replacement });
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return conditionChanges(node.test as Node);
    case 'BinaryExpression':
      return operatorChanges(node, node.left as Node, node.right as Node, text);
    case 'AssignmentExpression':
      return operatorChanges(node, node.left as Node, node.right as Node, text);
    case 'UnaryExpression':
      return ['!', '-'].includes(String(node.operator))
        ? [whole(`without \`${String(node.operator)}\``, text((node.argument as Node).span))]
        : [];
    case 'BooleanLiteral':
      return [whole('the other boolean', String(!node.value))];
    case 'NumericLiteral':
      return [whole('one more', String(Number(node.value) + 1))];
    case 'StringLiteral':
      return [whole('another string', node.value === '' ? "'changed'" : "''")];
    case 'TemplateLiteral':
      return [whole('an empty string', '``')];
    case 'RegExpLiteral':
      return regexChanges(node, text);
    case 'ArrayExpression':
      return (node.elements as unknown[]).length > 0 ? [whole('an empty list', '[]')] : [];
    case 'ObjectExpression':
      return (node.properties as unknown[]).length > 0 ? [whole('an empty object', '{}')] : [];
    case 'ReturnStatement':
      return isNode(node.argument) && node.argument.type !== 'NullLiteral'
        ? [whole('returns null', 'return null;')]
        : [];
    case 'ArrowFunctionExpression': {
      const body = node.body as Node;
      return body.type === 'BlockStatement'
        ? []
        : [{ change: 'answers undefined', at: body.span, replacement: 'undefined' }];
    }
    case 'BlockStatement':
      return (node.stmts as unknown[]).length > 0 ? [whole('an empty block', '{}')] : [];
    case 'OptionalChainingExpression':
      return [whole('without the question mark', text(node.span).replace('?.', '.').replace('.[', '['))];
    case 'CallExpression':
      return callChanges(node, text);
    default:
      return [];
  }
}
