import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { readGaps } from '../../store/timeline/timeline.ts'
import { storeGap } from './store-gap.ts'

/**
 * Records that the clock was set back between two snapshots, unless a watch has noticed it: times of snapshots then
 * do not tell their order.
 */
export async function noteClockStep(
  gitDir: string,
  before: Snapshot | undefined,
  after: Snapshot,
): Promise<void> {
  if (!before || after.clock === undefined || before.clock !== undefined) return
  const reader = new ObjectReader(gitDir)
  const [last] = await readGaps(gitDir, reader, 1).finally(() => reader.close())
  if (last?.reason === 'clock-step' && last.to >= before.time) return
  const seconds = Math.round((before.time - after.time) / 1000)
  const detail = `${seconds} s back`
  await storeGap(gitDir, { reason: 'clock-step', from: after.time, to: before.time, detail })
}
