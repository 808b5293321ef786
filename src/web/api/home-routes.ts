/** Routes of the home as a whole. */
import type { News } from './live.ts'
import { reads } from './route.ts'

export const HOME_ROUTES = {
  live: reads<{ after?: string }, News | Response>(
    '/api/live',
    'A stream of server-sent events, each a `news`: what has changed since, and then whatever changes.',
    { after: 'What was seen last, as `<server>.<number>`; without it anything may have changed' },
  ),
} as const
