import { now } from '../../../system/clock.ts'
import { userHome } from '../../../system/environment.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const about = answering(
  ROUTES.about,
  async ({ version, home, isReadOnly, server, page, feed }) => ({
    type: 'about',
    version,
    home: home.path,
    user_home: userHome(),
    is_read_only: isReadOnly,
    server,
    news: feed.look(),
    page,
    zone_minutes: -new Date(now()).getTimezoneOffset(),
  }),
)
