import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const about = answering(ROUTES.about, async ({ version, home, isReadOnly, server }) => ({
  type: 'about',
  version,
  home: home.path,
  is_read_only: isReadOnly,
  server,
  zone_minutes: -new Date(now()).getTimezoneOffset(),
}))
