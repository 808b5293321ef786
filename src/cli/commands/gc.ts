import { command } from '../framework/command.ts'

export const gcCommand = command({
  name: 'gc',
  group: 'maintain',
  summary: 'Pack what is recorded, and drop old snapshots',
  description: `
    Packs all objects, each as the difference to one like it where that is smaller, and removes what no
    snapshot holds. With --keep-days, or gc.keep_days in the config, it first drops the snapshots that
    nobody needs to give back every state of those days; with --max-size it drops the oldest until all
    repos together fit. The latest snapshot of a root always stays. Sessions of agents that ended before
    those days are dropped as well, by age only. Recordings of terminals go when they are older than
    terminal.keep_days, and with --max-size, the oldest first, before any snapshot does; the events of their
    sessions stay. Recording goes on meanwhile. Where the disk has no room for
    a second copy of a repo, it is packed in parts. Without --root it takes all repos, and the sessions.`,
  options: {
    'keep-days': {
      type: 'integer',
      value: 'DAYS',
      min: 0,
      summary: 'Keep every state of so many days; 0 keeps all (default: gc.keep_days)',
    },
    'max-size': {
      type: 'string',
      value: 'SIZE',
      summary: 'Drop the oldest until the repos and sessions take no more, e.g. 2GB',
    },
    'dry-run': { type: 'boolean', summary: 'Only say what would be dropped and freed' },
  },
  examples: [
    ['flightrec gc', 'Pack what is recorded; drop what gc.keep_days says'],
    ['flightrec gc --keep-days 30 --dry-run', 'See what keeping 30 days would free'],
    ['flightrec gc --max-size 2GB', 'Drop the oldest snapshots until 2 GB are enough'],
  ],
  errors: ['no-store', 'locked', 'disk-full', 'corrupt-store', 'bad-config'],
})
