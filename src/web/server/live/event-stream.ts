/** The feed as server-sent events: what was missed first, then whatever comes. */
import type { News } from '../../api/live.ts'
import type { LiveFeed } from './live-feed.ts'

export interface EventStreamRequest {
  /** What the page saw last: `<server>.<number>`. */
  after: string | undefined
  signal: AbortSignal
}

export function eventStream(feed: LiveFeed, { after, signal }: EventStreamRequest): Response {
  const [server, number = ''] = after?.split('.') ?? []
  let end = () => {}
  let told = Number(number)
  const body = new ReadableStream<string>({
    start(stream) {
      feed.look()
      const tell = (news: News) => {
        // A page that does not read is told all at once when it does.
        if ((stream.desiredSize ?? 0) <= 0) return
        const since = feed.since(news.server, told)
        told = news.number
        stream.enqueue(frame(since))
      }
      const first = feed.greet(server, told)
      told = first.number
      stream.enqueue(frame(first))
      const leave = feed.listen(tell)
      end = () => {
        leave()
        signal.removeEventListener('abort', end)
      }
      signal.addEventListener('abort', end)
    },
    cancel: () => end(),
  })
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  })
}

function frame(news: News): string {
  return `data: ${JSON.stringify(news)}\n\n`
}
