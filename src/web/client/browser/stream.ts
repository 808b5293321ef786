/** The stream of news. Browsers let six connections to a server be open in all: a page out of sight keeps none. */
import type { News } from '../../api/live.ts'

/** Returns what ends it. `onEnd` is called once, when nothing more will come. */
export function openStream(
  address: string,
  onNews: (news: News) => void,
  onEnd: () => void,
): () => void {
  const source = new EventSource(address)
  const end = () => {
    source.close()
    onEnd()
  }
  source.onmessage = ({ data }) => onNews(JSON.parse(data as string) as News)
  source.onerror = end
  return () => source.close()
}

export function isInSight(): boolean {
  return document.visibilityState === 'visible'
}

export function onSight(listener: () => void): void {
  document.addEventListener('visibilitychange', listener)
}
