/** Reads objects through one long-lived `git cat-file --batch`, which also knows packs and shallow stores. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createHash } from 'node:crypto'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { gitText, spawnGit } from '../process/run.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  oid: Oid
  type: ObjectType
  content: Buffer
}

interface Pending {
  resolve(object: GitObject | undefined): void
  reject(error: Error): void
}

interface Header {
  oid: Oid
  type: ObjectType
  sizeBytes: number
}

/** After so long without a byte in the middle of an object, git is asked to end, which it does at once. */
const STALL_MS = 5000

/**
 * Objects are given out only when they hash to their name: of a damaged object, git may announce another
 * length than it then gives, and the answers after it cannot be told apart.
 */
export class ObjectReader {
  readonly #gitDir: string
  readonly #waiting: Pending[] = []
  #child: ChildProcessWithoutNullStreams | undefined
  #chunks: Buffer[] = []
  #buffered = 0
  #header: Header | undefined
  #stderr = ''
  #stallTimer: NodeJS.Timeout | undefined

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  /** Reads an object by any name git understands; undefined when there is none. */
  find(name: string): Promise<GitObject | undefined> {
    if (/[\n\0]/.test(name)) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#start().stdin.write(`${name}\n`)
    })
  }

  /** @throws {FlightrecError} corrupt-store, when the object is missing or of another type. */
  async get(oid: Oid, type: ObjectType): Promise<Buffer> {
    const object = await this.find(oid)
    if (object?.type === type) return object.content
    const what = object ? `is a ${object.type}, not a ${type}` : 'is missing'
    throw new FlightrecError('corrupt-store', `object ${oid} ${what}`, {
      hint: 'Run `flightrec verify` to see what the damage costs.',
    })
  }

  /** Ends the git process; questions still open fail. */
  close(): void {
    this.#child?.stdin.end()
    this.#child?.kill()
    this.#child = undefined
    this.#fail(new Error('object reader closed'))
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = spawnGit(this.#gitDir, ['cat-file', '--batch'])
    this.#child = child
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-2000)
    })
    child.stdin.on('error', () => {
      // The process has ended; 'close' rejects what waits.
    })
    child.on('error', (error) => this.#fail(error))
    child.on('close', () => {
      if (this.#child !== child) return
      this.#child = undefined
      const last = this.#stderr.trim().split('\n').at(-1) || 'it ended'
      this.#fail(
        new FlightrecError('corrupt-store', `git cat-file stopped: ${last}`, {
          hint: 'Run `flightrec verify` to see what is damaged.',
        }),
      )
    })
    return child
  }

  #fail(error: Error): void {
    clearTimeout(this.#stallTimer)
    this.#chunks = []
    this.#buffered = 0
    this.#header = undefined
    for (const pending of this.#waiting.splice(0)) pending.reject(error)
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#buffered += chunk.length
    while (this.#answerNext()) {
      // Each turn answers one question.
    }
    clearTimeout(this.#stallTimer)
    if (this.#header) this.#stallTimer = setTimeout(() => this.#child?.stdin.end(), STALL_MS)
  }

  /** Ends a git process whose answers make no sense any more; the next question starts another. */
  #giveUp(oid: Oid): void {
    const child = this.#child
    this.#child = undefined
    child?.stdout.removeAllListeners('data')
    child?.kill()
    this.#fail(
      new FlightrecError('corrupt-store', `object ${oid} is damaged`, {
        hint: 'Run `flightrec verify` to see what the damage costs.',
      }),
    )
  }

  #answerNext(): boolean {
    if (this.#waiting.length === 0) return false
    if (!this.#header) {
      const line = this.#takeLine()
      if (line === undefined) return false
      const [oid = '', type = '', size = ''] = line.split(' ')
      if (!isOid(oid) || !/^\d+$/.test(size)) {
        this.#waiting.shift()!.resolve(undefined)
        return true
      }
      this.#header = { oid, type: type as ObjectType, sizeBytes: Number(size) }
    }
    const { oid, type, sizeBytes } = this.#header
    if (this.#buffered < sizeBytes + 1) return false
    const content = this.#take(sizeBytes + 1).subarray(0, sizeBytes)
    this.#header = undefined
    if (!isNamed(oid, type, content)) {
      this.#giveUp(oid)
      return false
    }
    this.#waiting.shift()!.resolve({ oid, type, content })
    return true
  }

  #takeLine(): string | undefined {
    let before = 0
    for (const chunk of this.#chunks) {
      const at = chunk.indexOf(0x0a)
      if (at >= 0) return this.#take(before + at + 1).toString('utf8', 0, before + at)
      before += chunk.length
    }
    return undefined
  }

  #take(length: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#chunks = length < all.length ? [all.subarray(length)] : []
    this.#buffered = all.length - length
    return all.subarray(0, length)
  }
}

function isNamed(oid: Oid, type: ObjectType, content: Buffer): boolean {
  const header = `${type} ${content.length}\0`
  return createHash('sha1').update(header).update(content).digest('hex') === oid
}

/** Returns the size in bytes of each of `oids` that exists; one git process for all of them. */
export async function objectSizes(gitDir: string, oids: Iterable<Oid>): Promise<Map<Oid, number>> {
  const sizes = new Map<Oid, number>()
  const input = [...oids].join('\n')
  if (input === '') return sizes
  const answers = await gitText(gitDir, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: `${input}\n`,
  })
  for (const line of answers.split('\n')) {
    const [oid = '', size = ''] = line.split(' ')
    if (isOid(oid) && /^\d+$/.test(size)) sizes.set(oid, Number(size))
  }
  return sizes
}
