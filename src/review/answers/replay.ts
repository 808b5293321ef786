/** `replay`: each change of a root, oldest first. */
import { type ReplayStep, readReplay } from '../history/replay.ts'
import { diffJson } from '../json/diff.ts'
import type { Reading } from './reading.ts'

/** As typed. */
interface ReplayRequest {
  since?: string | undefined
  until?: string | undefined
  /** A path, or a part of one. */
  path?: string | undefined
}

export function readReplaySteps(
  reading: Reading,
  { since, until, path }: ReplayRequest,
): AsyncGenerator<ReplayStep> {
  return readReplay(reading.view, {
    sinceMs: reading.time(since),
    untilMs: reading.time(until),
    path: reading.partOfPath(path),
  })
}

/** Yields a `diff` for each change. */
export async function* answerReplay(reading: Reading, request: ReplayRequest) {
  const { view } = reading
  for await (const { snapshot, parent, diff } of readReplaySteps(reading, request)) {
    const query = { before: parent.tree, after: snapshot.tree }
    yield await diffJson(diff, {
      view,
      query,
      from: parent,
      to: snapshot,
      createdMs: snapshot.time,
    })
  }
}
