import { readOverviews } from '../../../review/status/root-overview.ts'
import { surveyShadowRepos } from '../../../store/home/shadow-repos.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const roots = answering(ROUTES.roots, async ({ home }) => {
  const all = surveyShadowRepos(home)
  const sound = await readOverviews(all.filter(({ problem }) => problem === undefined))
  return {
    type: 'roots' as const,
    roots: [
      ...sound.map(({ repo, isRootThere, latest, watcher, isDamaged }) => ({
        name: repo.name,
        root: repo.root,
        is_there: isRootThere,
        latest: latest ? new Date(latest.time).toISOString() : null,
        is_watched: watcher !== undefined,
        problem: isDamaged ? 'its latest snapshot cannot be read' : null,
      })),
      ...all
        .filter(({ problem }) => problem !== undefined)
        .map(({ name, root, problem }) => ({
          ...{ name, root, is_there: false, latest: null, is_watched: false },
          problem: problem!.message,
        })),
    ],
  }
})
