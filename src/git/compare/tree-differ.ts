/** Compares many pairs of trees through one long-lived `git diff-tree --stdin`. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { FlightrecError } from '../../model/errors.ts'
import { EMPTY_TREE, type Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { spawnGit } from '../process/run.ts'
import { diffArguments, type GitChange, parseRaw } from './diff.ts'

interface Waiting {
  resolve(output: Buffer): void
  reject(error: Error): void
}

/** Close it when done. All comparisons are limited to the same paths. */
export class TreeDiffer {
  readonly #gitDir: string
  readonly #args: readonly string[]
  readonly #waiting: Waiting[] = []
  // git passes on a line that names no object and flushes, which tells where an answer ends. The name is
  // random so that no file name can be taken for it.
  readonly #end = Buffer.from(`end-${randomBytes(12).toString('hex')}\n`)
  #child: ChildProcessWithoutNullStreams | undefined
  #chunks: Buffer[] = []
  #stderr = ''

  constructor(gitDir: string, form: 'raw' | 'patch', paths?: readonly RawPath[]) {
    this.#gitDir = gitDir
    const format = form === 'raw' ? ['--raw', '--numstat', '-z', '--abbrev=40'] : ['--patch']
    this.#args = diffArguments({ paths }, ['--stdin', ...format])
  }

  /** As `diffTrees`, for two trees; with the form `raw`. */
  async changes(before: Oid | undefined, after: Oid | undefined): Promise<GitChange[]> {
    return parseRaw(await this.#ask(before, after))
  }

  /** Returns the whole patch as git prints it; with the form `patch`. */
  patch(before: Oid | undefined, after: Oid | undefined): Promise<Buffer> {
    return this.#ask(before, after)
  }

  async #ask(before: Oid | undefined, after: Oid | undefined): Promise<Buffer> {
    const pair = `${before ?? EMPTY_TREE} ${after ?? EMPTY_TREE}\n`
    const output = await new Promise<Buffer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#start().stdin.write(`${pair}${this.#end}`)
    })
    // git repeats the pair when it can read both; else it says nothing at all, as if they were the same.
    if (output.length === 0) throw unreadable(before, after)
    return output.subarray(output.indexOf(0x0a) + 1)
  }

  close(): void {
    this.#child?.kill()
    this.#child = undefined
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = spawnGit(this.#gitDir, this.#args)
    this.#child = child
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-2000)
    })
    child.stdin.on('error', () => {
      // git has ended; 'close' rejects what waits.
    })
    child.on('error', (error) => this.#fail(error))
    child.on('close', () => {
      const last = this.#stderr.trim().split('\n').at(-1) || 'it ended'
      this.#fail(
        new FlightrecError('git-failed', `git diff-tree stopped: ${last}`, {
          hint: 'Run `flightrec verify` to see what is damaged.',
        }),
      )
    })
    return child
  }

  #fail(error: Error): void {
    this.#chunks = []
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
  }

  /** Answers come in order, so what has arrived up to the end line is that of the first who waits. */
  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk)
    if (chunk.at(-1) !== 0x0a && this.#waiting.length < 2) return
    let all = Buffer.concat(this.#chunks)
    for (let at = all.indexOf(this.#end); at >= 0; at = all.indexOf(this.#end)) {
      this.#waiting.shift()?.resolve(all.subarray(0, at))
      all = all.subarray(at + this.#end.length)
    }
    this.#chunks = all.length === 0 ? [] : [all]
  }
}

function unreadable(before: Oid | undefined, after: Oid | undefined): FlightrecError {
  const trees = [before, after].filter((oid) => oid !== undefined).join(' or ')
  return new FlightrecError('corrupt-store', `tree ${trees} cannot be read`, {
    hint: 'Run `flightrec verify` to see what the damage costs.',
  })
}
