/** What the page must know before all else. */
export interface About {
  type: 'about'
  version: string
  /** The flightrec home, for people. */
  home: string
  is_read_only: boolean
  /** Changes with each start of the server: a page that saw another one is older than what it talks to. */
  server: string
  /** Of the server's machine, as minutes east of UTC now. */
  zone_minutes: number
}
