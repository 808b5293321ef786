/** Tells the sizes of objects through one long-lived `git cat-file --batch-check`. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import { FlightrecError } from '../../model/errors.ts'
import { type Oid, parseOid } from '../../model/oid.ts'
import { spawnGit } from '../process/run.ts'

interface Waiting {
  resolve(sizeBytes: number | undefined): void
  reject(error: Error): void
}

/** Close it when done. */
export class ObjectSizes {
  readonly #gitDir: string
  readonly #waiting: Waiting[] = []
  #child: ChildProcessWithoutNullStreams | undefined

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  /** Returns the size of each object that is there. */
  async of(oids: Iterable<Oid>): Promise<Map<Oid, number>> {
    const asked = [...new Set(oids)]
    const sizes = new Map<Oid, number>()
    if (asked.length === 0) return sizes
    const answers = asked.map(
      () =>
        new Promise<number | undefined>((resolve, reject) => {
          this.#waiting.push({ resolve, reject })
        }),
    )
    this.#start().stdin.write(`${asked.map(parseOid).join('\n')}\n`)
    for (const [index, size] of (await Promise.all(answers)).entries()) {
      if (size !== undefined) sizes.set(asked[index]!, size)
    }
    return sizes
  }

  close(): void {
    this.#child?.kill()
    this.#child = undefined
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = spawnGit(this.#gitDir, ['cat-file', '--batch-check=%(objectsize)'])
    this.#child = child
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(/^\d+$/.test(line) ? Number(line) : undefined)
    })
    child.stderr.resume()
    child.stdin.on('error', () => {
      // git has ended; 'close' rejects what waits.
    })
    child.on('error', (error) => this.#fail(error))
    child.on('close', () => {
      this.#fail(
        new FlightrecError('git-failed', 'git cat-file --batch-check stopped', {
          hint: 'Run `flightrec verify` to see what is damaged.',
        }),
      )
    })
    return child
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
  }
}
