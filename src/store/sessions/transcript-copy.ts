/** The copy of a transcript in the sessions repo: a tree of its lines in parts, and what it is a copy of. */
import { writeObjects } from '../../git/objects/loose-objects.ts'
import { formatTree, MODE_FILE } from '../../git/objects/tree-format.ts'
import type { Oid } from '../../model/oid.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { Home } from '../home/home.ts'
import { prepareSessionsRepo, type SessionsReader, sessionsGitDir } from './sessions-repo.ts'

/** Parts of the same beginning are the same objects, so that a transcript that grows costs what came. */
const PART_BYTES = 4 << 20
const SOURCE = 'source.json'

/** Which state of which file was copied. */
export interface TranscriptSource {
  path: string
  size_bytes: number
  /** RFC 3339 time of its last change. */
  modified: string
}

/** Writes a copy; nothing refers to it until a session keeps it. */
export class TranscriptCopyWriter {
  readonly #home: Home
  readonly #parts: Oid[] = []
  #lines: Buffer[] = []
  #sizeBytes = 0

  constructor(home: Home) {
    prepareSessionsRepo(home)
    this.#home = home
  }

  async add(line: string): Promise<void> {
    const bytes = Buffer.from(`${line}\n`, 'utf8')
    this.#lines.push(bytes)
    this.#sizeBytes += bytes.length
    if (this.#sizeBytes >= PART_BYTES) await this.#endPart()
  }

  /** Returns the tree of the copy. */
  async end(source: TranscriptSource): Promise<Oid> {
    if (this.#lines.length > 0) await this.#endPart()
    const about = await this.#write('blob', Buffer.from(`${JSON.stringify(source)}\n`))
    const entries = this.#parts.map((oid, n) => ({ name: `${n + 1}.jsonl`, oid }))
    const files = [...entries, { name: SOURCE, oid: about }].map(({ name, oid }) => {
      return { mode: MODE_FILE, gitName: rawFromText(name), oid }
    })
    return await this.#write('tree', formatTree(files))
  }

  async #endPart(): Promise<void> {
    this.#parts.push(await this.#write('blob', Buffer.concat(this.#lines)))
    this.#lines = []
    this.#sizeBytes = 0
  }

  #write(type: 'blob' | 'tree', content: Uint8Array): Promise<Oid> {
    return writeObjects(sessionsGitDir(this.#home), (batch) => batch.write(type, content))
  }
}

/** Returns what the tree is a copy of; undefined when it does not say. */
export async function readTranscriptSource(
  reader: SessionsReader,
  tree: Oid | undefined,
): Promise<Partial<TranscriptSource> | undefined> {
  const about = (await reader.entries(tree)).find(({ gitName }) => gitName === SOURCE)
  if (!about) return undefined
  return JSON.parse((await reader.segment(about.oid)).toString('utf8')) as Partial<TranscriptSource>
}

/** Yields the lines of a copy, a part at a time. */
export async function* readTranscriptCopy(
  reader: SessionsReader,
  tree: Oid,
): AsyncGenerator<Uint8Array> {
  const parts = (await reader.entries(tree))
    .flatMap(({ gitName, oid }) =>
      gitName === SOURCE ? [] : [{ n: Number.parseInt(gitName, 10), oid }],
    )
    .sort((a, b) => a.n - b.n)
  for (const { oid } of parts) yield await reader.segment(oid)
}
