/** Asks the page's server for an answer, without a port between. */

import { loadConfig } from '../../src/store/config/config-file.ts'
import { homeAt } from '../../src/store/home/home.ts'
import type { AnswerOf, AskedOf, Parameters, Route } from '../../src/web/api/route.ts'
import { ANSWERS } from '../../src/web/server/answers.ts'
import type { PageContext } from '../../src/web/server/page-context.ts'
import type { TestEnv } from './test-env.ts'

export async function askPage<Asked extends Parameters, Answer>(
  env: TestEnv,
  route: Route<Asked, Answer>,
  asked: AskedOf<Route<Asked, Answer>>,
): Promise<AnswerOf<Route<Asked, Answer>>> {
  const home = homeAt(env.home)
  // What is live has a page of its own to be asked through.
  const context = { home, config: () => loadConfig(home) } as PageContext
  const one = ANSWERS.find((answerer) => (answerer.route as unknown) === route)!
  return (await one.answer(context, asked, new AbortController().signal)) as AnswerOf<
    Route<Asked, Answer>
  >
}
