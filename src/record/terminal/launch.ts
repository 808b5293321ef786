/**
 * How a program is started on a terminal: by a shell that does nothing else. The program is then a job of that shell,
 * so that Ctrl-Z stops it as it would elsewhere; and the shell holds the terminal open until all that was put out has
 * been read, so that no output is lost. See docs/decisions/0020-run-on-a-terminal.md.
 */

/** Begins and ends what the shell says among the output; no program has a use for these two in a row. */
const MARK_START = '\x18\x1f'
const MARK_END = '\x1f'

/**
 * `$0` is a word that only this run knows, `$1` is SHLVL as it was. No variable is set: one of that name may be in the
 * program's environment.
 */
const SCRIPT = `
if [ -n "$1" ]; then SHLVL=$1; else unset SHLVL; fi
shift
exec 3>&2 2>/dev/null
"$@" 2>&3 3>&-
set -- $?
while kill -0 %1; do
  printf '\\030\\037%s stopped\\037' "$0" >&3
  kill -STOP $$
  printf '\\030\\037%s resumed\\037' "$0" >&3
  fg %1 >/dev/null
  set -- $?
done
printf '\\030\\037%s ended %s\\037' "$0" "$1" >&3
while :; do kill -STOP $$; done
`

/** What the shell says of the program it has started. */
export type LaunchMark =
  | { type: 'stopped' }
  | { type: 'resumed' }
  | { type: 'ended'; exitCode: number }

export interface Launch {
  program: string
  args: string[]
}

/** Returns what to start on the terminal in place of `command`, a program's path and its arguments. */
export function launchOf(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
  word: string,
): Launch {
  // Some shells drop what they could not have as variables of their own.
  const odd = Object.entries(variables).filter(([name]) => !/^[A-Za-z_]\w*$/.test(name))
  const assignments = odd.map(([name, value]) => `${name}=${value}`)
  const within = assignments.length > 0 ? ['env', ...assignments] : []
  const args = ['-m', '-c', SCRIPT, word, variables.SHLVL ?? '', ...within, ...command]
  return { program: '/bin/sh', args }
}

/** Takes what the shell says out of the output. */
export class LaunchMarks {
  readonly #start: Buffer
  #held: Buffer = Buffer.alloc(0)

  constructor(word: string) {
    this.#start = Buffer.from(`${MARK_START}${word} `)
  }

  /** Returns the output without marks, and the marks in it. The beginning of what may be one waits for its end. */
  offer(chunk: Buffer): { output: Buffer; marks: LaunchMark[] } {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    const output: Buffer[] = []
    const marks: LaunchMark[] = []
    let at = 0
    for (;;) {
      const start = bytes.indexOf(this.#start, at)
      const end = start < 0 ? -1 : bytes.indexOf(MARK_END, start + this.#start.length)
      if (end < 0) {
        const rest = start < 0 ? bytes.length - this.#tailLength(bytes) : start
        output.push(bytes.subarray(at, rest))
        this.#held = bytes.subarray(rest)
        break
      }
      output.push(bytes.subarray(at, start))
      marks.push(parseMark(bytes.toString('latin1', start + this.#start.length, end)))
      at = end + 1
    }
    return { output: output.length === 1 ? output[0]! : Buffer.concat(output), marks }
  }

  /** Returns what still waited: it was no mark. */
  end(): Buffer {
    const held = this.#held
    this.#held = Buffer.alloc(0)
    return held
  }

  /** How many bytes at the end may be the beginning of a mark. */
  #tailLength(bytes: Buffer): number {
    const first = this.#start[0]!
    const from = Math.max(0, bytes.length - this.#start.length + 1)
    for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
      const length = bytes.length - at
      if (bytes.subarray(at).equals(this.#start.subarray(0, length))) return length
    }
    return 0
  }
}

function parseMark(text: string): LaunchMark {
  if (text === 'stopped') return { type: 'stopped' }
  if (text === 'resumed') return { type: 'resumed' }
  // Shells differ in what they add for a signal; what counts is what would be left of it as an exit code.
  return { type: 'ended', exitCode: Number(text.slice('ended '.length)) & 0xff }
}
