/** Expands `$X` and `${X…}` where the value is known. */
import { UNKNOWN, type Word } from './command.ts'
import type { ParameterNode, PartNode, SyntaxNode, WordNode } from './parse.ts'
import type { Scope } from './scope.ts'
import { holdingOf } from './secret-holders.ts'

/** Of values that are worked on; a longer one is not known. */
const TRANSFORMED_CHARACTERS_MAX = 1_024

const unknownWord: Word = { text: UNKNOWN, sources: [] }

/** Expands what stands within a parameter: the default of `${X:-a b}`, the index of `${X[$i]}`. */
interface OperandExpander {
  /** Returns the arguments a word becomes. */
  words(node: WordNode): Word[]
  /** Returns a word as one text. */
  text(node: WordNode): string
  /** Runs the substitutions below a node whose value does not matter. */
  runSubstitutions(node: SyntaxNode): void
}

/** Returns the values: several for an array, one that is UNKNOWN where only the run will tell. */
export function expandParameter(
  part: Extract<PartNode, { type: 'SimpleExpansion' }> | ParameterNode,
  scope: Scope,
  operands: OperandExpander,
): readonly Word[] {
  if (part.type === 'SimpleExpansion') return withName(part.text.slice(1), scope)
  if (part.prefix === '#') return [unknownWord]
  const { operation } = part
  if (!operation && !part.prefix && !part.index) return withName(part.parameter, scope)
  const base = valuesOf(part, scope, operands)
  if (!operation) return base ?? [unknownWord]
  if (operation.type === 'Default') {
    const isSet = base?.some(({ text }) => text !== '') === true
    const usesOperand = operation.operator.endsWith('+') ? base === undefined || isSet : !isSet
    if (operation.operator.endsWith('?')) return base ?? [unknownWord]
    if (!usesOperand) return base ?? []
    const words = operands.words(operation.operand)
    if (operation.operator.endsWith('=')) scope.variables.set(part.parameter, words)
    return words
  }
  operands.runSubstitutions(part)
  if (base === undefined) return [unknownWord]
  return base.map((word) => ({ ...word, text: transform(word.text, part, operands) }))
}

function withName(variable: string, scope: Scope): readonly Word[] {
  const values = scope.find(variable) ?? [unknownWord]
  const isNamed = values.length === 1 && holdingOf(variable) !== undefined
  return isNamed ? [{ ...values[0]!, named: `$${variable}` }] : values
}

function valuesOf(part: ParameterNode, scope: Scope, operands: OperandExpander) {
  let values = scope.find(part.parameter)
  if (part.prefix === '!' && values?.length === 1) values = scope.find(values[0]!.text)
  if (!values || !part.index) return values && !isList(part) ? values.slice(0, 1) : values
  const index = operands.text(part.index)
  if (index === '@' || index === '*') return values
  return /^\d+$/.test(index) ? values.slice(Number(index), Number(index) + 1) : undefined
}

function isList({ parameter }: ParameterNode): boolean {
  return parameter === '@' || parameter === '*'
}

/** Applies `${X:1:2}`, `${X/a/b}`, `${X#a}`, `${X^^}` with operands that are plain text. */
function transform(text: string, { operation }: ParameterNode, operands: OperandExpander): string {
  if (text.length > TRANSFORMED_CHARACTERS_MAX) return UNKNOWN
  switch (operation?.type) {
    case 'Slice': {
      const start = Number(operands.text(operation.offset))
      const length = operation.length ? Number(operands.text(operation.length)) : text.length
      if (!Number.isInteger(start) || !Number.isInteger(length)) return UNKNOWN
      const rest = text.slice(start)
      return length < 0 ? rest.slice(0, length) : rest.slice(0, length)
    }
    case 'Replace': {
      const pattern = operands.text(operation.pattern)
      const replacement = operands.text(operation.replacement)
      if (/[*?[]/.test(pattern) || pattern === '') return UNKNOWN
      if (replacement.length > TRANSFORMED_CHARACTERS_MAX) return UNKNOWN
      if (operation.operator === '//') return text.replaceAll(pattern, () => replacement)
      return operation.operator === '/' ? text.replace(pattern, () => replacement) : UNKNOWN
    }
    case 'Remove': {
      const pattern = operands.text(operation.operand)
      if (/[*?[]/.test(pattern)) return UNKNOWN
      if (operation.operator.startsWith('#')) {
        return text.startsWith(pattern) ? text.slice(pattern.length) : text
      }
      return text.endsWith(pattern) ? text.slice(0, text.length - pattern.length) : text
    }
    case 'CaseModification':
      if (operation.operator === '^^') return text.toUpperCase()
      if (operation.operator === ',,') return text.toLowerCase()
      return UNKNOWN
    default:
      return UNKNOWN
  }
}
