/**
 * A small process that outlives this one only to set the terminal back, should this one be killed without having done
 * so: whoever is killed at once cannot, and shells do not know of another screen or of the mouse.
 */
import { type ChildProcess, spawn } from 'node:child_process'

/**
 * `$1` is what sets the modes back, `$2` what leaves the other screen before. Lines on standard input say what is on;
 * their end without `done` is that of the process. A shell that has the terminal again by then has set it as it needs
 * it: as raw as we have left it, nobody has it.
 */
const SCRIPT = `
mode=untouched
while IFS= read -r line; do mode=$line; done
case $mode in
  done) exit ;;
  alternate) printf "$2$1" ;;
  modes) printf "$1" ;;
esac
exec 3>&1
case $(stty -a <&3) in
  *-opost*) stty opost brkint icrnl echo icanon iexten isig <&3 ;;
esac
`

/** Mouse, focus, paste, synchronised update, cursor, wrap, keys, scroll region, colours, character set. */
const SET_BACK = [
  ...[1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2026, 1, 66].map((n) => `\\033[?${n}l`),
  ...['\\033[?7h', '\\033[?25h', '\\033[<99u', '\\033[>4m', '\\0337\\033[r\\0338', '\\033[0 q'],
  ...['\\033[m', '\\033(B', '\\017'],
].join('')

const LEAVE_ALTERNATE = '\\033[<99u\\033[?1049l'

export class TerminalGuard {
  readonly #process: ChildProcess
  #told = ''

  /** The terminal is that of standard output. */
  constructor() {
    this.#process = spawn('/bin/sh', ['-c', SCRIPT, 'sh', SET_BACK, LEAVE_ALTERNATE], {
      // Of no group that a signal may be sent to.
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'inherit', 'ignore'],
    })
    // Without it, a terminal stays as it was left; no more.
    this.#process.on('error', () => undefined)
    this.#process.stdin?.on('error', () => undefined)
    this.#process.unref()
    const pipe = this.#process.stdin as { unref?(): void } | null
    pipe?.unref?.()
  }

  /** Says what is on, as `modes` or `alternate`. */
  tell(mode: string): void {
    if (mode === this.#told) return
    this.#told = mode
    this.#process.stdin?.write(`${mode}\n`)
  }

  /** The terminal was set back. */
  release(): void {
    this.#process.stdin?.end('done\n')
  }
}
