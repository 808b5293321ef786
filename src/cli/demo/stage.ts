/** A place of the demo's own: a scratch folder with a project and a flightrec home, and nothing of the user's. */
import { join } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { packagedHook } from '../../record/hooks/installation.ts'
import { type AsideResult, ownProgram, runAside } from '../../system/aside-program.ts'
import { sleep } from '../../system/clock.ts'
import { environmentVariables } from '../../system/environment.ts'
import { makePrivateFolder, removeFolder } from '../../system/files.ts'
import { makeScratchFolder } from '../../system/scratch-folder.ts'
import type { Output } from '../terminal/output.ts'

const PREFIX = 'flightrec-demo-'
/** What of the user's environment would lead elsewhere. */
const LEFT_OUT = /^(?:FLIGHTREC_|GIT_|PAGER$|LESS)/
/** For the file system to tell, and for the daemon to record, what was done. */
const SETTLE_MS = 1_200
const TAKEN_IN_MAX_MS = 30_000

export class Stage {
  readonly folder = makeScratchFolder(PREFIX)
  readonly project = join(this.folder, 'greeter')
  readonly home = join(this.folder, 'flightrec')
  readonly #out: Output
  readonly #signal: AbortSignal
  readonly #variables: Record<string, string>

  constructor(out: Output, signal: AbortSignal) {
    this.#out = out
    this.#signal = signal
    const kept = environmentVariables().filter(([name]) => !LEFT_OUT.test(name))
    this.#variables = {
      ...Object.fromEntries(kept),
      FLIGHTREC_HOME: this.home,
      COLUMNS: String(out.columns),
      DEMO_HOOK: packagedHook('flightrec-hook'),
      DEMO_FOLDER: JSON.stringify(this.project),
    }
    makePrivateFolder(this.project)
  }

  /** Runs a shell script in the project. `onPause` is awaited each time it prints the line `pause`. */
  async act(script: string, pause = '', onPause = async () => {}): Promise<void> {
    let goOn = (_: string) => {}
    let pauses = Promise.resolve()
    const onOutput = (bytes: Buffer) => {
      for (const line of bytes.toString('utf8').trimEnd().split('\n')) {
        if (pause !== '' && line === pause) {
          pauses = pauses.then(onPause).then(() => goOn('go'))
        } else this.#out.line(line)
      }
    }
    const { exitCode } = await runAside(['/bin/sh', '-c', script], {
      ...this.#settings(),
      onOutput,
      onStart: (writeLine) => {
        goOn = writeLine
      },
    })
    await pauses
    if (exitCode !== 0) throw broken(`a script of the demo ended with ${exitCode}`)
  }

  /** Runs flightrec and shows the command with all it writes. */
  async show(...args: string[]): Promise<void> {
    this.#out.line('')
    this.#out.line(this.#out.style('bold', `$ flightrec ${args.join(' ')}`))
    const color = this.#out.isColored ? 'always' : 'never'
    const onOutput = (bytes: Buffer) => this.#out.bytes(bytes)
    const argv = ownProgram(['--color', color, ...args])
    const { exitCode } = await runAside(argv, { ...this.#settings(), onOutput })
    if (exitCode !== 0) throw broken(`\`flightrec ${args.join(' ')}\` ended with ${exitCode}`)
  }

  /** Runs any other program and shows the command with all it writes. */
  async showProgram(...argv: string[]): Promise<void> {
    this.#out.line('')
    this.#out.line(this.#out.style('bold', `$ ${argv.join(' ')}`))
    const onOutput = (bytes: Buffer) => this.#out.bytes(bytes)
    await runAside(argv, { ...this.#settings(), onOutput })
  }

  /** Runs flightrec and returns the JSON values it writes. */
  async ask<Value>(...args: string[]): Promise<Value[]> {
    const { stdout } = await this.#run(args)
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Value)
  }

  /** Waits until all that was done and told is recorded. */
  async settle(): Promise<void> {
    await sleep(SETTLE_MS, this.#signal)
    for (let waitedMs = 0; waitedMs < TAKEN_IN_MAX_MS; waitedMs += SETTLE_MS) {
      const [status] = await this.ask<{ spool: { waiting: number } }>('status', '--json')
      if (status?.spool.waiting === 0) return
      await sleep(SETTLE_MS, this.#signal)
    }
    throw broken('the daemon does not take in what the hooks say')
  }

  /** Stops the daemon, also when the demo was interrupted, and removes everything unless it `isKept`. */
  async close(isKept: boolean): Promise<void> {
    const { signal: _, ...settings } = this.#settings()
    const { exitCode } = await runAside(ownProgram(['daemon', 'stop']), settings)
    if (isKept) return
    if (exitCode !== 0) throw broken(`the daemon does not stop; ${this.folder} is left there`)
    removeFolder(this.folder)
  }

  #run(args: readonly string[]): Promise<AsideResult> {
    return runAside(ownProgram(args), this.#settings())
  }

  #settings() {
    return { folder: this.project, variables: this.#variables, signal: this.#signal }
  }
}

function broken(message: string): FlightrecError {
  return new FlightrecError('failed', message, {
    hint: 'Run `flightrec demo --keep` to look at what it left.',
  })
}
