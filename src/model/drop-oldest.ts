/** Drops what was put first into a map that holds more than `max`, and returns its key. */
export function dropOldest<Key>(map: Map<Key, unknown>, max: number): Key | undefined {
  if (map.size <= max) return undefined
  const oldest = map.keys().next().value
  if (oldest !== undefined) map.delete(oldest)
  return oldest
}
