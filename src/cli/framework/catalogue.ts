/** Every command, in the order `--help` lists them within their groups. */

import { auditCommand } from '../commands/audit.ts'
import { blameCommand } from '../commands/blame.ts'
import { completionCommand } from '../commands/completion.ts'
import { configCommand } from '../commands/config.ts'
import { daemonCommand } from '../commands/daemon.ts'
import { demoCommand } from '../commands/demo.ts'
import { diffCommand } from '../commands/diff.ts'
import { doctorCommand } from '../commands/doctor.ts'
import { exportCommand } from '../commands/export.ts'
import { gcCommand } from '../commands/gc.ts'
import { gitCommand } from '../commands/git.ts'
import { helpCommand } from '../commands/help.ts'
import { hookCommand } from '../commands/hook.ts'
import { hooksCommand } from '../commands/hooks.ts'
import { importCommand } from '../commands/import.ts'
import { initCommand } from '../commands/init.ts'
import { inspectCommand } from '../commands/inspect.ts'
import { logCommand } from '../commands/log.ts'
import { redactCommand } from '../commands/redact.ts'
import { replayCommand } from '../commands/replay.ts'
import { reportCommand } from '../commands/report.ts'
import { reposCommand } from '../commands/repos.ts'
import { restoreCommand } from '../commands/restore.ts'
import { rulesCommand } from '../commands/rules.ts'
import { searchCommand } from '../commands/search.ts'
import { sessionsCommand } from '../commands/sessions.ts'
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
import { watchCommand } from '../commands/watch.ts'
import type { Command } from './command.ts'

export const CATALOGUE: readonly Command[] = [
  // record
  watchCommand,
  snapshotCommand,
  startCommand,
  stopCommand,
  daemonCommand,
  initCommand,
  hooksCommand,
  hookCommand,
  importCommand,
  demoCommand,

  // read
  tuiCommand,
  logCommand,
  showCommand,
  diffCommand,
  replayCommand,
  reportCommand,
  blameCommand,
  sessionsCommand,
  inspectCommand,
  auditCommand,
  timelineCommand,
  searchCommand,
  exportCommand,
  statusCommand,
  reposCommand,
  rulesCommand,
  gitCommand,
  redactCommand,

  // recover
  restoreCommand,
  undoCommand,
  undeleteCommand,

  // maintain
  doctorCommand,
  gcCommand,
  verifyCommand,
  completionCommand,
  configCommand,
  helpCommand,
]
