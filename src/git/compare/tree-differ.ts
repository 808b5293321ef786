/** Compares many pairs of trees through one long-lived `git diff-tree --stdin`. */
import { randomBytes } from 'node:crypto'
import { corruptStore, type FlightrecError } from '../../model/errors.ts'
import { EMPTY_TREE, type Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { type AnswerListener, Conversation } from '../process/conversation.ts'
import { diffArguments, type GitChange, parseRaw } from './diff.ts'
import type { Origins } from './origins.ts'

/** Close it when done. All comparisons are limited to the same paths. */
export class TreeDiffer {
  readonly #git: Conversation<Buffer>
  // git passes on a line that names no object and flushes, which tells where an answer ends. The name is
  // random so that no file name can be taken for it.
  readonly #end = `end-${randomBytes(12).toString('hex')}\n`

  constructor(
    gitDir: string,
    form: 'raw' | 'patch',
    { paths, origins }: { paths?: readonly RawPath[] | undefined; origins?: Origins } = {},
  ) {
    const counts = origins === 'none' ? [] : ['--numstat']
    const format = form === 'raw' ? ['--raw', ...counts, '-z', '--abbrev=40'] : ['--patch']
    this.#git = new Conversation(gitDir, {
      args: diffArguments({ paths }, ['--stdin', ...format], origins),
      listen: () => outputUpTo(Buffer.from(this.#end), this.#git),
      codeOfEnd: 'git-failed',
    })
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
    const output = await this.#git.ask(`${pair}${this.#end}`)
    // git repeats the pair when it can read both; else it says nothing at all, as if they were the same.
    if (output.length === 0) throw unreadable(before, after)
    return output.subarray(output.indexOf(0x0a) + 1)
  }

  close(): void {
    this.#git.close()
  }
}

function outputUpTo(end: Buffer, git: Conversation<Buffer>): AnswerListener {
  let chunks: Buffer[] = []
  return {
    hear(chunk) {
      chunks.push(chunk)
      if (chunk.at(-1) !== 0x0a && git.openCount < 2) return
      let all = Buffer.concat(chunks)
      for (let at = all.indexOf(end); at >= 0; at = all.indexOf(end)) {
        git.answer(all.subarray(0, at))
        all = all.subarray(at + end.length)
      }
      chunks = all.length === 0 ? [] : [all]
    },
  }
}

function unreadable(before: Oid | undefined, after: Oid | undefined): FlightrecError {
  const trees = [before, after].filter((oid) => oid !== undefined).join(' or ')
  return corruptStore(`tree ${trees} cannot be read`)
}
