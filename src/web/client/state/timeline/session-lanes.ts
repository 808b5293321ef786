/** The lanes beside the rows of a timeline: which sessions were there when a row was. */
import type { ListedSession } from '../../../api/session-lists.ts'

export interface SessionLane {
  session: string
  agent: string
  lane: number
  fromMs: number
  toMs: number
}

export interface LanePiece {
  lane: number
  agent: string
  /** Whether it begins, or ends, in this row: it is drawn only half then. */
  begins: boolean
  ends: boolean
}

export const LANES = 3

/** Sessions of one root, each in a lane of its own as long as there are any. */
export function laneSessions(
  sessions: readonly ListedSession[],
  root: string,
  nowMs: number,
): SessionLane[] {
  const own = sessions
    .filter((one) => one.parent === null && one.members.length === 0 && isAround(root, one.root))
    .map((one) => ({
      session: one.id as string,
      agent: one.agent,
      fromMs: Date.parse(one.started_at),
      toMs: one.ended_at === null ? nowMs : Date.parse(one.ended_at),
    }))
    .sort((one, other) => one.fromMs - other.fromMs)
  const busyUntil = new Array<number>(LANES).fill(-Infinity)
  return own.map((one) => {
    const free = busyUntil.findIndex((untilMs) => untilMs < one.fromMs)
    const lane = free < 0 ? LANES - 1 : free
    busyUntil[lane] = Math.max(busyUntil[lane]!, one.toMs)
    return { ...one, lane }
  })
}

/** Sessions of a folder within the root are its, too. */
function isAround(root: string, folder: string | null): boolean {
  return folder === root || folder?.startsWith(`${root}/`) === true
}

/** `newerMs` and `olderMs` are the times of the rows above and below; undefined at the ends. */
export function lanePieces(
  lanes: readonly SessionLane[],
  timeMs: number,
  {
    newerMs = Infinity,
    olderMs = -Infinity,
  }: { newerMs?: number | undefined; olderMs?: number | undefined },
): LanePiece[] {
  return lanes
    .filter(({ fromMs, toMs }) => fromMs <= timeMs && toMs >= timeMs)
    .map(({ lane, agent, fromMs, toMs }) => ({
      ...{ lane, agent },
      begins: fromMs > olderMs,
      ends: toMs < newerMs,
    }))
}
