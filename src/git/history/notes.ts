/**
 * git's notes: a commit whose tree names a blob for each annotated object, by the object's name, cut after the first
 * two digits into folders where there are many. Read in every form git writes; written with one level of folders.
 */
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { Actor } from '../../model/snapshot.ts'
import { monotonicNow } from '../../system/clock.ts'
import { parseCommit } from '../objects/commit-format.ts'
import type { LooseObjectBatch } from '../objects/loose-objects.ts'
import type { ObjectReader } from '../objects/object-reader.ts'
import {
  formatTree,
  MODE_FILE,
  MODE_TREE,
  parseTree,
  type TreeEntry,
} from '../objects/tree-format.ts'
import { appendCommit, type ChainCommit } from './commit-chain.ts'
import { readRef } from './refs.ts'

/** A log asks for the notes of thousands of commits in a row. */
const LOOK_INTERVAL_MS = 500

/** Reads the notes of one ref as it is, or was a moment ago; trees are read once each. */
export class NotesReader {
  readonly #gitDir: string
  readonly #ref: string
  readonly #reader: ObjectReader
  readonly #trees = new Map<Oid, readonly TreeEntry[]>()
  #top: { commit: Oid; tree: Oid } | undefined
  #lookedMs = Number.NEGATIVE_INFINITY

  constructor(gitDir: string, ref: string, reader: ObjectReader) {
    this.#gitDir = gitDir
    this.#ref = ref
    this.#reader = reader
  }

