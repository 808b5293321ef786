/** Where the page is served, as `flightrec view --json` tells it. */
export function servedPageJson({ url, port }: { url: string; port: number }) {
  return { type: 'view' as const, url, port }
}
