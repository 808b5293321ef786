/** All routes of the page's API. docs/api.md is made from this table. */
import type { About } from './about.ts'
import { ACT_ROUTES } from './act-routes.ts'
import { AUDIT_ROUTES } from './audit-routes.ts'
import { CHANGE_ROUTES } from './change-routes.ts'
import { FILE_ROUTES } from './file-routes.ts'
import { HOME_ROUTES } from './home-routes.ts'
import { LIST_ROUTES } from './list-routes.ts'
import { MOMENT_ROUTES } from './moment-routes.ts'
import { acts, reads } from './route.ts'
import { SESSION_ROUTES } from './session-routes.ts'
import { STEP_ROUTES } from './step-detail.ts'

export const ROUTES = {
  enter: acts<{ token: string }, { type: 'entered' }>(
    '/api/enter',
    'Exchanges the token of the address for a cookie.',
    { token: 'What stood behind `#token=`' },
  ),
  about: reads<Record<never, string>, About>('/api/about', 'Tells what serves the page.', {}),
  ...HOME_ROUTES,
  ...ACT_ROUTES,
  ...LIST_ROUTES,
  ...SESSION_ROUTES,
  ...MOMENT_ROUTES,
  ...FILE_ROUTES,
  ...CHANGE_ROUTES,
  ...AUDIT_ROUTES,
  ...STEP_ROUTES,
} as const
