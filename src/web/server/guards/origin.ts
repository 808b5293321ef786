/** Refuses what another site's page, or a name that was bent to this machine, sends here. */

const HOSTS = ['127.0.0.1', 'localhost', '[::1]']

export interface RequestOrigin {
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site`, which browsers send and pages cannot set. */
  site: string | undefined
  /** Whether a person follows a link to the page itself, which holds nothing that is recorded. */
  isVisit: boolean
}

/** Returns why a request is refused, or undefined. */
export function refusedOrigin(
  { host, origin, site, isVisit }: RequestOrigin,
  port: number,
): string | undefined {
  const own = HOSTS.map((name) => `${name}:${port}`)
  if (host === undefined || !own.includes(host))
    return `this is no server for the host ${host ?? ''}`
  if (origin !== undefined && origin !== `http://${host}`) return 'another site asks'
  const isOurs = site === undefined || site === 'same-origin' || site === 'none'
  return isOurs || isVisit ? undefined : 'another site asks'
}
