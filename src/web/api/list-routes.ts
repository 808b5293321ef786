/** Routes of the pages that list: sessions, timelines, what was found. */
import { reads } from './route.ts'
import type { SearchPart } from './search.ts'
import type { OutlinePage, SessionPage } from './session-lists.ts'
import type { StripAnswer } from './strip.ts'
import type { RootsAnswer, TimelinePage } from './timeline.ts'

export const LIST_ROUTES = {
  sessions: reads<{ start?: string; count?: string }, SessionPage>(
    '/api/sessions',
    'The sessions, the latest active first, a page at a time.',
    { start: 'The place of the first one, from 0', count: 'At most so many' },
  ),
  roots: reads<Record<never, string>, RootsAnswer>(
    '/api/roots',
    'The roots, the latest changed first.',
    {},
  ),
  timeline: reads<
    { root: string; start?: string; count?: string; at?: string; q?: string },
    TimelinePage
  >(
    '/api/roots/:root/timeline',
    'The timeline of a root by number, newest first, a page at a time.',
    {
      root: 'The name of its repo, or the path of the root',
      start: 'The number of the first entry; those that came since the list was made are below 0',
      count: 'At most so many',
      at: 'Instead of a start: around this snapshot, or around what held at this time',
      q: 'A filter, as it is typed on the page',
    },
  ),
  searchEvents: reads<{ q: string; next?: string }, SearchPart>(
    '/api/search/events',
    'What agents did and said that holds some words, session by session, the latest first.',
    { q: 'What is looked for, as it is typed on the page', next: 'Where to go on' },
  ),
  searchTerminals: reads<{ q: string }, SearchPart>(
    '/api/search/terminals',
    'What stood on terminals and holds some words, session by session.',
    { q: 'What is looked for, as it is typed on the page' },
  ),
  homeStrip: reads<{ days?: string; until?: string; root?: string }, StripAnswer>(
    '/api/strip',
    'Days as lanes: which agents were at work, when files changed, what was not recorded.',
    {
      days: 'How many; 7 unless given',
      until: 'Where they end, in milliseconds since the epoch; now unless given',
      root: 'Only of this one: the name of its repo, or its path',
    },
  ),
  sessionOutlines: reads<{ sessions: string }, OutlinePage>(
    '/api/session-outlines',
    'Sessions at a glance: what was asked, when they were at work, what they used.',
    { sessions: 'Their ids, with commas between them' },
  ),
} as const
