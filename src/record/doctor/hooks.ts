import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyReposIfAny } from '../../store/home/repo-survey.ts'
import { type HookTrouble, inFolder, isUnapproved } from '../hooks/hook-troubles.ts'
import { hooksStatus, prepareHooks, wereInstalled } from '../hooks/installation.ts'
import { HOOK_TARGETS, type HookTarget } from '../hooks/targets.ts'
import type { HomeCheck, Problem } from './check.ts'

/** Hooks that are installed and do not run, or tell another home. Where there are none, all is well. */
export const hooksCheck: HomeCheck = {
  id: 'hooks',
  find: (home) => HOOK_TARGETS.flatMap((target) => ofAgent(home, target)),
}

function ofAgent(home: Home, target: HookTarget): Problem[] {
  const { agent, settings, state, troubles } = hooksStatus(home, target)
  if (state === 'missing' || (state === 'unreadable' && !wereInstalled(home, target))) return []
  const found = [...troubles]
  if (state === 'outdated' && troubles.length === 0) {
    const remedy = `Run \`flightrec hooks install ${agent}\`.`
    found.push({ problem: 'they are not as this release installs them', remedy })
  }
  if (isUnapproved(target))
    found.push({ problem: `${agent} has approved no hook`, remedy: target.note ?? '' })
  for (const { root } of surveyReposIfAny(home, [])) found.push(...inFolder(target, root))
  return found.map((trouble) => asProblem(home, `hooks of ${agent} in ${settings}`, trouble))
}

function asProblem(home: Home, subject: string, trouble: HookTrouble): Problem {
  return {
    subject: showText(subject),
    problem: showText(trouble.problem),
    remedy: showText(trouble.remedy),
    ...(trouble.isScript && { fix: () => prepareHooks(home) }),
  }
}
