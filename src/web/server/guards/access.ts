/**
 * Who may read: whoever has the token, which stands in the fragment of the address and so is sent nowhere by itself.
 * It is exchanged for a cookie. Cookies do not know ports, so the cookie's name does.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export class Access {
  readonly token: string
  readonly cookieName: string
  readonly #cookie: string

  constructor(token: string, port: number) {
    this.token = token
    this.cookieName = `flightrec-${port}`
    this.#cookie = createHmac('sha256', token).update('cookie').digest('base64url')
  }

  /** Returns the `Set-Cookie` header for whoever has the token; undefined for anybody else. */
  enter(token: string): string | undefined {
    if (!isSame(token, this.token)) return undefined
    return `${this.cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`
  }

  /** Takes the `Cookie` header. */
  isLetIn(cookies: string | undefined): boolean {
    const given = cookies?.split(/; */).find((one) => one.startsWith(`${this.cookieName}=`))
    return given !== undefined && isSame(given.slice(this.cookieName.length + 1), this.#cookie)
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHmac('sha256', 'length').update(text).digest())
  return timingSafeEqual(a!, b!)
}
