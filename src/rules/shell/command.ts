/** What shell text comes down to: the commands it runs, with their arguments as far as they are known. */

/** Stands in a word for what only the run will tell, such as the value of a variable. */
export const UNKNOWN = '\0'

/** One argument after expansion. */
export interface Word {
  text: string
  /** Commands whose output is part of it. */
  sources: readonly ShellCommand[]
  /** What can be read from it where it names a process substitution. */
  content?: string
  /** The text with `$NAME` for each variable whose name says what the file it names holds. */
  named?: string
}

/** A file a command reads from or writes to by `<` or `>`. */
export interface Redirect {
  direction: 'read' | 'write' | 'append'
  target: string
  /** As `named` of a word. */
  named?: string | undefined
}

/** One command that is run, however deep it was wrapped. */
export interface ShellCommand {
  /** Base name of the program, e.g. `rm` of `/bin/rm`; '' for a redirect alone. */
  name: string
  /** The program as it was called. */
  program: Word
  args: readonly string[]
  words: readonly Word[]
  /** Arguments without the command or script it goes on to run. */
  ownArgs: readonly string[]
  redirects: readonly Redirect[]
  /** Commands of the earlier stages of its pipelines. */
  upstream: readonly ShellCommand[]
  /** What it reads on standard input, where that is known. */
  stdin: string | undefined
  /** Variables set for it alone. */
  assignments: ReadonlyMap<string, string>
  /** What git is told for this run, names in lower case: `clean.requireforce`. */
  settings: ReadonlyMap<string, string>
  /** The folder it runs in, relative to where it all began unless absolute. */
  cwd: string
  /** Names of the commands it was wrapped in, outermost first. */
  via: readonly string[]
  /** Text literals of the program text given to an interpreter. */
  literals: readonly string[]
}

/** Returns a word that no command had a part in. */
export function plainWord(text: string): Word {
  return { text, sources: [] }
}

/** Joins words as a shell would before it reads them again. */
export function joinWords(words: readonly Word[]): Word {
  return {
    text: words.map(({ text }) => text).join(' '),
    sources: words.flatMap(({ sources }) => sources),
  }
}

/** Returns the last name of a path, e.g. `rm` of `/bin/rm`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Writes a command on one line for a message, with `…` for what is not known, cut to a bearable length. */
export function describeCommand({ program, args }: ShellCommand): string {
  const text = [program.text, ...args].join(' ').replaceAll(UNKNOWN, '…').replace(/\s+/g, ' ')
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
