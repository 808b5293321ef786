/** Reads objects through one long-lived `git cat-file --batch`, which also knows packs and shallow stores. */
import { corruptStore } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { type AnswerListener, Conversation } from '../process/conversation.ts'
import { hashObject, type ObjectType } from './object-name.ts'

interface GitObject {
  oid: Oid
  type: ObjectType
  content: Buffer
}

/**
 * Objects are given out only when they hash to their name: of a damaged object, git may announce another
 * length than it then gives, and the answers after it cannot be told apart.
 */
export class ObjectReader {
  readonly #git: Conversation<GitObject | undefined>

  constructor(gitDir: string) {
    this.#git = new Conversation(gitDir, {
      args: ['cat-file', '--batch'],
      listen: () => new BatchOutput(this.#git),
      codeOfEnd: 'corrupt-store',
    })
  }

  /** Reads an object by any name git understands; undefined when there is none. */
  async find(name: string): Promise<GitObject | undefined> {
    return /[\n\0]/.test(name) ? undefined : await this.#git.ask(`${name}\n`)
  }

  /** @throws {FlightrecError} corrupt-store, when the object is missing or of another type. */
  async get(oid: Oid, type: ObjectType): Promise<Buffer> {
    const object = await this.find(oid)
    if (object?.type === type) return object.content
    const what = object ? `is a ${object.type}, not a ${type}` : 'is missing'
    throw corruptStore(`object ${oid} ${what}`)
  }

  /** Ends the git process; questions still open fail. */
  close(): void {
    this.#git.close()
  }
}

interface Header {
  oid: Oid
  type: ObjectType
  sizeBytes: number
}

/** After so long without a byte in the middle of an object, git is asked to end, which it does at once. */
const STALL_MS = 5000

/** Cuts what `git cat-file --batch` writes into objects: `<oid> <type> <size>\n<content>\n`. */
class BatchOutput implements AnswerListener {
  readonly #git: Conversation<GitObject | undefined>
  #chunks: Buffer[] = []
  #buffered = 0
  #header: Header | undefined
  #stallTimer: NodeJS.Timeout | undefined

  constructor(git: Conversation<GitObject | undefined>) {
    this.#git = git
  }

  hear(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#buffered += chunk.length
    while (this.#answerNext()) {
      // Each turn answers one question.
    }
    clearTimeout(this.#stallTimer)
    if (this.#header) this.#stallTimer = setTimeout(() => this.#git.endInput(), STALL_MS)
  }

  stop(): void {
    clearTimeout(this.#stallTimer)
  }

  #answerNext(): boolean {
    if (this.#git.openCount === 0) return false
    if (!this.#header) {
      const line = this.#takeLine()
      if (line === undefined) return false
      const [oid = '', type = '', size = ''] = line.split(' ')
      if (!isOid(oid) || !/^\d+$/.test(size)) {
        this.#git.answer(undefined)
        return true
      }
      this.#header = { oid, type: type as ObjectType, sizeBytes: Number(size) }
    }
    const { oid, type, sizeBytes } = this.#header
    if (this.#buffered < sizeBytes + 1) return false
    const content = this.#take(sizeBytes + 1).subarray(0, sizeBytes)
    this.#header = undefined
    if (hashObject(type, content) !== oid) {
      this.#git.giveUp(corruptStore(`object ${oid} is damaged`))
      return false
    }
    this.#git.answer({ oid, type, content })
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
