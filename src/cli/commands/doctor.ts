import { command } from '../framework/command.ts'

export const doctorCommand = command({
  name: 'doctor',
  group: 'maintain',
  summary: 'Find what keeps flightrec from working, and mend it',
  description: `
    Looks at git, Node, the disk, the flightrec home, the sessions, the spool and every shadow repo: stale
    locks and sockets, objects a power cut emptied, damaged refs, reflogs, journals, indexes and settings,
    sessions whose agent is gone, payloads that were refused, hooks that do not run, files of unfinished
    writes and restores, a root that is gone, limits that are too low. Says what it would do; with --fix
    it does it. Damaged files that may be the only copy of something go to flightrec/quarantine in their
    repo, never away. A root that was moved is recorded on under its timeline with --moved-to. --fix needs
    the home for itself: stop the daemon first.`,
  options: {
    fix: { type: 'boolean', summary: 'Mend what can be mended' },
    'moved-to': {
      type: 'string',
      value: 'FOLDER',
      summary: 'Where the root given with --root is now',
    },
  },
  examples: [
    ['flightrec doctor', 'See whether all is well'],
    ['flightrec doctor --fix', 'Mend what can be mended'],
    [
      'flightrec doctor --fix --root my-agent --moved-to ~/work/my-agent',
      'Go on recording a folder that was moved',
    ],
  ],
  errors: ['locked', 'usage', 'bad-root'],
})
