/** Real processes of a test: runs them to the end, or starts them and waits for what they say. */
import { type ChildProcess, spawn } from 'node:child_process'
import { until } from './until.ts'

/** How a process is started. */
export interface Launch {
  cwd: string
  env: Record<string, string>
  /** What it reads; nothing unless given. */
  stdin?: string | Uint8Array
}

/** How a process ended. */
export interface Ended {
  stdout: Buffer
  stderr: Buffer
  /** 128 + signal number when it was killed, as a shell has it. */
  exitCode: number
}

const started = new Set<RunningProcess>()

/** Runs a program to its end. */
export async function runProcess(argv: readonly string[], launch: Launch): Promise<Ended> {
  const running = new RunningProcess(argv, launch)
  return await running.ended()
}

/** A process that goes on while the test does. Those still running are killed when the test file ends. */
export class RunningProcess {
  readonly #child: ChildProcess
  readonly #stdout: Buffer[] = []
  readonly #stderr: Buffer[] = []
  readonly #end: Promise<number>
  #exitCode: number | undefined

  constructor([program, ...args]: readonly string[], { cwd, env, stdin }: Launch) {
    const child = spawn(program!, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child = child
    started.add(this)
    child.stdout.on('data', (chunk: Buffer) => this.#stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => this.#stderr.push(chunk))
    child.stdin.on('error', () => {
      // It does not read to the end; that is its right.
    })
    if (stdin === undefined) child.stdin.end()
    else child.stdin.end(stdin)
    this.#end = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        started.delete(this)
        this.#exitCode = code ?? (signal === 'SIGKILL' ? 137 : signal === 'SIGTERM' ? 143 : 130)
        resolve(this.#exitCode)
      })
    })
    this.#end.catch(() => started.delete(this))
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** What it has written to stdout so far. */
  get stdout(): string {
    return Buffer.concat(this.#stdout).toString('utf8')
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString('utf8')
  }

  /** Resolves with the match once stdout or stderr holds `pattern`; fails when it ends or takes too long. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const said = () => pattern.exec(this.stdout) ?? pattern.exec(this.stderr)
    const all = () => `${this.stdout}\n${this.stderr}`
    await until(`${pattern} is said`, () => said() !== null || this.#exitCode !== undefined, all)
    const found = said()
    if (!found) throw new Error(`no ${pattern} and it ended with ${this.#exitCode}:\n${all()}`)
    return found
  }

  /** Sends a signal; SIGINT is Ctrl-C. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Resolves when it has ended of itself. */
  async ended(): Promise<Ended> {
    const exitCode = await this.#end
    return { stdout: Buffer.concat(this.#stdout), stderr: Buffer.concat(this.#stderr), exitCode }
  }

  /** Sends a signal and waits for the end. */
  async stop(name: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.signal(name)
    return await this.ended()
  }
}

/** Kills what tests have left running, by its process id. */
export async function endStartedProcesses(): Promise<void> {
  await Promise.all([...started].map((process) => process.stop('SIGKILL')))
}
