import { FlightrecError } from '../../model/errors.ts'
import { command } from '../command.ts'

export const gcCommand = command({
  name: 'gc',
  group: 'maintain',
  summary: 'Pack what is recorded, and drop old snapshots',
  description: `
    Packs all objects, each as the difference to one like it where that is smaller, and removes what no
    snapshot holds. With --keep-days, or gc.keep_days in the config, it first drops the snapshots that
    nobody needs to give back every state of those days; with --max-size it drops the oldest until all
    repos together fit. The latest snapshot of a root always stays. Recording goes on meanwhile. Where the
    disk has no room for a second copy of a repo, it is packed in parts. Without --root it takes all repos.`,
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
      summary: 'Drop the oldest until the repos take no more, e.g. 2GB',
    },
    'dry-run': { type: 'boolean', summary: 'Only say what would be dropped and freed' },
  },
  examples: [
    ['flightrec gc', 'Pack what is recorded; drop what gc.keep_days says'],
    ['flightrec gc --keep-days 30 --dry-run', 'See what keeping 30 days would free'],
    ['flightrec gc --max-size 2GB', 'Drop the oldest snapshots until 2 GB are enough'],
  ],
  errors: ['no-store', 'locked', 'disk-full', 'corrupt-store'],
  async run({ options, roots, home, out, signal }) {
    const { surveyRepos } = await import('../../store/repo-survey.ts')
    const { loadConfig } = await import('../../store/config-file.ts')
    const { collectGarbage } = await import('../../record/prune/collect-garbage.ts')
    const { showCollected } = await import('../collected.ts')
    const { config } = await loadConfig(home)
    const repos = surveyRepos(home, roots)
    const broken = repos.find(({ problem }) => problem)
    if (broken?.problem) throw broken.problem
    const limit = await maxBytes(options.maxSize)
    const results = await collectGarbage(home, repos, {
      keepDays: options.keepDays ?? config['gc.keep_days'],
      maxBytes: limit,
      isDryRun: options.dryRun,
      signal,
      onProgress: ({ name }, stage) => out.progress(`${name}: ${stage}`),
    })
    out.progress(undefined)
    showCollected(results, options.dryRun, out)
    const total = results.reduce((sum, { bytesAfter }) => sum + bytesAfter, 0)
    if (limit !== undefined && total > limit && !options.dryRun) {
      const { showSize } = await import('../../model/quantities.ts')
      out.warn(`the latest snapshots alone take ${showSize(total)}, more than ${showSize(limit)}`)
    }
    return 0
  },
})

async function maxBytes(text: string | undefined): Promise<number | undefined> {
  if (text === undefined) return undefined
  const { parseSize } = await import('../../model/config-value.ts')
  const size = parseSize(text)
  if ('value' in size && typeof size.value === 'number') return size.value
  throw new FlightrecError('usage', `--max-size: not a size: '${text}'`, {
    hint: 'Give a size such as `--max-size 2GB` or `--max-size 500MiB`.',
  })
}
