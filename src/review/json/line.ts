import { isUtf8 } from 'node:buffer'
import type { Snapshot } from '../../model/snapshot.ts'
import type { BlameLine } from '../snapshot/blame.ts'

/** Returns a line of a file, and who wrote it. */
export function lineJson(at: Snapshot, { line, snapshot, broughtBack, content }: BlameLine) {
  const isText = isUtf8(content)
  return {
    type: 'line' as const,
    line,
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    actor: snapshot.actor.name,
    session: snapshot.session ?? null,
    step: snapshot.event === undefined ? null : Number(snapshot.event),
    brought_back_in: broughtBack?.id ?? null,
    at_snapshot_id: at.id,
    text: isText ? content.toString('utf8') : null,
    text_base64: isText ? null : content.toString('base64'),
  }
}
