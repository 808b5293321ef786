/**
 * One hermetic place for a test of the command line: its own home, flightrec home, temporary folder and a
 * watched folder, and the real built program to run there. Everything is removed when the test file ends.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Normaliser } from './normalise.ts'
import { type Ended, RunningProcess, runProcess } from './processes.ts'
import { removeTree } from './remove-tree.ts'

const REPOSITORY = resolve(import.meta.dirname, '../..')
const PROGRAM = join(REPOSITORY, 'dist/main.js')

/** Settings of one run that differ from the usual. */
export interface RunSettings {
  /** Folder to run in; the root unless given. */
  cwd?: string
  stdin?: string | Uint8Array
  /** Variables to add, or, as undefined, to take away. */
  env?: Record<string, string | undefined>
  /** Words put before the program: another one that runs it. */
  within?: readonly string[]
}

/** How a run of flightrec ended. */
export interface RunResult {
  stdout: string
  stderr: string
  exitCode: number
  stdoutBytes: Buffer
  /** All of it for an inline snapshot: stdout, stderr under `[stderr]`, and the exit code unless 0. */
  shown: string
}

export class TestEnv {
  /** Holds all of the below. */
  readonly base: string
  /** The watched folder; commands run in it. */
  readonly root: string
  /** $FLIGHTREC_HOME; not there until flightrec makes it. */
  readonly home: string
  /** $HOME */
  readonly userHome: string
  readonly temporary: string
  readonly #normaliser: Normaliser

