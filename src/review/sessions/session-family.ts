import type { Session, SessionId } from '../../model/session.ts'

/** Returns a session, then those of its subagents, and of theirs. */
export async function sessionFamily(
  session: Session,
  all: AsyncIterable<Session>,
): Promise<Session[]> {
  const children = new Map<SessionId, Session[]>()
  for await (const one of all) {
    if (one.parent === undefined) continue
    const known = children.get(one.parent)
    if (known) known.push(one)
    else children.set(one.parent, [one])
  }
  const family = new Map([[session.id, session]])
  // A session that is its own ancestor, by what agents tell, is there once.
  for (const { id } of family.values())
    for (const child of children.get(id) ?? [])
      if (!family.has(child.id)) family.set(child.id, child)
  return [...family.values()]
}
