/** What can be said of a configuration that is sound in every value, and yet hardly does what was meant. */
import { CONFIG_KEYS, type Config } from '../../model/config.ts'
import { filterOf } from '../../model/filter.ts'
import { rawFromText } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'

interface ConfigRemark {
  /** A key, or an element of its list: `filter.exclude[1]`. */
  place: string
  said: string
}

const GLOB_LISTS = ['filter.include', 'filter.exclude', 'filter.extra_exclude'] as const
/** A name that nobody gives a file, and that no glob means by itself. */
const ANY = rawFromText('any-0f6b2a/any-91d4c7.any-5e38')

export function configRemarks(config: Config): ConfigRemark[] {
  const useless = GLOB_LISTS.flatMap((key) =>
    config[key].flatMap((glob, index) => {
      const said = whyNever(glob)
      return said === undefined ? [] : [{ place: `${key}[${index}]`, said }]
    }),
  )
  const isAllExcluded = !filterOf({ ...config, 'filter.include': [] }).isRecorded(ANY)
  if (!isAllExcluded) return useless
  const place = config['filter.extra_exclude'].length > 0 ? GLOB_LISTS[2] : GLOB_LISTS[1]
  return [...useless, { place, said: `${place} leaves nothing to be recorded` }]
}

/** Says why a glob matches no path of any root; undefined when it may match some. */
function whyNever(glob: string): string | undefined {
  const shown = showText(glob)
  if (/[^/]\/$/.test(glob)) {
    return `'${shown}' matches nothing, since no path ends in a slash; '${shown}**' is all below it`
  }
  return /^(?:\.{0,2}|~)\/|\/\.{0,2}\//.test(glob)
    ? `'${shown}' matches nothing, since paths are those within a root, such as 'src/main.c'`
    : undefined
}

/** Says which defaults a list of excludes does without; undefined when it has them all. */
export function droppedExcludes(config: Config): string | undefined {
  const excluded = new Set([...config['filter.exclude'], ...config['filter.extra_exclude']])
  const dropped = CONFIG_KEYS['filter.exclude'].default.filter((glob) => !excluded.has(glob))
  if (dropped.length === 0) return undefined
  const names = dropped.map((glob) => glob.replace(/^\*\*\/|\/\*\*$/g, '')).join(', ')
  return (
    `filter.exclude takes the place of the default list, so these are recorded too: ${names}. ` +
    'Globs in filter.extra_exclude add to the default list'
  )
}
