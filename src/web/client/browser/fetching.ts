/** The only door to the server: asks a route, and has one kind of failure. */
import type { FailureAnswer } from '../../api/failure.ts'
import { addressOf, type Parameters, type Route } from '../../api/route.ts'

/** What the server said instead of an answer; `lost` when it said nothing. */
export class RequestFailure extends Error {
  readonly code: string
  readonly hint: string | undefined
  /** Of the answer; undefined when there was none. */
  readonly status: number | undefined

  constructor(
    { code, message, hint }: { code: string; message: string; hint?: string },
    status?: number,
  ) {
    super(message)
    this.code = code
    this.hint = hint
    this.status = status
  }
}

/** @throws {RequestFailure} unless `signal` was aborted. */
export async function ask<Asked extends Parameters, Answer>(
  route: Route<Asked, Answer>,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Answer> {
  const body = route.method === 'POST' ? JSON.stringify(asked) : null
  let response: Response
  try {
    response = await fetch(addressOf(route, asked), {
      method: route.method,
      body,
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestFailure({ code: 'lost', message: 'flightrec does not answer', hint: RUN_VIEW })
  }
  const answer: unknown = await response.json()
  if (!response.ok) throw new RequestFailure(answer as FailureAnswer, response.status)
  return answer as Answer
}

const RUN_VIEW = 'Run `flightrec view` again.'
