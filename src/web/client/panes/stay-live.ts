/** Keeps the page on the stream of news: when it breaks, tries again, ever more seldom, and catches up. */
import type { About } from '../../api/about.ts'
import type { News } from '../../api/live.ts'
import { addressOf } from '../../api/route.ts'
import { ROUTES } from '../../api/routes.ts'
import { after, every, now } from '../browser/clock.ts'
import { ask, RequestFailure } from '../browser/fetching.ts'
import { isInSight, onSight, openStream } from '../browser/stream.ts'
import { about } from '../state/about.ts'
import { connection, isOutdated, seen, setClock, takeNews, tick } from '../state/live.ts'

/** The server shows every five seconds that it is alive. */
const SILENCE_MS = 15_000
const RETRY_MS = 500
const RETRY_MS_MAX = 15_000
/** A page out of sight gives its connection back. */
const AWAY_MS = 10_000

/** To be called once, with what the server told of itself when the page began. */
export function stayLive({ server, news, page }: About): void {
  let stop = () => {}
  let tries = 0
  seen.value = `${server}.${news}`

  const open = () => {
    stop()
    let takeBack = after(SILENCE_MS, () => lose('lost'))
    const end = openStream(
      addressOf(ROUTES.live, { after: seen.value }),
      (told: News) => {
        takeBack()
        takeBack = after(SILENCE_MS, () => lose('lost'))
        tries = 0
        takeNews(told)
        setClock(told.time_ms, now())
      },
      () => lose('lost'),
    )
    stop = () => {
      takeBack()
      end()
    }
  }

  const lose = (how: 'lost' | 'shut-out') => {
    stop()
    connection.value = how
    const waitMs = Math.min(RETRY_MS * 2 ** tries, RETRY_MS_MAX)
    tries += 1
    stop = after(waitMs, () => void reach())
  }

  const reach = async () => {
    try {
      const told = await ask(ROUTES.about, {})
      about.value = told
      isOutdated.value = told.page !== page
      open()
    } catch (error) {
      lose(error instanceof RequestFailure && error.status === 401 ? 'shut-out' : 'lost')
    }
  }

  let takeBackAway = () => {}
  onSight(() => {
    takeBackAway()
    if (!isInSight()) takeBackAway = after(AWAY_MS, () => stop())
    else {
      tries = 0
      void reach()
    }
  })
  every(1_000, () => tick(now()))
  open()
}
