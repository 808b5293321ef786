/** Checks that what git cannot hold (modes, owners, skipped files) can be read for every snapshot that names it. */
import { parseCommit } from '../../git/objects/commit-format.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { parseTree } from '../../git/objects/tree-format.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { META_ENTRIES, parseMetaEntries } from '../../store/timeline/meta.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'

/** Reads each meta commit, tree and list once, however many snapshots share it. */
export class MetaCheck {
  readonly #reader: ObjectReader
  readonly #problems = new Map<Oid, Oid | undefined>()

  constructor(reader: ObjectReader) {
    this.#reader = reader
  }

  /** Returns the object that cannot be read, when the meta commit cannot be used. */
  async commitProblem(meta: Oid): Promise<Oid | undefined> {
    return await this.#once(meta, async () => {
      const bytes = await readSound(this.#reader, meta, 'commit')
      const tree = bytes && attempt(() => parseCommit(bytes).tree)
      return tree ? await this.#treeProblem(tree) : meta
    })
  }

  async #treeProblem(tree: Oid): Promise<Oid | undefined> {
    return await this.#once(tree, async () => {
      const bytes = await readSound(this.#reader, tree, 'tree')
      const entries = bytes && attempt(() => parseTree(bytes))
      if (!entries) return tree
      for (const { gitName, oid } of entries) {
        const isList = gitName === META_ENTRIES
        const problem = isList ? await this.#listProblem(oid) : await this.#treeProblem(oid)
        if (problem) return problem
      }
      return undefined
    })
  }

  async #listProblem(list: Oid): Promise<Oid | undefined> {
    return await this.#once(list, async () => {
      const bytes = await readSound(this.#reader, list, 'blob')
      return bytes && attempt(() => parseMetaEntries(bytes)) ? undefined : list
    })
  }

  async #once(oid: Oid, check: () => Promise<Oid | undefined>): Promise<Oid | undefined> {
    if (!this.#problems.has(oid)) this.#problems.set(oid, await check())
    return this.#problems.get(oid)
  }
}

/** The result of parsing; undefined when the bytes are damaged. */
function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof FlightrecError) return undefined
    throw error
  }
}
