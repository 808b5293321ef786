/** Opens the screens of a home: a timeline, or the choice among several. */
import type { ShadowRepo } from '../store/home/shadow-repos.ts'
import { type DeskRequest, openDesk } from './open-desk.ts'
import { rootsScreen, TimelineScreen } from './screens/timeline.ts'

/** @param repo whose timeline is shown first; without it, there is a choice. */
export async function openScreens(
  request: DeskRequest,
  repo: ShadowRepo | undefined,
): Promise<void> {
  await openDesk(request, (desk) =>
    repo ? new TimelineScreen(desk, desk.records.viewOf(repo)) : rootsScreen(desk),
  )
}
