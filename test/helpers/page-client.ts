/** A program that talks to a served page as its browser does, or not quite as it should. */
import type { News } from '../../src/web/api/live.ts'
import type { ServedView } from './browser.ts'

export class PageClient {
  readonly #origin: string
  readonly cookie: string

  private constructor(origin: string, cookie: string) {
    this.#origin = origin
    this.cookie = cookie
  }

  static async enter({ origin, token }: ServedView): Promise<PageClient> {
    const body = JSON.stringify({ token })
    const entered = await fetch(`${origin}/api/enter`, { method: 'POST', body })
    if (!entered.ok) throw new Error(`not let in: ${await entered.text()}`)
    return new PageClient(origin, entered.headers.get('set-cookie')!.split(';')[0]!)
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#origin}${path}`, {
      ...init,
      headers: { cookie: this.cookie, ...(init.headers as Record<string, string>) },
    })
  }

  async get<Answer>(path: string): Promise<Answer> {
    const response = await this.fetch(path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }

  async post(path: string, body: unknown): Promise<Response> {
    return await this.fetch(path, { method: 'POST', body: JSON.stringify(body) })
  }

  /** Reads the stream of news until `isEnough`; returns what it told. */
  async news(after: string, isEnough: (told: readonly News[]) => boolean): Promise<News[]> {
    const stop = new AbortController()
    const response = await this.fetch(`/api/live?after=${after}`, { signal: stop.signal })
    const told: News[] = []
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const frames = text.split('\n\n')
      text = frames.pop()!
      told.push(...frames.map((frame) => JSON.parse(frame.replace(/^data: /, '')) as News))
      if (isEnough(told)) break
    }
    stop.abort()
    return told
  }
}
