/**
 * Every command, in the order `--help` lists them within their groups. Each has one door to what carries it out:
 * loaded when it is called, and no other with it.
 */

import { atCommand } from '../commands/at.ts'
import { auditCommand } from '../commands/audit.ts'
import { blameCommand } from '../commands/blame.ts'
import { completionCommand } from '../commands/completion.ts'
import { configCommand } from '../commands/config.ts'
import { daemonCommand } from '../commands/daemon.ts'
import { demoCommand } from '../commands/demo.ts'
import { diffCommand } from '../commands/diff.ts'
import { doctorCommand } from '../commands/doctor.ts'
import { exportCommand } from '../commands/export.ts'
import { framesCommand } from '../commands/frames.ts'
import { gcCommand } from '../commands/gc.ts'
import { gitCommand } from '../commands/git.ts'
import { helpCommand } from '../commands/help.ts'
import { hookCommand } from '../commands/hook.ts'
import { hooksCommand } from '../commands/hooks.ts'
import { importCommand } from '../commands/import.ts'
import { initCommand } from '../commands/init.ts'
import { inspectCommand } from '../commands/inspect.ts'
import { logCommand } from '../commands/log.ts'
import { playCommand } from '../commands/play.ts'
import { recordCommand } from '../commands/record.ts'
import { recordingsCommand } from '../commands/recordings.ts'
import { redactCommand } from '../commands/redact.ts'
import { replayCommand } from '../commands/replay.ts'
import { reportCommand } from '../commands/report.ts'
import { reposCommand } from '../commands/repos.ts'
import { restoreCommand } from '../commands/restore.ts'
import { rulesCommand } from '../commands/rules.ts'
import { runCommand } from '../commands/run.ts'
import { searchCommand } from '../commands/search.ts'
import { sessionsCommand } from '../commands/sessions.ts'
import { shellCommand } from '../commands/shell.ts'
import { showCommand } from '../commands/show.ts'
import { snapshotCommand } from '../commands/snapshot.ts'
import { startCommand } from '../commands/start.ts'
import { statusCommand } from '../commands/status.ts'
import { stopCommand } from '../commands/stop.ts'
import { timelineCommand } from '../commands/timeline.ts'
import { tuiCommand } from '../commands/tui.ts'
import { undeleteCommand } from '../commands/undelete.ts'
import { undoCommand } from '../commands/undo.ts'
import { verifyCommand } from '../commands/verify.ts'
import { viewCommand } from '../commands/view.ts'
import { watchCommand } from '../commands/watch.ts'
import type { Command, CommandContext } from './command.ts'

type Run = (context: never) => Promise<number>

/** Ties a declaration to its run: to the export `run`, or to those named as its subcommands. */
function door(declared: Command, load: () => Promise<Record<string, Run>>): Command {
  const named = (name: string) => async (context: CommandContext<object>) =>
    await (await load())[name]!(context as never)
  const subcommands = declared.subcommands?.map((sub) => ({ ...sub, run: named(sub.name) }))
  return subcommands ? { ...declared, subcommands } : { ...declared, run: named('run') }
}

export const CATALOGUE: readonly Command[] = [
  // record
  door(runCommand, () => import('../runs/run.ts')),
  door(recordCommand, () => import('../runs/record.ts')),
  door(watchCommand, () => import('../runs/watch.ts')),
  door(snapshotCommand, () => import('../runs/snapshot.ts')),
  door(startCommand, () => import('../runs/start.ts')),
  door(stopCommand, () => import('../runs/stop.ts')),
  door(daemonCommand, () => import('../runs/daemon.ts')),
  door(initCommand, () => import('../runs/init.ts')),
  door(hooksCommand, () => import('../runs/hooks.ts')),
  door(shellCommand, () => import('../runs/shell.ts')),
  door(hookCommand, () => import('../runs/hook.ts')),
  door(importCommand, () => import('../runs/import.ts')),
  door(demoCommand, () => import('../runs/demo.ts')),

  // read
  door(tuiCommand, () => import('../runs/tui.ts')),
  door(viewCommand, () => import('../runs/view.ts')),
  door(logCommand, () => import('../runs/log.ts')),
  door(showCommand, () => import('../runs/show.ts')),
  door(diffCommand, () => import('../runs/diff.ts')),
  door(replayCommand, () => import('../runs/replay.ts')),
  door(reportCommand, () => import('../runs/report.ts')),
  door(blameCommand, () => import('../runs/blame.ts')),
  door(sessionsCommand, () => import('../runs/sessions.ts')),
  door(recordingsCommand, () => import('../runs/recordings.ts')),
  door(inspectCommand, () => import('../runs/inspect.ts')),
  door(auditCommand, () => import('../runs/audit.ts')),
  door(timelineCommand, () => import('../runs/timeline.ts')),
  door(atCommand, () => import('../runs/at.ts')),
  door(framesCommand, () => import('../runs/frames.ts')),
  door(playCommand, () => import('../runs/play.ts')),
  door(searchCommand, () => import('../runs/search.ts')),
  door(exportCommand, () => import('../runs/export.ts')),
  door(statusCommand, () => import('../runs/status.ts')),
  door(reposCommand, () => import('../runs/repos.ts')),
  door(rulesCommand, () => import('../runs/rules.ts')),
  door(gitCommand, () => import('../runs/git.ts')),
  door(redactCommand, () => import('../runs/redact.ts')),

  // recover
  door(restoreCommand, () => import('../runs/restore.ts')),
  door(undoCommand, () => import('../runs/undo.ts')),
  door(undeleteCommand, () => import('../runs/undelete.ts')),

  // maintain
  door(doctorCommand, () => import('../runs/doctor.ts')),
  door(gcCommand, () => import('../runs/gc.ts')),
  door(verifyCommand, () => import('../runs/verify.ts')),
  door(completionCommand, () => import('../runs/completion.ts')),
  door(configCommand, () => import('../runs/config.ts')),
  door(helpCommand, () => import('../runs/help.ts')),
]
