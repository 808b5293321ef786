/** Turns words of the tree into arguments: quotes, variables that are known, braces, substitutions. */
import { expandBraces } from './braces.ts'
import { UNKNOWN, type Word } from './command.ts'
import { expandParameter } from './parameter.ts'
import {
  forEachChild,
  type PartNode,
  type QuotedPartNode,
  type ScriptNode,
  type SyntaxNode,
  type WordNode,
} from './parse.ts'
import type { Scope } from './scope.ts'

/** What expansion needs of the rest: to run the script of a substitution, and to know when to stop. */
export interface Substituter {
  /** Takes characters from the budget of all expansions; false when it is used up. */
  spend(characters: number): boolean
  /** Returns the output as a word whose sources are the commands run. */
  substitute(script: ScriptNode | undefined, scope: Scope): Word
}

/** Returns the arguments a word becomes: mostly one, none for an empty variable, several when it splits. */
export function expandWord(node: WordNode, scope: Scope, substituter: Substituter): Word[] {
  const { parts } = node
  if (!parts) {
    return substituter.spend(node.value.length + 1) ? [{ text: node.value, sources: [] }] : []
  }
  const fields = new ExpandedFields(substituter)
  for (const part of parts) expandPart(part, fields, scope, substituter)
  return fields.words
}

/** Returns a word as one text, as in an assignment or behind a redirect. */
export function expandText(node: WordNode, scope: Scope, substituter: Substituter): Word {
  const words = expandWord(node, scope, substituter)
  if (words.length === 1) return words[0]!
  return {
    text: words.map(({ text }) => text).join(' '),
    sources: words.flatMap(({ sources }) => sources),
  }
}

/** Runs every substitution below a node whose value does not matter, such as an arithmetic expression. */
export function runSubstitutions(node: SyntaxNode, scope: Scope, substituter: Substituter): void {
  if (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  ) {
    substituter.substitute(node.script, scope)
    return
  }
  forEachChild(node, (child) => runSubstitutions(child, scope, substituter))
}

/** The arguments of one word while they are put together. */
class ExpandedFields {
  #words: Word[] = []
  /** The alternatives of the argument in the making; several only after braces. */
  #current: Word[] = [{ text: '', sources: [] }]
  #hasContent = false
  readonly #substituter: Substituter

  constructor(substituter: Substituter) {
    this.#substituter = substituter
  }

  get words(): Word[] {
    return this.#hasContent ? [...this.#words, ...this.#current] : this.#words
  }

  add(text: string, word?: Word): void {
    this.#hasContent = true
    if (!this.#substituter.spend((text.length + 1) * this.#current.length)) return
    this.#current = this.#current.map((before) => ({
      ...longerBy(before, text, word?.text === text ? word.named : undefined),
      sources: word ? [...before.sources, ...word.sources] : before.sources,
      ...(word?.content !== undefined && { content: word.content }),
    }))
  }

  /** Adds a value that splits at blanks, as one outside quotes does. */
  addSplit(word: Word): void {
    if (!this.#substituter.spend(word.text.length)) return
    const pieces = word.text.split(/[ \t\n]+/)
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) this.next()
      if (piece !== '') this.add(piece, word)
    }
  }

  /** Adds values that are arguments of their own, as `"$@"` does. */
  addEach(words: readonly Word[]): void {
    for (const [index, word] of words.entries()) {
      if (index > 0) this.next()
      this.add(word.text, word)
    }
  }

  addAlternatives(texts: readonly string[]): void {
    this.#hasContent = true
    const characters = texts.reduce((sum, text) => sum + text.length + 1, 0)
    if (!this.#substituter.spend(characters * this.#current.length)) return
    this.#current = this.#current.flatMap((before) => texts.map((text) => longerBy(before, text)))
  }

  next(): void {
    if (this.#hasContent) this.#words.push(...this.#current)
    this.#current = [{ text: '', sources: [] }]
    this.#hasContent = false
  }
}

function longerBy(before: Word, text: string, named?: string): Word {
  const isNamed = before.named !== undefined || named !== undefined
  return {
    ...before,
    text: before.text + text,
    ...(isNamed && { named: (before.named ?? before.text) + (named ?? text) }),
  }
}

function expandPart(
  part: PartNode,
  fields: ExpandedFields,
  scope: Scope,
  substituter: Substituter,
): void {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      fields.add(part.value)
      return
    case 'Glob':
      fields.add(part.text)
      return
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) fields.add('')
      for (const child of part.parts) expandQuoted(child, fields, scope, substituter)
      return
    case 'BraceExpansion':
      runSubstitutions(part, scope, substituter)
      fields.addAlternatives(expandBraces(part.text))
      return
    case 'ProcessSubstitution': {
      const { text, sources } = substituter.substitute(part.script, scope)
      fields.add(UNKNOWN, { text: UNKNOWN, sources, ...(text !== UNKNOWN && { content: text }) })
      return
    }
    case 'CommandExpansion':
      fields.addSplit(substituter.substitute(part.script, scope))
      return
    case 'ExtendedGlob':
      runSubstitutions(part, scope, substituter)
      fields.add(part.text)
      return
    case 'ArithmeticExpansion':
      runSubstitutions(part, scope, substituter)
      fields.add(UNKNOWN)
      return
    default:
      for (const word of valuesOf(part, scope, substituter)) fields.addSplit(word)
  }
}

function expandQuoted(
  part: QuotedPartNode,
  fields: ExpandedFields,
  scope: Scope,
  substituter: Substituter,
): void {
  if (part.type === 'Literal') fields.add(part.value)
  else if (part.type === 'ArithmeticExpansion') {
    runSubstitutions(part, scope, substituter)
    fields.add(UNKNOWN)
  } else if (part.type === 'CommandExpansion') {
    const word = substituter.substitute(part.script, scope)
    fields.add(word.text, word)
  } else {
    const words = valuesOf(part, scope, substituter)
    if (words.length === 0) fields.add('')
    else if (/^\$@$|[[]@\]\}$|^\$\{@\}$/.test(part.text)) fields.addEach(words)
    else
      for (const [index, word] of words.entries()) fields.add((index ? ' ' : '') + word.text, word)
  }
}

function valuesOf(
  part: Parameters<typeof expandParameter>[0],
  scope: Scope,
  substituter: Substituter,
): readonly Word[] {
  return expandParameter(part, scope, {
    words: (node) => expandWord(node, scope, substituter),
    text: (node) => expandText(node, scope, substituter).text,
    runSubstitutions: (node) => runSubstitutions(node, scope, substituter),
  })
}
