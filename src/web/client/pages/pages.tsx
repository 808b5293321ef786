/** The page of each name. */
import type { FunctionComponent } from 'preact'
import type { PageName } from '../state/address-text.ts'
import { FilePage } from './file-page.tsx'
import { SearchPage } from './search-page.tsx'
import { SessionPage } from './session-page.tsx'
import { SessionsPage } from './sessions-page.tsx'
import { SettingsPage } from './settings-page.tsx'
import { SnapshotPage } from './snapshot-page.tsx'
import { StatusPage } from './status-page.tsx'
import { TimelinePage } from './timeline-page.tsx'

export const PAGES: Readonly<Partial<Record<PageName, FunctionComponent>>> = {
  file: FilePage,
  search: SearchPage,
  session: SessionPage,
  sessions: SessionsPage,
  settings: SettingsPage,
  snapshot: SnapshotPage,
  timeline: TimelinePage,
  status: StatusPage,
}
