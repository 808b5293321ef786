/** Values that stand below their names: blocks of YAML, brackets, a string on the next line. */
import { joinPattern } from '../../join-pattern.ts'
import { isLikelySecret } from './likely-secret.ts'
import { quotedValueAt } from './quoted-value.ts'
import { nameCalls, type SecretWord, secretNameOf } from './secret-name.ts'

/** Where in a line something stands. */
export interface TextSpan {
  start: number
  end: number
}

const OPENING = joinPattern(
  '',
  String.raw`(?<![\w.$-])([A-Za-z_][\w.-]{0,80})["'\])]?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}`,
  String.raw`([|>][+-]?\d?|[(\\]|"""|''')?[ \t]{0,8}\r?$`,
)
/** Most lines end in nothing of the kind: a glance tells. */
const ENDING = /[:=>|(\\"'+\d-][ \t]*\r?$/
const ENDING_MAX = 12
const MAPPING = /^["']?[\w.-]{1,80}["']?[ \t]{0,8}[:=](?:[ \t]|$)/
/** As in the manifests of Kubernetes: the name is a value itself. */
const NAMED =
  /(?:^|[\s{-])["']?(?:name|key)["']?[ \t]{0,8}[:=][ \t]{0,8}["']?([A-Za-z_][\w.-]{0,80})["']?,?[ \t]{0,8}\r?$/
const VALUE = /^["']?value["']?[ \t]{0,8}[:=][ \t]{0,8}/
const NAME = /name|key/
const LINE_MAX = 4096
/** A block of lines, a bracket; the value of a name that is given apart; else one line. */
const LINES_MAX = { block: 32, bracket: 32, named: 1, single: 1 }
const KINDS: Record<string, keyof typeof LINES_MAX> = { '(': 'bracket', name: 'named' }

export class OpenValue {
  readonly #word: SecretWord
  readonly #kind: keyof typeof LINES_MAX
  readonly #closing: RegExp | undefined
  readonly #indent: number
  readonly #isDeeper: boolean
  #lines = 0

  private constructor(word: SecretWord, opener: string, line: string) {
    this.#word = word
    const isBlock = /^[|>]/.test(opener)
    const isText = /^(?:"""|''')$/.test(opener)
    this.#kind = isBlock || isText ? 'block' : (KINDS[opener] ?? 'single')
    this.#closing = isText ? /^(?:"""|''')/ : opener === '(' ? /^\)/ : undefined
    this.#indent = indentOf(line)
    this.#isDeeper = isBlock || opener === ''
  }

  /** Returns what a line opens that ends behind the name of a secret. */
  static openedBy(line: string): OpenValue | undefined {
    const named = NAME.test(line) ? NAMED.exec(line)?.[1] : undefined
    if (named !== undefined) return OpenValue.#of(named, 'name', line)
    const found = ENDING.test(line.slice(-ENDING_MAX)) ? OPENING.exec(line) : undefined
    return found ? OpenValue.#of(found[1]!, found[2] ?? '', line) : undefined
  }

  static #of(name: string, opener: string, line: string): OpenValue | undefined {
    const word = secretNameOf(name)
    return word && new OpenValue(word, opener, line)
  }

  /** Returns the secrets in the next line, or that there are none any more. */
  read(line: string): TextSpan[] | 'over' {
    const start = indentOf(line)
    const text = line.slice(0, LINE_MAX).trimEnd()
    const isOut = start >= text.length || (this.#isDeeper && start <= this.#indent)
    if (isOut || this.#closing?.test(text.slice(start))) return 'over'
    if (++this.#lines > LINES_MAX[this.#kind]) return 'over'
    const before = (this.#kind === 'named' ? VALUE : /^-[ \t]+/).exec(text.slice(start))?.[0]
    if (this.#kind === 'named' && before === undefined) return 'over'
    const at = start + (before?.length ?? 0)
    const quoted = quotedValueAt(text, at, false)
    if (quoted) return this.#judged(text, quoted, true)
    if (this.#kind === 'block') return this.#judged(text, { start: at, end: text.length }, true)
    const bare = /^[^\s"'`]{4,1024}(?=[,;]?$)/.exec(text.slice(at))?.[0].replace(/[,;]$/, '')
    if (bare === undefined || !/\d/.test(bare) || MAPPING.test(text.slice(at))) return 'over'
    return this.#judged(text, { start: at, end: at + bare.length }, false)
  }

  #judged(text: string, { start, end }: TextSpan, isQuoted: boolean): TextSpan[] {
    const value = text.slice(start, end)
    const word = this.#word
    const site = { word, separator: 'colon', isQuoted, isAlone: true } as const
    const isSecret = isLikelySecret(value, { ...site, isQuery: false, isMarkup: false })
    return isSecret && nameCalls(word, value, false) ? [{ start, end }] : []
  }
}

/** A line of a diff is indented behind its sign. */
function indentOf(line: string): number {
  return /^[+-]?[ \t]*/.exec(line)![0].length
}
