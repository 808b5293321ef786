import type { Claim } from '../audit/account.ts'
import type { Audit, OwnChange } from '../audit/audit.ts'
import { UNCHECKED } from '../audit/judge-claims.ts'
import { changedFiles, riskCounts, verdictOf } from '../audit/verdict.ts'
import { sessionRecordingJson, stretchJson } from './recording.ts'
import { sessionJson } from './session.ts'

/** Lists longer than this are cut; `omitted` says by how much. */
const LISTED_MAX = 1_000

/** Returns an audit as JSON output has it; see docs/json.md. */
export function auditJson(audit: Audit) {
  const { sessions, claims, upheld, notBorneOut, unchecked, undeclared, deletions, nobodys } = audit
  const files = changedFiles(audit)
  const lists = {
    ...{ files, borne_out: upheld, not_borne_out: notBorneOut },
    ...{ unchecked, undeclared, deletions, nobodys },
  }
  const { type: _, ...about } = sessionJson(sessions[0]!)
  return {
    type: 'audit' as const,
    verdict: verdictOf(audit),
    session: about,
    children: sessions.slice(1).map(({ id }) => id),
    claims: {
      total: claims.total,
      borne_out: claims.borneOut,
      not_borne_out: notBorneOut.length,
      unchecked: unchecked.length,
    },
    risks: riskCounts(audit),
    files: files.slice(0, LISTED_MAX),
    borne_out: upheld.slice(0, LISTED_MAX).map(claimJson),
    not_borne_out: notBorneOut.slice(0, LISTED_MAX).map(claimJson),
    unchecked: unchecked.slice(0, LISTED_MAX).map(({ claim, why }) => {
      return { ...claimJson(claim), why, meaning: UNCHECKED[why] }
    }),
    undeclared: undeclared.slice(0, LISTED_MAX).map(changeJson),
    deletions: deletions.slice(0, LISTED_MAX).map(changeJson),
    nobodys: nobodys.slice(0, LISTED_MAX).map(changeJson),
    others: [...audit.others].map(([session, changes]) => ({ session, changes })),
    hints: [
      ...audit.successHints.map((hint) => ({ kind: 'success' as const, ...hint })),
      ...audit.onlyHints.map((hint) => ({ kind: 'only' as const, ...hint })),
      ...audit.runHints.map((hint) => ({ kind: 'run' as const, ...hint })),
      ...audit.fileHints.map(({ is, ...hint }) => ({ kind: is, ...hint })),
    ],
    findings: audit.findings,
    failed: audit.failed.items,
    refused: audit.refused.items,
    unended: audit.unended.items,
    commands: audit.commands.items,
    hosts: audit.hosts,
    models: audit.models,
    usage: audit.usage,
    record: recordJson(audit),
    recordings: audit.screen.recordings.map(sessionRecordingJson),
    without_screen: audit.screen.missing.map(stretchJson),
    omitted: {
      ...Object.fromEntries(
        Object.entries(lists).map(([name, list]) => [name, Math.max(0, list.length - LISTED_MAX)]),
      ),
      failed: audit.failed.omitted,
      refused: audit.refused.omitted,
      unended: audit.unended.omitted,
      commands: audit.commands.omitted,
    },
  }
}

function claimJson({ session, seq, time, tool, change, path }: Claim) {
  return { session, seq, time, tool: tool ?? null, change, path }
}

function changeJson(seen: OwnChange) {
  const { path, change, from, timeMs, snapshot, session, seq, evidence, trigger } = seen
  return {
    snapshot_id: snapshot,
    time: new Date(timeMs).toISOString(),
    change_type: change,
    path,
    renamed_from: from ?? null,
    session: session ?? null,
    seq: seq ?? null,
    evidence: evidence ?? (session === undefined ? 'none' : null),
    trigger: trigger ?? null,
  }
}

function recordJson({ record: { isRecorded, beginsMs, gaps, incomplete } }: Audit) {
  return {
    is_recorded: isRecorded,
    begins_at: beginsMs === undefined ? null : new Date(beginsMs).toISOString(),
    gaps: gaps.map(({ reason, from, to }) => ({
      reason,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    })),
    incomplete: incomplete.map(({ snapshot, skipped }) => ({ snapshot_id: snapshot, skipped })),
  }
}
