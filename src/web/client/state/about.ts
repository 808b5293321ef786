/** What serves the page; undefined before it has answered. */
import { signal } from '@preact/signals'
import type { About } from '../../api/about.ts'

export const about = signal<About | undefined>(undefined)
