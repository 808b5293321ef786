/** The files that changed while a session worked, as JSON; see docs/json.md. */
import type { PathChange } from '../../git/history/path-changes.ts'
import type { ChangedFile, FileState, SessionFiles } from '../sessions/session-files.ts'
import { pathAddress, pathJson } from './path.ts'

const SIGNS: Readonly<Record<PathChange['status'], string>> = {
  A: '+',
  M: '~',
  T: '~',
  D: '-',
  R: '→',
}

/** What changed while a session worked: few keys, since there may be many. */
function changedFileJson(root: string, { path, states, leftOut }: ChangedFile) {
  return {
    ...pathJson(root, path),
    address: pathAddress(path),
    versions_before: leftOut,
    versions: states.map((state) => fileStateJson(state)),
  }
}

function fileStateJson({ snapshot, status, from }: FileState) {
  return {
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    sign: SIGNS[status],
    actor: snapshot.actor.name,
    session: snapshot.session ?? null,
    ...(from !== undefined && { from: pathAddress(from) }),
  }
}

interface FilesOfSession extends SessionFiles {
  session: string
  root: string | undefined
  repo: string | undefined
}

export function sessionFilesJson({ session, root, repo, files, isCut }: FilesOfSession) {
  return {
    type: 'session-files' as const,
    session,
    root: root ?? null,
    repo: repo ?? null,
    files: files.map((file) => changedFileJson(root!, file)),
    is_cut: isCut,
  }
}
