/** What a route of the page's API is: a declaration that server, client and documents read. */

/** Parameters are texts, as they stand in the address; absent ones are undefined. */
export type Parameters = Readonly<Record<string, string | undefined>>

export interface Route<Asked extends Parameters, Answer> {
  method: 'GET' | 'POST'
  /** `:name` stands for the parameter of that name; the others go into the query. */
  path: string
  /** One sentence, for docs/api.md. */
  summary: string
  /** What each parameter means. */
  parameters: Readonly<Record<keyof Asked & string, string>>
  /** Whether the answer is the same for ever, what was asked for being named by its id. */
  isFixed: boolean
  /** Only there for its type. */
  readonly answer?: Answer
}

export type AskedOf<One> = One extends Route<infer Asked, unknown> ? Asked : never
export type AnswerOf<One> = One extends Route<never, infer Answer> ? Answer : never

/** Declares a route that reads. */
export function reads<Asked extends Parameters, Answer>(
  path: string,
  summary: string,
  parameters: Route<Asked, Answer>['parameters'],
  more: { isFixed?: boolean } = {},
): Route<Asked, Answer> {
  return { method: 'GET', path, summary, parameters, isFixed: more.isFixed ?? false }
}

/** Declares a route that acts, or lets in. */
export function acts<Asked extends Parameters, Answer>(
  path: string,
  summary: string,
  parameters: Route<Asked, Answer>['parameters'],
): Route<Asked, Answer> {
  return { method: 'POST', path, summary, parameters, isFixed: false }
}

/** Returns the address of what is asked: path and query. */
export function addressOf<Asked extends Parameters>(
  { path, method }: Route<Asked, unknown>,
  asked: Asked,
): string {
  const left = new Map(Object.entries(asked))
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = left.get(name) ?? ''
    left.delete(name)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of left) if (value !== undefined) query.set(name, value)
  return method === 'POST' || query.size === 0 ? filled : `${filled}?${query}`
}