  /** Returns the text of the note on `object`; undefined when there is none. */
  async find(object: Oid): Promise<string | undefined> {
    const top = await this.#topTree()
    const blob = top && (await this.#entryIn(top, object))
    return blob && (await this.#reader.get(blob, 'blob')).toString('utf8')
  }

  /** Yields the annotated objects, with the blobs of their notes. `onDamage` hears of trees that cannot be read. */
  async *list(
    onDamage?: (error: FlightrecError) => void,
  ): AsyncGenerator<{ object: string; blob: Oid }> {
    const top = await unlessDamaged(() => this.#topTree(), onDamage)
    if (top) yield* this.#below(top, '', onDamage)
  }

  async *#below(
    tree: Oid,
    prefix: string,
    onDamage: ((error: FlightrecError) => void) | undefined,
  ): AsyncGenerator<{ object: string; blob: Oid }> {
    const entries = await unlessDamaged(() => this.#entries(tree), onDamage)
    for (const { mode, gitName, oid } of entries ?? []) {
      const name = prefix + gitName
      if (mode === MODE_TREE && isFolderName(gitName)) yield* this.#below(oid, name, onDamage)
      else if (mode !== MODE_TREE && name.length === 40) yield { object: name, blob: oid }
    }
  }

  async #topTree(): Promise<Oid | undefined> {
    if (monotonicNow() - this.#lookedMs < LOOK_INTERVAL_MS) return this.#top?.tree
    this.#lookedMs = monotonicNow()
    const commit = readRef(this.#gitDir, this.#ref)
    if (commit === this.#top?.commit) return this.#top?.tree
    this.#trees.clear()
    this.#top = commit && {
      commit,
      tree: parseCommit(await this.#reader.get(commit, 'commit')).tree,
    }
    return this.#top?.tree
  }

  async #entryIn(tree: Oid, rest: string): Promise<Oid | undefined> {
    const entries = await this.#entries(tree)
    const own = entries.find(({ mode, gitName }) => gitName === rest && mode !== MODE_TREE)
    if (own) return own.oid
    const folder = entries.find(
      ({ mode, gitName }) => mode === MODE_TREE && gitName === rest.slice(0, 2),
    )
    return folder && rest.length > 2 ? await this.#entryIn(folder.oid, rest.slice(2)) : undefined
  }

  async #entries(tree: Oid): Promise<readonly TreeEntry[]> {
    const known = this.#trees.get(tree)
    if (known) return known
    const entries = parseTree(await this.#reader.get(tree, 'tree'))
    this.#trees.set(tree, entries)
    return entries
  }
}

/** Returns undefined for what is damaged, where somebody wants to hear of it. */
export async function unlessDamaged<Result>(
  read: () => Promise<Result>,
  onDamage: ((error: FlightrecError) => void) | undefined,
): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    const isDamage = error instanceof FlightrecError && error.code === 'corrupt-store'
    if (!isDamage || !onDamage) throw error
    onDamage(error)
    return undefined
  }
}

function isFolderName(name: string): boolean {
  return /^[0-9a-f]{2}$/.test(name)
}

/** Who writes notes, and when. */
interface NotesAuthor {
  actor: Actor
  timeSeconds: number
  /** Of the commit on the ref of the notes. */
  message: string
}

/**
 * Puts a note on `object`, in place of any there was, durably.
 * @throws {FlightrecError} locked, when another process moved the ref meanwhile.
 */
export async function writeNote(
  gitDir: string,
  ref: string,
  reader: ObjectReader,
  note: { object: Oid; text: string },
  author: NotesAuthor,
): Promise<void> {
  const previous = readRef(gitDir, ref)
  const top = previous && parseCommit(await reader.get(previous, 'commit')).tree
  await appendCommit(gitDir, { ref, previous }, byAuthor(author), async (batch) => {
    const blob = await batch.write('blob', Buffer.from(note.text, 'utf8'))
    return await putNote(batch, reader, top, note.object, blob)
  })
}

/**
 * Makes the notes `notes` all there are on `ref`, in one commit without a parent.
 * @throws {FlightrecError} locked, when the ref is not at `previous` any more.
 */
export async function rewriteNotes(
  gitDir: string,
  ref: string,
  previous: Oid | undefined,
  notes: ReadonlyMap<string, Oid>,
  author: NotesAuthor,
): Promise<Oid> {
  const place = { ref, previous, isAlone: true }
  return await appendCommit(gitDir, place, byAuthor(author), (batch) =>
    writeNotesTree(batch, notes),
  )
}

/**
 * Puts many notes, in place of any there were, in one commit, durably.
 * @throws {FlightrecError} locked, when another process moved the ref meanwhile.
 */
export async function writeNotes(
  gitDir: string,
  ref: string,
  reader: ObjectReader,
  texts: ReadonlyMap<Oid, string>,
  author: NotesAuthor,
): Promise<void> {
  const previous = readRef(gitDir, ref)
  const notes = new Map<string, Oid>()
  for await (const { object, blob } of new NotesReader(gitDir, ref, reader).list())
    notes.set(object, blob)
  await appendCommit(gitDir, { ref, previous }, byAuthor(author), async (batch) => {
    for (const [object, text] of texts)
      notes.set(object, await batch.write('blob', Buffer.from(text, 'utf8')))
    return await writeNotesTree(batch, notes)
  })
}

async function writeNotesTree(
  batch: LooseObjectBatch,
  notes: ReadonlyMap<string, Oid>,
): Promise<Oid> {
  const folders = new Map<string, TreeEntry[]>()
  for (const [object, oid] of notes) {
    const folder = folders.get(object.slice(0, 2)) ?? []
    folder.push({ mode: MODE_FILE, gitName: rawFromText(object.slice(2)), oid })
    folders.set(object.slice(0, 2), folder)
  }
  const top: TreeEntry[] = []
  for (const [name, entries] of folders) {
    const oid = await batch.write('tree', formatTree(entries))
    top.push({ mode: MODE_TREE, gitName: rawFromText(name), oid })
  }
  return await batch.write('tree', formatTree(top))
}

function byAuthor({ actor, timeSeconds, message }: NotesAuthor): ChainCommit {
  return { author: actor, committer: actor, timeSeconds, message: `${message}\n` }
}

/** Returns the tree `top` with a note put into the deepest folder there is for it. */
async function putNote(
  batch: LooseObjectBatch,
  reader: ObjectReader,
  top: Oid | undefined,
  object: Oid,
  blob: Oid,
): Promise<Oid> {
  const put = async (tree: Oid | undefined, rest: string, isTop: boolean): Promise<Oid> => {
    const entries = tree === undefined ? [] : parseTree(await reader.get(tree, 'tree'))
    const name = rest.slice(0, 2)
    const folder = entries.find(({ mode, gitName }) => mode === MODE_TREE && gitName === name)
    const others = entries.filter((entry) => entry !== folder && entry.gitName !== rest)
    const added: TreeEntry =
      folder || isTop
        ? {
            mode: MODE_TREE,
            gitName: rawFromText(name),
            oid: await put(folder?.oid, rest.slice(2), false),
          }
        : { mode: MODE_FILE, gitName: rawFromText(rest), oid: blob }
    return await batch.write('tree', formatTree([...others, added]))
  }
  return await put(top, object, true)
}
