/** Snapshots of the timeline that cannot be read, for those who read past them. */

import { showCount } from '../../model/counts.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { LostCommits } from '../../store/timeline/log-past-damage.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { now } from '../../system/clock.ts'

const NAMES_SHOWN_MAX = 4

export interface LostSnapshots {
  /** Their commits, newest first. */
  commits: readonly Oid[]
  /** The nearest that can be read. */
  newer?: Snapshot | undefined
  older?: Snapshot | undefined
}

export function lostSnapshots({ commits, newer, older }: LostCommits): LostSnapshots {
  return {
    commits,
    newer: newer && snapshotFromCommit(newer.oid, newer),
    older: older && snapshotFromCommit(older.oid, older),
  }
}

/** Says which they are, and where the history goes on. */
function lostText({ commits, newer, older }: LostSnapshots): string {
  const between = older && newer && ` between ${older.id} and ${newer.id}`
  const where = between ?? (older ? ` after ${older.id}` : newer ? ` before ${newer.id}` : '')
  const shown = commits.slice(0, NAMES_SHOWN_MAX).map((oid) => oid.slice(0, 12))
  const more = commits.length > NAMES_SHOWN_MAX ? ', …' : ''
  const what = `${showCount(commits.length, 'snapshot')}${where} cannot be read`
  const end = older ? '' : '; nothing tells what came before'
  return `${what}: commit ${shown.join(', ')}${more}${end}`
}

/** As `lostText`, and what that means for the snapshot after them. */
export function lostWarning(lost: LostSnapshots): string {
  const { newer, older } = lost
  const text = lostText(lost)
  return newer && older ? `${text}; what changed there shows as part of ${newer.id}` : text
}

/** Returns the stretch in which they were taken. */
export function lostGap(lost: LostSnapshots): Gap {
  const to = lost.newer?.time ?? now()
  return { reason: 'damage', from: lost.older?.time ?? to, to, detail: lostText(lost) }
}
