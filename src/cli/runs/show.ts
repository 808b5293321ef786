import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Reading } from '../../review/answers/reading.ts'
import {
  answerShow,
  findShown,
  readShownSnapshot,
  type ShownStep,
} from '../../review/answers/show.ts'
import { manifestJson } from '../../review/json/manifest.ts'
import { snapshotsMeanwhile } from '../../review/sessions/snapshots-meanwhile.ts'
import { copyFileAt } from '../../review/snapshot/file-at.ts'
import { changeLine, writeStat } from '../changes/change-lines.ts'
import { writePatch } from '../changes/patch-lines.ts'
import { withReading } from '../changes/reading.ts'
import { snapshotBlock, snapshotFacts, snapshotOneLine } from '../changes/snapshot-lines.ts'
import type { showCommand } from '../commands/show.ts'
import type { ContextOf } from '../framework/command.ts'
import { timelineLine } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof showCommand>): Promise<number> {
  return withReading(context, async (reading) => {
    const { args, options, out, rest } = context
    const request = { ...options, name: args[0] ?? 'latest', paths: rest }
    if (out.isJson) return await writeAnswers(context, answerShow(reading, request))
    const shown = await findShown(reading, request)
    const { view } = reading
    if (shown.kind === 'step') await writeStep(context, reading, shown)
    else if (shown.kind === 'manifest')
      out.json(await manifestJson(view, shown.snapshot, options.sha256))
    else if (shown.kind === 'snapshot')
      await writeSnapshot(context, reading, shown.snapshot, reading.paths(rest))
    else
      await copyFileAt(view, shown.file, async (piece) => {
        out.bytes(piece)
        await out.drain()
      })
    return 0
  })
}

type ShowContext = ContextOf<typeof showCommand>

/** The event, then all that is put down to its call, oldest first. */
async function writeStep(context: ShowContext, reading: Reading, step: ShownStep): Promise<void> {
  const { out, rest } = context
  out.page()
  out.line(timelineLine(step.event, out.style))
  if (step.parts.length === 0) await writeMeanwhile(context, reading, step)
  for (const { snapshot, paths } of step.parts) {
    out.line()
    await writeSnapshot(context, reading, snapshot, paths ?? reading.paths(rest))
  }
}

/** Says what else was recorded while a call went on to which nothing is put down. */
async function writeMeanwhile(
  { out }: ShowContext,
  { view, sessions, nowMs }: Reading,
  { session, call: { events } }: ShownStep,
): Promise<void> {
  const [begin, end] = [
    await sessions.event(session, events[0]!),
    await sessions.event(session, events.at(-1)!),
  ]
  const found = await snapshotsMeanwhile(view, begin, end)
  out.line('  nothing recorded is put down to it')
  if (found.length === 0) return
  out.line('  while it went on, and put down to nobody:')
  for (const snapshot of found) out.line(`    ${snapshotOneLine(snapshot, nowMs, out.style)}`)
}

async function writeSnapshot(
  { out, options, signal }: ShowContext,
  reading: Reading,
  found: Snapshot,
  paths: readonly RawPath[] | undefined,
): Promise<void> {
  const shown = await readShownSnapshot(reading, found, paths)
  const { snapshot, diff, query, narrative } = shown
  out.page()
  for (const line of snapshotBlock(snapshot, reading.nowMs, out.style, narrative?.short))
    out.line(line)
  out.line()
  for (const line of snapshotFacts(snapshot, out.style)) out.line(line)
  out.line()
  if (options.stat) {
    await writeStat(out, reading.view, diff.changes)
    return
  }
  for (const change of diff.changes) out.line(`  ${changeLine(change, out.style)}`)
  if (diff.changes.length > 0) out.line()
  await writePatch(out, reading.view, query, diff, signal)
}
