/** All routes of the page's API. docs/api.md is made from this table. */
import type { sessionJson } from '../../review/json/session.ts'
import type { About } from './about.ts'
import { acts, reads } from './route.ts'

export const ROUTES = {
  enter: acts<{ token: string }, { type: 'entered' }>(
    '/api/enter',
    'Exchanges the token of the address for a cookie.',
    { token: 'What stood behind `#token=`' },
  ),
  about: reads<Record<never, string>, About>('/api/about', 'Tells what serves the page.', {}),
  session: reads<{ session: string }, ReturnType<typeof sessionJson>>(
    '/api/sessions/:session',
    'One `session`.',
    { session: 'As on the command line: an id, or the only beginning of one' },
  ),
} as const
