/** Writes the entries of `log` in the form its options ask for. */
import type { KeptNarrative } from '../../model/narrative.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { LogEntry } from '../../review/history/log.ts'
import { narrativeJson } from '../../review/snapshot/narrative-json.ts'
import { gapJson, snapshotJson } from '../../review/snapshot/snapshot-json.ts'
import type { Output } from '../terminal/output.ts'
import type { Reading } from './reading.ts'
import { gapLine, porcelainLine, snapshotBlock, snapshotOneLine } from './snapshot-lines.ts'

export interface LogForm {
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

  async write(found: LogEntry): Promise<void> {
    const entry = await this.#withStep(found)
    if (this.#out.isJson) await this.#writeJson(entry)
    else if (this.#form.porcelain) {
      this.#out.line(porcelainLine(entry.type === 'gap' ? entry.gap : entry.snapshot))
    } else await this.#writeText(entry)
    this.#isFirst = false
  }

  async #withStep(entry: LogEntry): Promise<LogEntry> {
    if (entry.type === 'gap') return entry
    return { type: 'snapshot', snapshot: await this.#reading.sessions.withStep(entry.snapshot) }
  }

  async #writeJson(entry: LogEntry): Promise<void> {
    if (entry.type === 'gap') this.#out.json(gapJson(entry.gap))
    else {
      const changes = await this.#changesJson(entry.snapshot)
      const summary = narrativeJson(await this.#told(entry.snapshot))
      this.#out.json({ ...snapshotJson(entry.snapshot), summary, ...changes })
    }
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
    const { query, diff } = await this.#diffOf(snapshot)
    if (!oneline) this.#out.line()
    if (stat) {
      const { writeStat } = await import('./change-lines.ts')
      await writeStat(this.#out, this.#reading.view, diff.changes)
    }
    if (stat && patch) this.#out.line()
    if (!patch) return
    const { writePatch } = await import('./patch-lines.ts')
    await writePatch(this.#out, this.#reading.view, query, diff, this.#signal)
  }

  async #changesJson(snapshot: Snapshot) {
    if (!this.#form.stat && !this.#form.patch) return {}
    const { changeJson, diffEventJson } = await import('../../review/changes/diff-event.ts')
    const { view } = this.#reading
    const { parent, query, diff } = await this.#diffOf(snapshot)
    if (!this.#form.patch) {
      return { changes: diff.changes.map((change) => changeJson(view.repo.root, change)) }
    }
    const facts = { view, query, from: parent, to: snapshot }
    const event = await diffEventJson(diff, { ...facts, createdMs: snapshot.time })
    return { changes: event.changes }
  }

  async #diffOf(snapshot: Snapshot) {
    const { diffSnapshots } = await import('../../review/changes/snapshot-diff.ts')
    const { view } = this.#reading
    const { paths } = this.#form
    const parent = await view.parentOf(snapshot)
    const query = { before: parent?.tree, after: snapshot.tree, paths }
    return { parent, query, diff: await diffSnapshots(view, parent, snapshot, paths) }
  }
}
