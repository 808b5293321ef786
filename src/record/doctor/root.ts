import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { mendPinnedFiles } from '../../git/shadow-config.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { expandTilde } from '../../system/environment.ts'
import type { Patient, Problem, RepoCheck } from './check.ts'

/** The watched folder is there, or was moved and the user says where to. */
export const rootCheck: RepoCheck = {
  id: 'root',
  find(patient) {
    const { repo, movedTo } = patient
    const subject = showText(repo.root)
    if (movedTo !== undefined) {
      const root = movedRoot(patient, movedTo)
      if (root === repo.root) return []
      const remedy = `record ${showText(root)} from now on, as the same timeline`
      const fix = () => void mendPinnedFiles(repo.gitDir, root)
      return [{ subject, problem: 'it has moved', remedy, fix }]
    }
    if (existsSync(repo.root) && statSync(repo.root).isDirectory())
      return [...unreadable(repo.root), ...recordedTwice(patient)]
    const name = showText(repo.name)
    const remedy =
      `If it has moved, run \`flightrec doctor --fix --root ${name} --moved-to FOLDER\`; ` +
      `to get it back, run \`flightrec restore latest --root ${name} --to FOLDER\`; ` +
      `to record it no more, run \`flightrec repos forget ${name}\`.`
    return [{ subject, problem: 'the watched folder is not there', remedy }]
  },
}

function unreadable(root: string): Problem[] {
  try {
    accessSync(root, constants.R_OK | constants.X_OK)
    return []
  } catch {
    const problem = 'the watched folder cannot be read: nothing of it is recorded'
    return [{ subject: showText(root), problem, remedy: 'Run `chmod u+rx` on it.' }]
  }
}

/** Only the first by name is written to. */
function recordedTwice({ home, repo }: Patient): Problem[] {
  const [first] = listShadowRepos(home).filter(({ root }) => root === repo.root)
  if (!first || first.name === repo.name) return []
  const problem = `it is recorded as ${showText(first.name)}: nothing is added to ${showText(repo.name)}`
  const remedy = 'Read the older part of its history with `--root`; keep both.'
  return [{ subject: showText(repo.root), problem, remedy }]
}

/** @throws {FlightrecError} bad-root */
function movedRoot({ home, repo }: Patient, given: string): string {
  const path = resolve(expandTilde(given))
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new FlightrecError('bad-root', `there is no folder ${showText(path)}`, {
      hint: 'Give the folder the files are in now, e.g. `--moved-to ~/new-place`.',
    })
  }
  const root = realpathSync(path)
  const other = listShadowRepos(home).find((it) => it.root === root && it.name !== repo.name)
  if (other) {
    throw new FlightrecError('bad-root', `${showText(root)} is recorded as ${other.name} already`, {
      hint: 'Run `flightrec repos` to see what is recorded.',
    })
  }
  return root
}
