import type { TimelineIndex } from './timeline-index.ts'

/** Returns the place of the newest entry that is not younger than a time; null when all are. Reads few of them. */
export async function placeAt(index: TimelineIndex, timeMs: number): Promise<number | null> {
  let [low, high] = [0, index.count]
  while (low < high) {
    const middle = (low + high) >> 1
    const known = await nearestTime(index, middle, high)
    if (known !== undefined && known.timeMs > timeMs) low = known.place + 1
    else high = middle
  }
  return low < index.count ? low : null
}

/** What is damaged has no time: the next older one's is taken. */
async function nearestTime(
  index: TimelineIndex,
  from: number,
  end: number,
): Promise<{ place: number; timeMs: number } | undefined> {
  for (let place = from; place < end; place += 1) {
    await index.load(place, place + 1)
    const silence = index.silenceAt(place)
    if (silence) return { place, timeMs: silence.silentTo }
    const entry = index.at(place)
    if (entry?.type === 'gap') return { place, timeMs: entry.gap.to }
    if (entry) return { place, timeMs: entry.snapshot.time }
  }
  return undefined
}
