/** What a model is told of the changes of a snapshot: chosen, bounded, and with secrets replaced. */
import { type DiffQuery, diffPatches, diffTrees, type GitChange } from '../../git/compare/diff.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { objectSizes } from '../../git/objects/object-sizes.ts'
import { changedPath, type Side } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import { RULES } from '../../rules/catalogue.ts'
import { judge } from '../../rules/judge.ts'
import { redactText } from '../../rules/redaction/redact-text.ts'
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { leftOutText, rankForTelling } from './choose-changes.ts'
import { fitHunks, type RedactedSides, redactedHunks } from './patch-text.ts'
import { redactGently } from './redact-gently.ts'

/** A change as a model is told of it. */
export interface MaterialChange {
  path: string
  change: string
  renamedFrom?: string
  lines?: { added: number; removed: number } | undefined
  /** Why there is no diff. */
  note?: string
  diff?: readonly string[]
}

export interface ChangeMaterial {
  total: number
  told: MaterialChange[]
  /** The structure of what is only counted; absent when everything is told. */
  leftOut?: string
}

interface MaterialLimits {
  maxChanges: number
  maxCharacters: number
}

/** A file is looked through as a whole for secrets, so it must not be endless. */
const FILE_BYTES_MAX = 1024 ** 2
const PATCH_FILES_AT_ONCE = 8
const NOT_TOLD = 'its content is not told: too large, or of another kind'
/** A share smaller than this tells nothing. */
const CHANGE_CHARACTERS_MIN = 200

const SENSITIVE = RULES.filter(({ id }) => id.startsWith('sensitive-'))

/** Reads the changes of `query` and makes of them what fits the limits. */
export async function readMaterial(
  gitDir: string,
  reader: ObjectReader,
  query: DiffQuery,
  finder: SecretFinder,
  { maxChanges, maxCharacters }: MaterialLimits,
): Promise<ChangeMaterial> {
  const changes = rankForTelling(await diffTrees(gitDir, query))
  const chosen = changes.slice(0, maxChanges)
  const rest = changes.slice(maxChanges)
  const told: MaterialChange[] = []
  const telling = new Telling(gitDir, reader, query, finder)
  let room = maxCharacters
  for (let at = 0; at < chosen.length; at += PATCH_FILES_AT_ONCE) {
    const group = chosen.slice(at, at + PATCH_FILES_AT_ONCE)
    const patches = await telling.patchesOf(await telling.tellable(group))
    for (const [index, change] of group.entries()) {
      const share = Math.max(CHANGE_CHARACTERS_MIN, room / (chosen.length - at - index))
      const one = await telling.tell(change, patches.get(change), share)
      told.push(one)
      room -= JSON.stringify(one).length
    }
  }
  return {
    total: changes.length,
    told,
    ...(rest.length > 0 && { leftOut: leftOutText(rest) }),
  }
}

class Telling {
  readonly #gitDir: string
  readonly #reader: ObjectReader
  readonly #query: DiffQuery
  readonly #finder: SecretFinder

  constructor(gitDir: string, reader: ObjectReader, query: DiffQuery, finder: SecretFinder) {
    this.#gitDir = gitDir
    this.#reader = reader
    this.#query = query
    this.#finder = finder
  }

  /** Returns the changes of text that may be told, and is not too long to be looked through. */
  async tellable(changes: readonly GitChange[]): Promise<GitChange[]> {
    const texts = changes.filter(
      (change) =>
        change.lines && change.lines.added + change.lines.removed > 0 && !isSensitive(change),
    )
    const oids = (change: GitChange) =>
      [change.before?.oid, change.after?.oid].filter((oid) => oid !== undefined)
    const sizes = await objectSizes(this.#gitDir, texts.flatMap(oids))
    return texts.filter((change) =>
      oids(change).every((oid) => (sizes.get(oid) ?? 0) <= FILE_BYTES_MAX),
    )
  }

  /** One git process for several files. */
  async patchesOf(wanted: readonly GitChange[]): Promise<Map<GitChange, string>> {
    const patches = new Map<GitChange, string>()
    if (wanted.length === 0) return patches
    const paths = wanted.flatMap(({ before, after }) =>
      [before?.path ?? [], after?.path ?? []].flat(),
    )
    const query = { ...this.#query, paths: [...new Set(paths)] }
    // Limited to some paths git may pair files differently; what it then lists is what it patches.
    const listed = await diffTrees(this.#gitDir, query)
    const byPath = new Map(wanted.map((change) => [changedPath(change), change]))
    for await (const { change, bodies } of diffPatches(this.#gitDir, query, listed)) {
      const asked = byPath.get(changedPath(change))
      if (asked && bodies.length === 1) patches.set(asked, bodies[0]!.toString('utf8'))
    }
    return patches
  }

  async tell(change: GitChange, patch: string | undefined, room: number): Promise<MaterialChange> {
    const { type, before, lines } = change
    const isMoved = type === 'renamed' || type === 'copied'
    const told: MaterialChange = {
      path: this.#shown(changedPath(change)),
      change: type,
      ...(isMoved && { renamedFrom: this.#shown(before!.path) }),
      lines,
    }
    if (isSensitive(change)) return { ...told, note: 'its content is private and not told' }
    if (!lines) return { ...told, note: 'binary' }
    if (lines.added + lines.removed === 0) return told
    if (patch === undefined) return { ...told, note: NOT_TOLD }
    const sides = await this.#sides(change)
    const hunks = sides && redactedHunks(patch, sides)
    return hunks ? { ...told, diff: fitHunks(hunks, room) } : { ...told, note: NOT_TOLD }
  }

  async #sides({ before, after }: GitChange): Promise<RedactedSides | undefined> {
    const texts = [await this.#redactedLines(before), await this.#redactedLines(after)]
    const [old, current] = texts
    return old && current && { before: old, after: current }
  }

  /** Replacing a secret keeps the ends of lines, so each stays where it is. */
  async #redactedLines(side: Side | undefined): Promise<string[] | undefined> {
    if (!side?.oid) return []
    const bytes = await this.#reader.get(side.oid, 'blob')
    const text = bytes.toString('utf8')
    const lines = (await redactGently(this.#finder, text)).split('\n')
    return lines.length === text.split('\n').length ? lines : undefined
  }

  #shown(path: RawPath): string {
    return redactText(this.#finder, showPath(path)).text
  }
}

/** What rules call sensitive, such as `.env` and keys, is never told, redacted or not. */
function isSensitive({ before, after }: GitChange): boolean {
  const paths = [before, after].flatMap((side) => (side ? [showPath(side.path)] : []))
  return judge(SENSITIVE, { type: 'FILE_READ', paths }).length > 0
}
