/** Which root is to be forgotten, and what is said once it is. */
import { FlightrecError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { forgottenJson } from '../../review/json/status.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyRepos } from '../../store/home/repo-survey.ts'
import { resolveRoots } from '../../store/home/roots.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'

/**
 * Returns the repo that is named by its whole name or by the path of its root: what lies in one is not enough here.
 * @throws {FlightrecError} usage, no-store
 */
export function repoToForget(home: Home, [action, ...named]: readonly string[]): SurveyedRepo {
  if (action !== 'forget') {
    throw new FlightrecError('usage', `repos does not know '${showText(action!)}'`, {
      hint: 'Run `flightrec repos` or `flightrec repos forget NAME`.',
    })
  }
  const repos = surveyRepos(home, [])
  if (named.length !== 1) {
    throw new FlightrecError('usage', 'repos forget needs the name of one root', {
      hint: `Name it, e.g. \`flightrec repos forget ${shellWord(showText(repos[0]!.name))}\`.`,
    })
  }
  const [root] = resolveRoots(named)
  const found =
    repos.find(({ name }) => name === named[0]) ?? repos.find((repo) => repo.root === root!.path)
  if (found) return found
  throw new FlightrecError('usage', `no root is called '${showText(named[0]!)}'`, {
    hint: 'Run `flightrec repos` to see their names.',
  })
}

export async function tellForgotten(
  home: Home,
  repo: SurveyedRepo,
  isDeleted: boolean,
  out: Output,
): Promise<void> {
  const { root } = repo
  if (out.isJson) out.json(forgottenJson(repo, isDeleted))
  else {
    const kept = isDeleted ? 'its record is deleted' : 'what was recorded is kept'
    out.line(`${showHomely(root)} is recorded no more; ${kept}`)
  }
  const { config, sources } = await loadConfig(home)
  const source = sources['watch.roots']
  if (source.kind !== 'file') return
  if (!resolveRoots(config['watch.roots']).some(({ path }) => path === root)) return
  out.warn(
    `config.toml:${source.line} names it too: take it out of watch.roots, or it is recorded again`,
  )
}
