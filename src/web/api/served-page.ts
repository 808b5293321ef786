/** Where the page is served, as `flightrec view --json` tells it. */
export function servedPageJson(page: { url: string; port: number; runs_in: number | null }) {
  return { type: 'view' as const, ...page }
}
