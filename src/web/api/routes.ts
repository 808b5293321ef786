/** All routes of the page's API. docs/api.md is made from this table. */
import type { About } from './about.ts'
import { ACT_ROUTES } from './act-routes.ts'
import { CHANGE_ROUTES } from './change-routes.ts'
import { FILE_ROUTES } from './file-routes.ts'
import { HOME_ROUTES } from './home-routes.ts'
import { MOMENT_ROUTES } from './moment-routes.ts'
import { acts, reads } from './route.ts'
import type { OutlinePage, SessionPage } from './session-lists.ts'
import { SESSION_ROUTES } from './session-routes.ts'

export const ROUTES = {
  enter: acts<{ token: string }, { type: 'entered' }>(
    '/api/enter',
    'Exchanges the token of the address for a cookie.',
    { token: 'What stood behind `#token=`' },
  ),
  about: reads<Record<never, string>, About>('/api/about', 'Tells what serves the page.', {}),
  ...HOME_ROUTES,
  ...ACT_ROUTES,
  sessions: reads<{ start?: string; count?: string }, SessionPage>(
    '/api/sessions',
    'The sessions, the latest active first, a page at a time.',
    { start: 'The place of the first one, from 0', count: 'At most so many' },
  ),
  sessionOutlines: reads<{ sessions: string }, OutlinePage>(
    '/api/session-outlines',
    'Sessions at a glance: what was asked, when they were at work, what they used.',
    { sessions: 'Their ids, with commas between them' },
  ),
  ...SESSION_ROUTES,
  ...MOMENT_ROUTES,
  ...FILE_ROUTES,
  ...CHANGE_ROUTES,
} as const
