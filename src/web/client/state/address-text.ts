/** Views as addresses, and back. */

/** The path of each page; `:name` holds a parameter, the others stand in the query. */
const PATHS = {
  sessions: '/',
  session: '/s/:session',
  timeline: '/timeline/:root',
  snapshot: '/timeline/:root/:snapshot',
  file: '/file/:root',
  search: '/search',
  status: '/status',
  settings: '/settings',
} as const

export type PageName = keyof typeof PATHS

export type ViewParameters = Readonly<Record<string, string | undefined>>

/** Returns path and query; parameters in the order of their names, so that a view has one address. */
export function addressText({
  page,
  parameters,
}: {
  page: PageName
  parameters: ViewParameters
}): string {
  const left = new Map(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
  const parts = PATHS[page].split('/').map((part) => {
    if (!part.startsWith(':')) return part
    const value = left.get(part.slice(1)) ?? ''
    left.delete(part.slice(1))
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of left) if (value !== undefined && value !== '') query.set(name, value)
  const path = parts.join('/').replace(/(?<=.)\/+$/, '')
  return query.size === 0 ? path : `${path}?${query}`
}

/** An address that is none of ours shows the sessions. */
export function parseAddress(address: string): { page: PageName; parameters: ViewParameters } {
  const [path = '', query = ''] = address.split(/\?(.*)/s)
  const parts = path.split('/').filter((part, at) => at === 0 || part !== '')
  for (const page of Object.keys(PATHS) as PageName[]) {
    const found = matchPath(PATHS[page], parts)
    if (found)
      return { page, parameters: { ...Object.fromEntries(new URLSearchParams(query)), ...found } }
  }
  return { page: 'sessions', parameters: {} }
}

function matchPath(pattern: string, parts: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/').filter((part, at) => at === 0 || part !== '')
  const isOptional = (at: number) =>
    (pattern === PATHS.timeline || pattern === PATHS.file) && at === wanted.length - 1
  if (parts.length > wanted.length) return undefined
  const found: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const given = parts[at]
    if (given === undefined) {
      if (isOptional(at)) continue
      return undefined
    }
    if (!part.startsWith(':')) {
      if (given !== part) return undefined
    } else found[part.slice(1)] = decode(given)
  }
  return found
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not written by us.
    return part
  }
}
