/** Small faults put into a source file one at a time: what a slip of the hand would leave, and the compiler allow. */
import ts from 'typescript'

/** One changed piece of a file. */
export interface Mutant {
  /** Counts from 1. */
  line: number
  before: string
  after: string
  start: number
  end: number
}

const OTHER_OPERATORS: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+': '-',
  '-': '+',
}

/** Returns every mutant of a file, in order of place. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const replace = (node: ts.Node, after: string) => {
    const [start, end] = [node.getStart(file), node.getEnd()]
    const line = file.getLineAndCharacterOfPosition(start).line + 1
    mutants.push({ line, before: text.slice(start, end), after, start, end })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    for (const after of alternatives(node, file)) replace(node, after)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return mutants
}

export function withMutant(text: string, { start, end, after }: Mutant): string {
  return text.slice(0, start) + after + text.slice(end)
}

function alternatives(node: ts.Node, file: ts.SourceFile): string[] {
  if (ts.isBinaryExpression(node)) return otherOperator(node, file)
  if (ts.isIfStatement(node)) return [`if (false) ${node.thenStatement.getText(file)}`]
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [node.operand.getText(file)]
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].map((side) => `(${side.getText(file)})`)
  if (ts.isNumericLiteral(node)) return [node.text === '0' ? '1' : '0']
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false']
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true']
  if (ts.isExpressionStatement(node) && isCall(node.expression)) return ['void 0']
  if (ts.isReturnStatement(node) && node.expression) return ['return undefined as never']
  return []
}

function otherOperator(node: ts.BinaryExpression, file: ts.SourceFile): string[] {
  const operator = node.operatorToken.getText(file)
  const other = OTHER_OPERATORS[operator]
  if (other === undefined) return []
  return [`(${node.left.getText(file)}) ${other} (${node.right.getText(file)})`]
}

function isCall(expression: ts.Expression): boolean {
  const bare = ts.isAwaitExpression(expression) ? expression.expression : expression
  return ts.isCallExpression(bare)
}
