/** Routes of the home as a whole. */
import type { configJson } from '../../review/json/config.ts'
import type { statusJson } from '../../review/json/status.ts'
import type { daemonJson } from '../../service/json/daemon.ts'
import type { News } from './live.ts'
import { reads } from './route.ts'

export const HOME_ROUTES = {
  live: reads<{ after?: string }, News | Response>(
    '/api/live',
    'A stream of server-sent events, each a `news`: what has changed since, and then whatever changes.',
    { after: 'What was seen last, as `<server>.<number>`; without it anything may have changed' },
  ),
  status: reads<Record<never, string>, ReturnType<typeof statusJson>>(
    '/api/status',
    'What is recorded, and how well: one `status`.',
    {},
  ),
  daemon: reads<Record<never, string>, ReturnType<typeof daemonJson>>(
    '/api/daemon',
    'What the process that records says of itself: one `daemon`.',
    {},
  ),
  config: reads<Record<never, string>, ReturnType<typeof configJson>>(
    '/api/config',
    'The settings in force, and where each comes from: one `config`.',
    {},
  ),
} as const
