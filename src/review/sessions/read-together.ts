/**
 * Reads many at once. What git says of a damaged object fails whatever was asked of it beside that, so each that failed
 * is asked for once more, alone: only what is damaged itself fails.
 */
export async function readTogether<Key, Value>(
  keys: readonly Key[],
  read: (key: Key) => Promise<Value>,
): Promise<PromiseSettledResult<Value>[]> {
  const found = await Promise.allSettled(keys.map(read))
  for (const [place, key] of keys.entries())
    if (found[place]!.status === 'rejected') [found[place]] = await Promise.allSettled([read(key)])
  return found
}
