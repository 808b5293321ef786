/**
 * Helper processes of our own program: one request, one reply at a time. Processes and not threads, so that
 * the memory of bulk work goes back to the system with them; they end when this process does.
 */
import { type ChildProcess, fork } from 'node:child_process'

export class WorkerProcess<Request extends object | string, Reply> {
  readonly #child: ChildProcess
  /** Why it was not started; never comes when it was. */
  readonly #failure: Promise<Error>

  /** Starts `module`, a built file that calls `serveRequests`. */
  constructor(module: URL) {
    this.#child = fork(module, [], {
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#failure = new Promise((resolve) => this.#child.once('error', resolve))
    this.#child.on('error', () => {
      // Told to whoever asks.
    })
  }

  /** Whether it was started at all. */
  get #isThere(): boolean {
    return this.#child.pid !== undefined
  }

  ask(request: Request): Promise<Reply> {
    const child = this.#child
    if (!this.#isThere) return this.#failure.then((error) => Promise.reject(error))
    return new Promise((resolve, reject) => {
      const settle = () => {
        child.off('message', onMessage)
        child.off('error', onError)
        child.off('exit', onExit)
      }
      const onMessage = (reply: unknown) => {
        settle()
        resolve(reply as Reply)
      }
      const onError = (error: Error) => {
        settle()
        reject(error)
      }
      const onExit = (code: number | null, signal: string | null) => {
        settle()
        reject(new Error(`a worker process ended: ${signal ?? `exit code ${code}`}`))
      }
      child.on('message', onMessage)
      child.on('error', onError)
      child.on('exit', onExit)
      if (child.exitCode !== null || child.signalCode !== null) {
        onExit(child.exitCode, child.signalCode)
        return
      }
      child.send(request, (error) => {
        if (error) onError(error)
      })
    })
  }

  /** Ends the process, whatever it does, and waits until it has ended. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#child
    if (!this.#isThere || exitCode !== null || signalCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }
}

/** The worker's side: answers each request; ends when the process that started it is gone. */
export function serveRequests<Request, Reply>(answer: (request: Request) => Promise<Reply>): void {
  // Ctrl-C reaches the whole group; the process that started this one decides.
  process.on('SIGINT', () => {})
  process.on('message', async (request) => {
    process.send!(await answer(request as Request))
  })
}