  constructor() {
    this.base = mkdtempSync(join(process.env.TMPDIR!, 'env-'))
    this.root = join(this.base, 'project')
    this.home = join(this.base, 'flightrec')
    this.userHome = join(this.base, 'user')
    this.temporary = join(this.base, 'tmp')
    for (const folder of [this.root, this.userHome, this.temporary]) mkdirSync(folder)
    this.#normaliser = new Normaliser([
      [this.root, '<root>'],
      [this.home, '<home>'],
      [this.userHome, '<user-home>'],
      [this.temporary, '<tmp>'],
      [this.base, '<base>'],
      [REPOSITORY, '<flightrec>'],
    ])
  }

  /** Runs `flightrec` with these arguments in the root. */
  run(...args: string[]): Promise<RunResult> {
    return this.runWith({}, ...args)
  }

  async runWith(settings: RunSettings, ...args: string[]): Promise<RunResult> {
    const launch = { ...this.#launch(settings), ...(settings.stdin && { stdin: settings.stdin }) }
    return this.#result(await runProcess([process.execPath, PROGRAM, ...args], launch))
  }

  /** Starts `flightrec` and returns while it runs, e.g. for `watch`. */
  start(...args: string[]): RunningProcess {
    return this.startWith({}, ...args)
  }

  startWith(settings: RunSettings, ...args: string[]): RunningProcess {
    const argv = [...(settings.within ?? []), process.execPath, PROGRAM, ...args]
    return new RunningProcess(argv, this.#launch(settings))
  }

  /**
   * Runs `flightrec` on a terminal of its own, 80 by 24 unless given, by util-linux `script`; stdout then
   * holds both streams, with `\n` line ends. See `hasTerminal`.
   */
  async runOnTerminal(
    { rows = 24, columns = 80, ...settings }: RunSettings & { rows?: number; columns?: number },
    ...args: string[]
  ): Promise<RunResult> {
    const words = [process.execPath, PROGRAM, ...args].map(quoted)
    const command = `stty cols ${columns} rows ${rows}; exec ${words.join(' ')}`
    const launch = { ...this.#launch(settings), stdin: settings.stdin ?? '' }
    const ended = await runProcess(['script', '-qefc', command, '/dev/null'], launch)
    const text = ended.stdout.toString('latin1').replaceAll('\r\n', '\n')
    return this.#result({ ...ended, stdout: Buffer.from(text, 'latin1') })
  }

  /** Runs stock git on the shadow repo of the root, or of the name given in `repo`; returns its stdout. */
  async git(...args: string[]): Promise<string> {
    const argv = ['git', '--git-dir', this.gitDir(), ...args]
    const ended = await runProcess(argv, this.#launch({ cwd: this.base }))
    if (ended.exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${ended.stderr}`)
    return ended.stdout.toString('utf8')
  }

  /** The git folder of a shadow repo: of the only one, unless named. */
  gitDir(name?: string): string {
    const repos = join(this.home, 'repos')
    return join(repos, name ?? readdirSync(repos)[0] ?? 'none')
  }

  /** Takes a snapshot with `flightrec watch --once` and returns the id of the latest one. */
  async snapshot(): Promise<string> {
    const result = await this.run('watch', '--once', this.root)
    if (result.exitCode !== 0) throw new Error(`no snapshot: ${result.shown}`)
    return await this.latest()
  }

  /** Id of the latest snapshot, as git tells it. */
  async latest(): Promise<string> {
    const format = '--format=%(trailers:key=Flightrec-Snapshot,valueonly)'
    const id = (await this.git('log', '-1', format, 'refs/heads/main')).trim()
    this.#normaliser.nameSnapshot(id)
    return id
  }

  /** Absolute path of something in the root. */
  path(name: string): string {
    return resolve(this.root, name)
  }

  /** Writes a file of the root, and the folders above it. */
  write(name: string, content: string | Uint8Array, mode?: number): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), content, mode === undefined ? {} : { mode })
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  exists(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** Removes a file or a whole folder of the root. */
  remove(name: string): void {
    rmSync(this.path(name), { recursive: true })
  }

  mkdir(name: string): void {
    mkdirSync(this.path(name), { recursive: true })
  }

  symlink(target: string, name: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    symlinkSync(target, this.path(name))
  }

  /** Whether flightrec has made its home yet. */
  hasHome(): boolean {
    return existsSync(this.home)
  }

  /** Writes config.toml of the flightrec home. */
  config(toml: string): void {
    mkdirSync(this.home, { recursive: true, mode: 0o700 })
    writeFileSync(join(this.home, 'config.toml'), toml, { mode: 0o600 })
  }

  /** Replaces ids, times and paths in text, as `shown` does. */
  normalise(text: string): string {
    return this.#normaliser.normalise(text)
  }

  /** Removes everything now rather than when the test file ends. */
  cleanup(): void {
    removeTree(this.base)
  }

  /** All variables that a program has here, with those in `env` changed. */
  variables(env: Record<string, string | undefined>): Record<string, string> {
    const variables: Record<string, string | undefined> = {
      PATH: process.env.PATH,
      HOME: this.userHome,
      FLIGHTREC_HOME: this.home,
      TMPDIR: this.temporary,
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
      COLUMNS: '80',
      TERM: 'xterm-256color',
      GIT_CONFIG_NOSYSTEM: '1',
      ...env,
    }
    const given = Object.entries(variables).filter(([, value]) => value !== undefined)
    return Object.fromEntries(given) as Record<string, string>
  }

  #launch({ cwd = this.root, env = {} }: RunSettings) {
    return { cwd, env: this.variables(env) }
  }

  #result({ stdout, stderr, exitCode }: Ended): RunResult {
    const [out, err] = [stdout.toString('utf8'), stderr.toString('utf8')]
    const parts = [out, err && `[stderr]\n${err}`, exitCode === 0 ? '' : `[exit ${exitCode}]\n`]
    return {
      stdout: out,
      stderr: err,
      exitCode,
      stdoutBytes: stdout,
      shown: this.normalise(parts.join('')),
    }
  }
}

/** Whether this machine can run things on a terminal for us: it has util-linux's `script`. */
export const hasTerminal = ['/usr/bin/script', '/bin/script'].some((path) => existsSync(path))
if (!hasTerminal) process.stderr.write('skipped: tests on a terminal, since `script` is missing\n')

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Makes a fresh environment; call it in each test. */
export function testEnv(): TestEnv {
  return new TestEnv()
}
