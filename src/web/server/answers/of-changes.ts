/** What is answered of steps, of snapshots, and of what they changed. */
import type { Answerer } from '../answer.ts'
import { audit } from './audit.ts'
import { changes } from './changes.ts'
import { patch } from './patch.ts'
import { snapshot } from './snapshot.ts'
import { step } from './step.ts'

export const CHANGE_ANSWERS: readonly Answerer[] = [audit, changes, patch, snapshot, step]
