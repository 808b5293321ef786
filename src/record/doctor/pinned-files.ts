import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mendPinnedFiles } from '../../git/shadow-config.ts'
import { alienFiles, alteredPinnedFiles } from '../../git/upkeep/pinned-check.ts'
import { keepCopy, quarantine } from '../../git/upkeep/quarantine.ts'
import { showText } from '../../model/show.ts'
import { describedRoot } from '../../store/home/shadow-repos.ts'
import type { Patient, Problem, RepoCheck } from './check.ts'

const ALTERED = 'it is not as flightrec writes it'

/** Files of fixed content, and the root they name. */
export const pinnedFiles: RepoCheck = {
  id: 'pinned-files',
  find(patient) {
    return [...altered(patient), ...aliens(patient.repo.gitDir)]
  },
}

/** Those of the sessions repo, which has no root. */
export const sessionsPinnedFiles: RepoCheck = {
  id: 'pinned-files',
  find({ repo: { gitDir } }) {
    const differing = alteredPinnedFiles(gitDir, undefined)
    return [...differing.map((path) => writeAnew(gitDir, path, undefined)), ...aliens(gitDir)]
  },
}

function aliens(gitDir: string): Problem[] {
  return alienFiles(gitDir).map((path) => ({
    subject: showText(join(gitDir, path)),
    problem: 'git takes objects, history or settings from elsewhere by it',
    remedy: 'move it to quarantine',
    fix: () => quarantine(gitDir, join(gitDir, path)),
  }))
}

function writeAnew(gitDir: string, path: string, root: string | undefined): Problem {
  return {
    subject: showText(join(gitDir, path)),
    problem: ALTERED,
    remedy: 'write it anew, and keep a copy',
    fix: () => {
      keepCopy(gitDir, join(gitDir, path))
      mendPinnedFiles(gitDir, root)
    },
  }
}

function altered({ repo, movedTo }: Patient): Problem[] {
  const { gitDir } = repo
  const root = likelyRoot(gitDir, repo.root) ?? movedTo
  const known = root ?? repo.root
  return alteredPinnedFiles(gitDir, known).map((path) => {
    if (root !== undefined) return writeAnew(gitDir, path, root)
    const subject = showText(join(gitDir, path))
    const remedy = `Run \`flightrec doctor --fix --root ${showText(repo.name)} --moved-to FOLDER\`.`
    return { subject, problem: `${ALTERED}, and the root is not known`, remedy }
  })
}

/** `config` and `description` both name the root; where they differ, it is the one that is there. */
function likelyRoot(gitDir: string, configured: string): string | undefined {
  const described = describedRoot(gitDir)
  if (described === '' || described === configured) return configured || undefined
  if (configured === '') return described
  const there = [configured, described].filter(isFolder)
  return there.length === 1 ? there[0] : undefined
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
