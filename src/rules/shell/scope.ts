import { plainWord, UNKNOWN, type Word } from './command.ts'
import type { SyntaxNode } from './parse.ts'

const PATH_MAX = 1_024

/** What is known at one point of a script: variables, functions, arguments, the folder. */
export class Scope {
  readonly variables: Map<string, readonly Word[]>
  readonly functions: Map<string, SyntaxNode>
  readonly aliases: Map<string, string>
  /** `$1`, `$2` …; absent when they are not known. */
  positional: readonly Word[] | undefined
  cwd: string

  constructor(from?: Scope) {
    this.variables = new Map(from?.variables)
    this.functions = new Map(from?.functions)
    this.aliases = new Map(from?.aliases)
    this.positional = from?.positional
    this.cwd = from?.cwd ?? ''
  }

  /** Returns a copy, for what cannot change this one: a subshell, another process. */
  child(): Scope {
    return new Scope(this)
  }

  /** Returns the values of a variable, or undefined when they are not known. */
  find(name: string): readonly Word[] | undefined {
    const set = this.variables.get(name)
    if (set) return set
    if (name === '@' || name === '*') return this.positional
    if (/^[1-9]\d*$/.test(name)) {
      if (this.positional === undefined) return undefined
      const word = this.positional[Number(name) - 1]
      return word ? [word] : []
    }
    const preset = name === 'PWD' ? this.cwd || '.' : PRESETS[name]
    return preset === undefined ? undefined : [plainWord(preset)]
  }

  /** Makes a relative path start where this script began; what is not known stays so. */
  enter(folder: string): void {
    if (/^[/~]/.test(folder) || this.cwd === '') this.cwd = folder
    else if (this.cwd.length > PATH_MAX) this.cwd = UNKNOWN
    else this.cwd = folder === UNKNOWN ? folder : `${this.cwd}/${folder}`
  }
}

const PRESETS: Record<string, string> = {
  HOME: '~',
  IFS: ' ',
  TMPDIR: '/tmp',
  FLIGHTREC_HOME: '~/.flightrec',
  SHELL: 'bash',
  BASH: 'bash',
  '0': 'bash',
}
