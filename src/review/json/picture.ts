/** What a recording showed, picture by picture, as JSON; see docs/json.md. */

import type { PictureReader, Pictures, PlayedPicture } from '../playback/pictures.ts'
import type { Marker, Playback } from '../playback/playback.ts'

/** What is known of a recording that is being looked at. */
export function playedRecordingJson(id: string, playback: Playback, pictures: PictureReader) {
  const { recording, isLive, readShare, durationMs, markers } = playback
  const { startedMs, title, command, columns, rows } = recording
  return {
    type: 'played-recording' as const,
    recording: id,
    title: title ?? null,
    command: command ?? null,
    columns,
    rows,
    started_at: startedMs === undefined ? null : new Date(startedMs).toISOString(),
    duration_ms: durationMs,
    is_live: isLive,
    read_share: readShare,
    pictures: pictures.count,
    markers: markers.map(markerJson),
    activity: activityOf(pictures.times, durationMs),
  }
}

/** `changed` holds the rows that are not as in the picture before: their place, and their text with SGR codes. */
export function picturesJson({ pictures, nextMs }: Pictures) {
  return {
    type: 'pictures' as const,
    pictures: pictures.map(pictureJson),
    next_ms: nextMs ?? null,
  }
}

function pictureJson(picture: PlayedPicture) {
  const { timeMs, number, columns, rowCount, cursor, title, changed } = picture
  return {
    at_ms: timeMs,
    number,
    columns,
    rows: rowCount,
    cursor: cursor ? { row: cursor.row, column: cursor.column, shape: cursor.shape ?? null } : null,
    title: title ?? null,
    changed: [...changed].map(([row, { painted }]) => [row, painted] as const),
  }
}

function markerJson({ timeMs, kind, label }: Marker) {
  return { at_ms: timeMs, kind, label }
}

const ACTIVITY_PARTS = 400

/** Returns how many pictures came in each of 400 equal parts of the time. */
function activityOf(times: readonly number[], durationMs: number): number[] {
  const parts = new Array<number>(ACTIVITY_PARTS).fill(0)
  for (const time of times) {
    const part = Math.floor((time / Math.max(1, durationMs)) * ACTIVITY_PARTS)
    parts[Math.min(ACTIVITY_PARTS - 1, part)]! += 1
  }
  return parts
}
