/** Ties a route to what answers it. */
import { FlightrecError } from '../../model/errors.ts'
import type { Parameters, Route } from '../api/route.ts'
import type { PageContext } from './page-context.ts'

export interface Answerer {
  route: Route<never, unknown>
  answer(context: PageContext, asked: Parameters, signal: AbortSignal): Promise<unknown>
}

/** Keeps the types of a route and of its answer together. */
export function answering<Asked extends Parameters, Answer>(
  route: Route<Asked, Answer>,
  answer: (context: PageContext, asked: Asked, signal: AbortSignal) => Promise<Answer>,
): Answerer {
  return { route: route as Route<never, unknown>, answer: answer as Answerer['answer'] }
}

/** @throws {FlightrecError} usage, when `value` is no whole number that is at least `min`. */
export function wholeNumber(name: string, value: string | undefined, min = 0): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < min)
    throw new FlightrecError('usage', `${name} must be a whole number from ${min} on`)
  return number
}
