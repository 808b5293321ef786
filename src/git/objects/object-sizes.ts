/** Tells the sizes of objects without reading them: of many at once, or again and again through one process. */
import { isOid, type Oid, parseOid } from '../../model/oid.ts'
import { type AnswerListener, Conversation } from '../process/conversation.ts'
import { gitText } from '../process/run.ts'

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

/** For questions that come one after another; one git process for all of them. Close it when done. */
export class ObjectSizes {
  readonly #git: Conversation<number | undefined>

  constructor(gitDir: string) {
    this.#git = new Conversation(gitDir, {
      args: ['cat-file', '--batch-check=%(objectsize)'],
      listen: () => sizeLines((size) => this.#git.answer(size)),
      codeOfEnd: 'git-failed',
    })
  }

  /** Returns the size in bytes of each of `oids` that exists. */
  async of(oids: Iterable<Oid>): Promise<Map<Oid, number>> {
    const asked = [...new Set(oids)]
    const sizes = new Map<Oid, number>()
    if (asked.length === 0) return sizes
    const answers = this.#git.askAll(`${asked.map(parseOid).join('\n')}\n`, asked.length)
    for (const [index, size] of (await Promise.all(answers)).entries()) {
      if (size !== undefined) sizes.set(asked[index]!, size)
    }
    return sizes
  }

  close(): void {
    this.#git.close()
  }
}

/** A line for each object: its size, or words that say that it is missing. */
function sizeLines(onSize: (sizeBytes: number | undefined) => void): AnswerListener {
  let rest = ''
  return {
    hear(chunk) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop()!
      for (const line of lines) onSize(/^\d+$/.test(line) ? Number(line) : undefined)
    },
  }
}
