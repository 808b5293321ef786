/** The page of each name. */
import type { FunctionComponent } from 'preact'
import type { PageName } from '../state/address-text.ts'
import { SessionPage } from './session-page.tsx'
import { SessionsPage } from './sessions-page.tsx'

export const PAGES: Readonly<Partial<Record<PageName, FunctionComponent>>> = {
  session: SessionPage,
  sessions: SessionsPage,
}
