/** One file, a folder, and the files of a session. */
import { answerFileLife, answerFileLines } from '../../../review/answers/file-life.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { folderJson } from '../../../review/json/folder.ts'
import { pathFromAddress } from '../../../review/json/path.ts'
import { sessionFilesJson } from '../../../review/json/session-files.ts'
import { repoAround } from '../../../review/repo/repo-choice.ts'
import { readSessionFiles } from '../../../review/sessions/session-files.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { fileResponse } from '../file-response.ts'
import { openRoot, withRoot } from '../open-root.ts'

const VERSIONS_MAX = 100

const fileLife = answering(ROUTES.fileLife, ({ home }, asked) =>
  withRoot(home, asked.root, (reading) =>
    answerFileLife(reading, {
      path: pathFromAddress(asked.file),
      skipped: wholeNumber('skip', asked.skip) ?? 0,
      count: Math.min(wholeNumber('count', asked.count, 1) ?? VERSIONS_MAX, VERSIONS_MAX),
    }),
  ),
)

const fileLines = answering(ROUTES.fileLines, ({ home }, asked) =>
  withRoot(home, asked.root, (reading) =>
    answerFileLines(reading, {
      path: pathFromAddress(asked.file),
      at: asked.at,
      from: asked.from,
    }),
  ),
)

const fileContent = answering(ROUTES.fileContent, async ({ home }, asked) => {
  const reading = openRoot(home, asked.root)
  try {
    const snapshot = await reading.snapshots.get(asked.at)
    const file = { snapshot, path: pathFromAddress(asked.file) }
    return await fileResponse(reading, file, asked.as === 'image')
  } catch (error) {
    reading.close()
    throw error
  }
})

const folder = answering(ROUTES.folder, ({ home }, asked) =>
  withRoot(home, asked.root, async ({ view, snapshots }) => {
    const start = wholeNumber('start', asked.start) ?? 0
    return await folderJson(view, await snapshots.get(asked.at), pathFromAddress(asked.file), start)
  }),
)

const sessionFiles = answering(ROUTES.sessionFiles, async ({ home }, asked) => {
  const session = await withSessions(home, (reading) => reading.find(asked.session))
  const none = { session: session.id, root: undefined, repo: undefined, files: [], isCut: false }
  const repo = session.root === undefined ? undefined : repoAround(home, session.root)
  if (!repo) return sessionFilesJson(none)
  return await withRoot(home, repo.name, async ({ view }) => {
    const found = await readSessionFiles(view, session)
    return sessionFilesJson({ session: session.id, root: repo.root, repo: repo.name, ...found })
  })
})

export const FILE_ANSWERS = [fileLife, fileLines, fileContent, folder, sessionFiles]
