/** One long-lived git process that is asked one question after another, and answers in that order. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { type ErrorCode, FlightrecError } from '../../model/errors.ts'
import { spawnGit } from './run.ts'

/** Tells the answers of one process apart. What it has half heard goes with the process. */
export interface AnswerListener {
  /** Takes what git has written, and calls `answer` for each answer that is whole. */
  hear(chunk: Buffer): void
  /** The process is gone, or given up. */
  stop?(): void
}

interface OpenQuestion<Answer> {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** What is asked of git, and how its answers are read. */
interface ConversationOptions {
  args: readonly string[]
  /** Makes the listener of each process that is started. */
  listen(): AnswerListener
  /** What it means for the questions still open when git ends by itself. */
  codeOfEnd: ErrorCode
}

/** Starts git at the first question, and again at the next one after it has ended. Close it when done. */
export class Conversation<Answer> {
  readonly #gitDir: string
  readonly #options: ConversationOptions
  readonly #open: OpenQuestion<Answer>[] = []
  #child: ChildProcessWithoutNullStreams | undefined
  #listener: AnswerListener | undefined

  constructor(gitDir: string, options: ConversationOptions) {
    this.#gitDir = gitDir
    this.#options = options
  }

  /** How many questions have no answer yet. */
  get openCount(): number {
    return this.#open.length
  }

  /**
   * Writes a question as it stands, and returns its answer.
   * @throws {FlightrecError} `codeOfEnd`, when git ends before it has answered; git-missing.
   */
  ask(question: string): Promise<Answer> {
    return this.askAll(question, 1)[0]!
  }

  /** As `ask`, for a text that holds `count` questions. */
  askAll(questions: string, count: number): Promise<Answer>[] {
    const child = this.#start()
    const answers = Array.from(
      { length: count },
      () => new Promise<Answer>((resolve, reject) => this.#open.push({ resolve, reject })),
    )
    child.stdin.write(questions)
    return answers
  }

  /** Settles the oldest open question. */
  answer(answer: Answer): void {
    this.#open.shift()?.resolve(answer)
  }

  /** Asks git to end once it has read all questions. */
  endInput(): void {
    this.#child?.stdin.end()
  }

  /** Ends git; the questions still open fail with `error`. The next one starts git again. */
  giveUp(error: Error): void {
    const child = this.#child
    this.#drop(child, error)
    child?.stdin.end()
    child?.kill()
  }

  close(): void {
    this.giveUp(new Error(`git ${this.#options.args[0]} was closed before it answered`))
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const { args, listen, codeOfEnd } = this.#options
    const child = spawnGit(this.#gitDir, args)
    const listener = listen()
    this.#child = child
    this.#listener = listener
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) listener.hear(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000)
    })
    child.on('error', (error) => this.#drop(child, error))
    child.on('close', () => {
      const last = said.trim().split('\n').at(-1) || 'it ended'
      const hint = 'Run `flightrec verify` to see what is damaged.'
      this.#drop(child, new FlightrecError(codeOfEnd, `git ${args[0]} stopped: ${last}`, { hint }))
    })
    return child
  }

  /** Nothing of a process that is dropped is heard any more. */
  #drop(child: ChildProcessWithoutNullStreams | undefined, error: Error): void {
    if (this.#child !== child) return
    this.#child = undefined
    this.#listener?.stop?.()
    this.#listener = undefined
    for (const question of this.#open.splice(0)) question.reject(error)
  }
}
