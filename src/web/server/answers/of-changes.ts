/** What is answered of snapshots and of what they changed. */
import type { Answerer } from '../answer.ts'
import { changes } from './changes.ts'
import { patch } from './patch.ts'
import { snapshot } from './snapshot.ts'

export const CHANGE_ANSWERS: readonly Answerer[] = [changes, patch, snapshot]
