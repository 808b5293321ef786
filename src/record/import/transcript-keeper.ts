/** Keeps a copy of a transcript, without its secrets, with the first session it tells of: agents delete theirs. */
import type { TranscriptCopyWriter } from '../../store/sessions/transcript-copy.ts'
import type { ImportSetup, KeptCopy } from './import-target.ts'
import type { ImportedSession } from './imported-session.ts'
import type { Transcript, TranscriptLine } from './read-transcript.ts'

const NAME_DIGITS = 16
const HELD_CHARACTERS_MAX = 1 << 22

export class TranscriptKeeper {
  readonly #transcript: Transcript
  readonly #setup: ImportSetup
  /** The same for the same transcript, however long it has grown. */
  readonly #name: string
  #lines: string[] = []
  #heldCharacters = 0
  #session: ImportedSession | undefined
  #writer: TranscriptCopyWriter | undefined

  constructor(transcript: Transcript, setup: ImportSetup) {
    this.#transcript = transcript
    this.#setup = setup
    this.#name = transcript.fingerprint.slice(0, NAME_DIGITS)
  }

  hold({ text }: Pick<TranscriptLine, 'text'>): void {
    // Of a line that was too long, nobody could tell where a secret ends.
    if (text === undefined) return
    this.#lines.push(text)
    this.#heldCharacters += text.length
  }

  /** Whether it is time to write. */
  get isFull(): boolean {
    return this.#heldCharacters >= HELD_CHARACTERS_MAX
  }

  /** Writes the lines that are held, once the session is known. */
  async write(session: ImportedSession | undefined): Promise<void> {
    if (!session) return
    const { target, preparer } = this.#setup
    if (!this.#session) {
      this.#session = session
      this.#writer = await target.copy(session.report.id, this.#name, this.#transcript.source)
    }
    const lines = this.#lines
    this.#lines = []
    this.#heldCharacters = 0
    if (!this.#writer) return
    for (const line of lines) {
      const redacted = preparer.redactJson(line, session.report.root)
      if (redacted !== undefined) await this.#writer.add(redacted)
    }
  }

  /** Returns the copy, when one was made. */
  async end(): Promise<KeptCopy | undefined> {
    const tree = await this.#writer?.end(this.#transcript.source)
    return tree && { name: this.#name, tree }
  }
}
