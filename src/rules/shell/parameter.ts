/** Expands `$X` and `${X…}` where the value is known. */
import { UNKNOWN, type Word } from './command.ts'
import { expandText, expandWord, runSubstitutions, type Substituter } from './expand.ts'
import type { ParameterNode, PartNode } from './parse.ts'
import type { Scope } from './scope.ts'

/** Of values that are worked on; a longer one is not known. */
const TRANSFORMED_CHARACTERS_MAX = 1_024

const unknownWord: Word = { text: UNKNOWN, sources: [] }

/** Returns the values: several for an array, one that is UNKNOWN where only the run will tell. */
export function expandParameter(
  part: Extract<PartNode, { type: 'SimpleExpansion' }> | ParameterNode,
  scope: Scope,
  substituter: Substituter,
): readonly Word[] {
  if (part.type === 'SimpleExpansion') return scope.find(part.text.slice(1)) ?? [unknownWord]
  if (part.prefix === '#') return [unknownWord]
  const base = valuesOf(part, scope, substituter)
  const { operation } = part
  if (!operation) return base ?? [unknownWord]
  if (operation.type === 'Default') {
    const isSet = base?.some(({ text }) => text !== '') === true
    const usesOperand = operation.operator.endsWith('+') ? base === undefined || isSet : !isSet
    if (operation.operator.endsWith('?')) return base ?? [unknownWord]
    if (!usesOperand) return base ?? []
    const words = expandWord(operation.operand, scope, substituter)
    if (operation.operator.endsWith('=')) scope.variables.set(part.parameter, words)
    return words
  }
  runSubstitutions(part, scope, substituter)
  if (base === undefined) return [unknownWord]
  return base.map((word) => ({ ...word, text: transform(word.text, part, scope, substituter) }))
}

function valuesOf(part: ParameterNode, scope: Scope, substituter: Substituter) {
  let values = scope.find(part.parameter)
  if (part.prefix === '!' && values?.length === 1) values = scope.find(values[0]!.text)
  if (!values || !part.index) return values && !isList(part) ? values.slice(0, 1) : values
  const index = expandText(part.index, scope, substituter).text
  if (index === '@' || index === '*') return values
  return /^\d+$/.test(index) ? values.slice(Number(index), Number(index) + 1) : undefined
}

function isList({ parameter }: ParameterNode): boolean {
  return parameter === '@' || parameter === '*'
}

/** Applies `${X:1:2}`, `${X/a/b}`, `${X#a}`, `${X^^}` with operands that are plain text. */
function transform(
  text: string,
  { operation }: ParameterNode,
  scope: Scope,
  substituter: Substituter,
): string {
  if (text.length > TRANSFORMED_CHARACTERS_MAX) return UNKNOWN
  const operand = (node: Parameters<typeof expandText>[0]) =>
    expandText(node, scope, substituter).text
  switch (operation?.type) {
    case 'Slice': {
      const start = Number(operand(operation.offset))
      const length = operation.length ? Number(operand(operation.length)) : text.length
      if (!Number.isInteger(start) || !Number.isInteger(length)) return UNKNOWN
      const rest = text.slice(start)
      return length < 0 ? rest.slice(0, length) : rest.slice(0, length)
    }
    case 'Replace': {
      const pattern = operand(operation.pattern)
      const replacement = operand(operation.replacement)
      if (/[*?[]/.test(pattern) || pattern === '') return UNKNOWN
      if (replacement.length > TRANSFORMED_CHARACTERS_MAX) return UNKNOWN
      if (operation.operator === '//') return text.replaceAll(pattern, () => replacement)
      return operation.operator === '/' ? text.replace(pattern, () => replacement) : UNKNOWN
    }
    case 'Remove': {
      const pattern = operand(operation.operand)
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
