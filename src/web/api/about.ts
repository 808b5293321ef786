/** What the page must know before all else. */
export interface About {
  type: 'about'
  version: string
  /** The flightrec home, for people. */
  home: string
  /** The home folder of the user, for paths that begin with `~`. */
  user_home: string
  is_read_only: boolean
  /** Changes with each start of the server: a page that saw another one is older than what it talks to. */
  server: string
  /** The number of the news that there were, so that none is missed between this answer and the stream. */
  news: number
  /** Differs between any two builds of the page: a page of another one is older than its server. */
  page: string
  /** Of the server's machine, as minutes east of UTC now. */
  zone_minutes: number
}
