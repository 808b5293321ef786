/** Writes the entries of `log` for people and scripts, in the form its options ask for. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Reading } from '../../review/answers/reading.ts'
import type { LogEntry } from '../../review/history/log.ts'
import type { Output } from '../terminal/output.ts'
import { gapLine, porcelainLine, snapshotBlock, snapshotOneLine } from './snapshot-lines.ts'

interface LogForm {
  stat: boolean
  patch: boolean
  oneline: boolean
  porcelain: boolean
  /** Limits what is shown of each snapshot's changes. */
  paths: readonly RawPath[] | undefined
}

export class LogWriter {
  readonly #out: Output
  readonly #reading: Reading
  readonly #form: LogForm
  readonly #signal: AbortSignal
  #isFirst = true

  constructor(out: Output, reading: Reading, form: LogForm, signal: AbortSignal) {
    this.#out = out
    this.#reading = reading
    this.#form = form
    this.#signal = signal
  }

  async write(entry: LogEntry): Promise<void> {
    if (this.#form.porcelain) {
      this.#out.line(porcelainLine(entry.type === 'gap' ? entry.gap : entry.snapshot))
    } else await this.#writeText(entry)
    this.#isFirst = false
  }

  async #writeText(entry: LogEntry): Promise<void> {
    const [out, { nowMs }] = [this.#out, this.#reading]
    if (!this.#isFirst && !this.#form.oneline) out.line()
    if (entry.type === 'gap') return out.line(gapLine(entry.gap, nowMs, out.style))
    const { snapshot } = entry
    const told = (await this.#told(snapshot))?.short
    if (this.#form.oneline) out.line(snapshotOneLine(snapshot, nowMs, out.style, told))
    else for (const line of snapshotBlock(snapshot, nowMs, out.style, told)) out.line(line)
    await this.#writeChanges(entry.snapshot)
  }

  #told({ commit }: Snapshot): Promise<KeptNarrative | undefined> {
    return this.#reading.view.narratives.find(commit)
  }

  async #writeChanges(snapshot: Snapshot): Promise<void> {
    const { stat, patch, oneline } = this.#form
    if (!stat && !patch) return
    const { readOwnChange } = await import('../../review/changes/snapshot-diff.ts')
    const { view } = this.#reading
    const { query, diff } = await readOwnChange(view, snapshot, this.#form.paths)
    if (!oneline) this.#out.line()
    if (stat) {
      const { writeStat } = await import('./change-lines.ts')
      await writeStat(this.#out, this.#reading.view, diff.changes)
    }
    if (stat && patch) this.#out.line()
    if (!patch) return
    const { writePatch } = await import('./patch-lines.ts')
    await writePatch(this.#out, view, query, diff, this.#signal)
  }
}
