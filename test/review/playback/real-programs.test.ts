import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type CastEvent, CastLines, formatCastHeader } from '../../../src/model/cast.ts'
import { openPlayback } from '../../../src/review/playback/playback.ts'
import { TerminalScreen } from '../../../src/review/playback/screen.ts'
import { openCastFile } from '../../../src/store/recordings/recording-source.ts'
import { hasTmux } from '../../helpers/tmux.ts'
import { until } from '../../helpers/until.ts'

/** So big a terminal is what programs run in. */
const SIZE = { columns: 100, rows: 30 }

/** A program on a terminal of tmux, which keeps the bytes it writes and can say what stands on the screen. */
class WitnessedProgram {
  readonly #folder = mkdtempSync(join(process.env.TMPDIR!, 'witness-'))
  readonly #events: CastEvent[] = []
  readonly #captures: { timeMs: number; rows: string[] }[] = []
  #taken = 0

  constructor(command: string) {
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '30', 'sh -c "read go"')
    this.#tmux('set-option', '-g', 'remain-on-exit', 'on')
    this.#tmux('pipe-pane', '-O', `cat >> '${this.#bytes}'`)
    writeFileSync(this.#bytes, '', { flag: 'a' })
    this.#tmux('respawn-pane', '-k', '-c', this.#folder, command)
  }

