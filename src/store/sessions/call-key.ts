import { createHash } from 'node:crypto'
import type { StoredEvent } from './journal-line.ts'

/** What a call is known by in trailers: its id where that is plain, else a hash of it or of its payload's name. */
export function callKey({ call_id, intake }: Pick<StoredEvent, 'call_id' | 'intake'>): string {
  const id = call_id ?? intake ?? ''
  return /^[\w.:-]{1,80}$/.test(id)
    ? id
    : createHash('sha256').update(id).digest('hex').slice(0, 16)
}
