/** What `verify` found, for a root and for the sessions repo. */
import { rawToText } from '../../model/raw-path.ts'
import type { Verification } from '../verify/verify.ts'
import type { SessionsVerification } from '../verify/verify-sessions.ts'

export function verificationJson(result: Verification) {
  const { repo, facts, cost } = result
  const { longest } = facts.gaps
  return {
    type: 'verification' as const,
    version: 1,
    repo: repo.name,
    git_dir: repo.gitDir,
    root: repo.root,
    sound: result.damages.length === 0,
    snapshots: facts.snapshots,
    oldest: facts.oldest,
    newest: facts.newest,
    cut: facts.isCut,
    loose_objects: result.looseObjects,
    packs: result.packs,
    gaps: { count: facts.gaps.count, longest: longest && gapJson(longest) },
    notes: result.notes,
    damages: result.damages,
    cost: cost && {
      affected: cost.affected,
      unreadable_commits: cost.unreadable,
      lost: cost.lost.map(({ path, oid, isFolder, snapshots, oldest, newest, isInRoot }) => ({
        path: rawToText(path),
        oid,
        folder: isFolder,
        snapshots,
        oldest,
        newest,
        in_root: isInRoot,
      })),
    },
  }
}

function gapJson({
  reason,
  from,
  to,
  detail,
}: NonNullable<Verification['facts']['gaps']['longest']>) {
  const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  return { reason, ...times, duration_ms: to - from, detail: detail || undefined }
}

export function sessionsVerificationJson(result: SessionsVerification) {
  return {
    type: 'sessions-verification' as const,
    version: 1,
    git_dir: result.gitDir,
    sound: result.damages.length === 0,
    sessions: result.sessions,
    running: result.running,
    events: result.events,
    recordings: result.recordings,
    loose_objects: result.looseObjects,
    packs: result.packs,
    notes: result.notes,
    damages: result.damages,
    costs: result.costs.map(({ session, agent, lost }) => ({ session, agent, lost })),
  }
}
