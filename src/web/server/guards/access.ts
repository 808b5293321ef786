/**
 * Who may read: whoever has the token of this run, which stands in the fragment of the address and so is sent nowhere.
 * It is exchanged for a cookie, which a secret of the home signs: a page stays in when its server starts anew.
 * Cookies do not know ports, so the cookie's name does.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface AccessKeys {
  token: string
  secret: string
  port: number
}

export class Access {
  readonly #token: string
  readonly #name: string
  readonly #cookie: string

  constructor({ token, secret, port }: AccessKeys) {
    this.#token = token
    this.#name = `flightrec-${port}`
    this.#cookie = createHmac('sha256', secret).update(`cookie ${port}`).digest('base64url')
  }

  /** Returns the `Set-Cookie` header for whoever has the token; undefined for anybody else. */
  enter(token: string): string | undefined {
    if (!isSame(token, this.#token)) return undefined
    return `${this.#name}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`
  }

  /** Takes the `Cookie` header. */
  isLetIn(cookies: string | undefined): boolean {
    const given = cookies?.split(/; */).filter((one) => one.startsWith(`${this.#name}=`)) ?? []
    return given.some((one) => isSame(one.slice(this.#name.length + 1), this.#cookie))
  }
}

/** Takes as long whatever the texts are. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHmac('sha256', 'length').update(text).digest())
  return timingSafeEqual(a!, b!)
}