  get #bytes(): string {
    return join(this.#folder, 'bytes')
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-S', 'tmux', ...args], { cwd: this.#folder, encoding: 'utf8' })
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.#folder, name), content)
  }

  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  /** Waits for something new that has come to rest, and notes what was written and what is seen. */
  async look(): Promise<void> {
    const screen = () => this.#tmux('capture-pane', '-e', '-N', '-p')
    let seen = ''
    await until('the screen has come to rest', async () => {
      const size = statSync(this.#bytes).size
      const first = screen()
      await new Promise((resolve) => setTimeout(resolve, 150))
      seen = screen()
      return size > this.#taken && first === seen && statSync(this.#bytes).size === size
    })
    const timeMs = (this.#captures.length + 1) * 1_000
    const data = readFileSync(this.#bytes).subarray(this.#taken)
    this.#taken += data.length
    this.#events.push({ timeMs, code: 'o', data: data.toString('utf8') })
    this.#captures.push({ timeMs, rows: seen.split('\n').slice(0, SIZE.rows) })
  }

  /** Returns how many of the pictures are as tmux has seen them, in text and with their colours, and the first other. */
  async compare() {
    const lines = new CastLines()
    const text = formatCastHeader(SIZE) + this.#events.map((event) => lines.format(event)).join('')
    const path = join(this.#folder, 'a.cast')
    writeFileSync(path, text)
    const playback = openPlayback(openCastFile(path))
    const count = { pictures: this.#captures.length, text: 0, painted: 0 }
    const differences: { ours: string; theirs: string }[] = []
    for (const { timeMs, rows } of this.#captures.toReversed()) {
      const ours = (await playback.seek(timeMs)).rows
      const theirs = paintedBy(rows)
      const isSame = (key: 'text' | 'painted') =>
        ours.every((row, n) => row[key] === theirs[n]![key])
      if (isSame('text')) count.text += 1
      if (isSame('painted')) count.painted += 1
      for (const [n, row] of ours.entries())
        if (row.painted !== theirs[n]!.painted)
          differences.push({ ours: row.painted, theirs: theirs[n]!.painted })
    }
    playback.close()
    return { count, differences: differences.slice(0, 5) }
  }

  close(): void {
    if (existsSync(join(this.#folder, 'tmux'))) this.#tmux('kill-server')
  }
}

/** What tmux says stands there, in our words for colours; those of a row go on in the next one. */
function paintedBy(rows: readonly string[]) {
  const screen = new TerminalScreen(SIZE)
  for (const [n, row] of rows.entries()) screen.write(`\x1b[${n + 1};1H${row}`)
  const painted = screen.rows()
  screen.close()
  return painted
}

const witnessed: WitnessedProgram[] = []
afterAll(() => {
  for (const one of witnessed) one.close()
})

function watch(command: string): WitnessedProgram {
  const program = new WitnessedProgram(command)
  witnessed.push(program)
  return program
}

const has = (name: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`])
    return true
  } catch {
    return false
  }
}

const PROGRAM_LINES = Array.from(
  { length: 200 },
  (_, n) =>
    `export function number${n}(value: string): number { return ${n} + value.length } // 漢字 é ${n}`,
).join('\n')

/** As agents paint: the whole screen, in one synchronised update, a piece at a time. */
const REPAINT = `
process.stdin.setRawMode(true)
let n = 0
const paint = () => {
  n += 1
  const rows = Array.from({ length: 40 }, (_, row) => '\\x1b[38;5;' + ((row * 7 + n) % 256) + 'm● row ' + row + ' of ' + n + ' 漢\\x1b[0m')
  process.stdout.write('\\x1b[?2026h\\x1b[2J\\x1b[3J\\x1b[H' + rows.join('\\r\\n'))
  setTimeout(() => process.stdout.write('\\x1b[?2026l'), 5)
}
paint()
process.stdin.on('data', paint)
`

/** As a test run prints: true colours, styles, backgrounds, wide and combining characters, more than fits. */
const COLOURS = `
let n = 0
process.stdin.on('data', () => {
  n += 1
  for (let i = 0; i < 40; i += 1)
    console.log('\\x1b[48;2;' + i * 6 + ';0;90m\\x1b[1;3m' + i + '\\x1b[0m \\x1b[4mtest\\x1b[24m \\x1b[9mold\\x1b[29m \\x1b[7mrun ' + n + '\\x1b[27m 漢字 e\\u0301 \\x1b[2mdim\\x1b[0m ' + 'wrapped '.repeat(i))
})
`

/** Keys, one step after another; each is looked at. */
const PROGRAMS: readonly (readonly [name: string, command: string, steps: readonly string[][]])[] =
  [
    [
      'vim',
      'vim -u NONE --cmd "set nocp t_Co=256 ruler hlsearch | syntax on" code.ts',
      [
        ['j'],
        ['C-f'],
        ['/', 'value', 'Enter'],
        ['n'],
        [':', 'vsplit', 'Enter'],
        ['G'],
        ['d', 'd'],
        ['C-w', 'q'],
        ['i', 'new 漢字', 'Escape'],
        ['u'],
        ['C-b'],
        [':', 'set number', 'Enter'],
        ['5', 'C-e'],
        ['z', 't'],
      ],
    ],
    [
      'less',
      'less -R code.ts',
      [
        ['Space'],
        ['j'],
        ['/number12', 'Enter'],
        ['n'],
        ['b'],
        ['G'],
        ['g'],
        ['5', 'j'],
        ['-', 'S', 'Enter'],
        ['Right'],
        ['h'],
      ],
    ],
    [
      'git',
      'git -c color.ui=always -c core.pager="less -R" -C "$OLDPWD" log --graph --stat -n 40',
      [['Space'], ['j'], ['Space'], ['b'], ['/review', 'Enter'], ['n'], ['G']],
    ],
    ['top', 'top -d 60', [['c'], ['1'], ['z'], ['x'], ['t'], ['m'], ['V'], ['h'], ['Escape']]],
    [
      'htop',
      'htop -d 100',
      [['F5'], ['Down'], ['Down'], ['F2'], ['Escape'], ['t'], ['F3', 'sh'], ['Escape']],
    ],
    [
      'a script that repaints all',
      'node repaint.mjs',
      Array.from({ length: 12 }, (_, n) => [n % 3 === 0 ? 'x' : 'y']),
    ],
    ['a coloured test run', 'node colours.mjs', [['Enter'], ['Enter'], ['Enter']]],
    [
      'tmux',
      'env -u TMUX tmux -L inner-$$ -f /dev/null new-session "sh"',
      [
        ['l', 's', 'Enter'],
        ['C-b', '%'],
        ['seq 50', 'Enter'],
        ['C-b', '"'],
        ['seq 90', 'Enter'],
        ['C-b', 'o'],
        ['clear', 'Enter'],
        ['C-b', '['],
        ['C-u'],
        ['q'],
      ],
    ],
  ]

test.skipIf(!hasTmux).for(PROGRAMS)(
  'what %s has painted is rebuilt as tmux has seen it, picture for picture, also backwards',
  { timeout: 120_000 },
  async ([name, command, steps], { skip }) => {
    const [program = name] = command.split(' ')
    skip(!has(program), `there is no ${program} here`)
    const watched = watch(
      `sh -c 'printf ready; read go; OLDPWD="${join(import.meta.dirname, '../../..')}"; export OLDPWD; exec ${command.replaceAll("'", `'\\''`)}'`,
    )
    watched.write('code.ts', PROGRAM_LINES)
    watched.write('repaint.mjs', REPAINT)
    watched.write('colours.mjs', COLOURS)
    await watched.look()
    watched.press('Enter')
    await watched.look()
    for (const keys of steps) {
      watched.press(...keys)
      await watched.look()
    }
    const { count, differences } = await watched.compare()
    process.stderr.write(`${name}: ${JSON.stringify(count)}\n`)
    expect(differences).toEqual([])
    expect(count).toEqual({
      pictures: steps.length + 2,
      text: steps.length + 2,
      painted: steps.length + 2,
    })
  },
)
