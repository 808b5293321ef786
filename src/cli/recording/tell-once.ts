/** Narratives of `watch --once`: what waits is told once the snapshots are safe. */
import { connectDaemon } from '../../daemon/client.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Config } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import { mayBeSent } from '../../record/narrate/allowed-roots.ts'
import { PendingSnapshots } from '../../record/narrate/pending-snapshots.ts'
import type { Home } from '../../store/home/home.ts'
import { findShadowRepo } from '../../store/home/shadow-repos.ts'
import { NarrativeReader } from '../../store/timeline/narratives.ts'
import { readSnapshot } from '../../store/timeline/timeline.ts'
import type { Output } from '../terminal/output.ts'
import { keepNow, narrateNow } from './narrate-now.ts'
import { tellBusy } from './tell-busy.ts'

interface Telling {
  home: Home
  config: Config
  out: Output
  signal: AbortSignal
}

/** Runs `record`, then has what is new told. A process that records in the background does that by itself. */
export async function tellAfter(
  telling: Telling,
  roots: readonly string[],
  record: () => Promise<number>,
): Promise<number> {
  const { home, config, out, signal } = telling
  const waiting = { signal, onBusy: tellBusy(out) }
  const told = roots.filter((root) => mayBeSent(config, root))
  const client = told.length > 0 ? await connectDaemon(home, waiting) : undefined
  client?.close()
  const repos = told.flatMap((root) => findShadowRepo(home, root) ?? [])
  if (client || repos.length === 0) return await record()
  const pendings = repos.map((repo) => {
    const reader = new ObjectReader(repo.gitDir)
    return { pending: new PendingSnapshots(repo, reader), reader }
  })
  try {
    const exitCode = await record()
    for (const { pending, reader } of pendings) await tellAll(telling, pending, reader)
    return exitCode
  } finally {
    for (const { reader } of pendings) reader.close()
  }
}

/** A failure costs the narrative only; it is tried again the next time. */
async function tellAll(
  telling: Telling,
  pending: PendingSnapshots,
  reader: ObjectReader,
): Promise<void> {
  try {
    await pending.lookForNew()
    for (; pending.first; pending.finishFirst()) await tellFirst(telling, pending, reader)
  } catch (error) {
    if (!(error instanceof FlightrecError) || telling.signal.aborted) throw error
    telling.out.warn(`the change is recorded, and ${error.message}`)
  }
}

async function tellFirst(
  telling: Telling,
  { repo, first }: PendingSnapshots,
  reader: ObjectReader,
): Promise<void> {
  const { commit, parent } = first!
  const { gitDir, root } = repo
  if (parent === undefined || (await new NarrativeReader(gitDir, reader).find(commit))) return
  const sides = { from: await readSnapshot(reader, parent), to: first! }
  const narrative = await narrateNow(telling, root, (narrator) =>
    narrator.narrateChange(repo, reader, sides, telling.signal),
  )
  if (narrative) await keepNow(telling, [root], { gitDir, commit, narrative })
}
