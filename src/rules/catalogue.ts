/** Every built-in rule, worst families first; docs/rules.md follows this order. */
import { infrastructureDestroyer, packagePublish } from './families/cloud.ts'
import { databaseDrop } from './families/database.ts'
import { dangerousRmRf, destructiveRm, massDeletion } from './families/delete.ts'
import { longRunning, unparsedCommand } from './families/event.ts'
import {
  dangerousGitPushForce,
  dangerousGitResetHard,
  gitDiscard,
  gitHistoryLoss,
  skippedChecks,
} from './families/git.ts'
import { diskDestroyer, machineDisruption } from './families/machine.ts'
import { hookOrCiChange, outsideRoot, startupChange } from './families/place.ts'
import { dangerousChmod777, dangerousSudo } from './families/privilege.ts'
import { erasedTraces, recorderTampering } from './families/recorder.ts'
import { dangerousCurlPipeSh, obfuscatedExecution } from './families/remote-code.ts'
import { httpDelete } from './families/request.ts'
import {
  sensitiveAwsDir,
  sensitiveCredentials,
  sensitiveEnvFile,
  sensitiveLoginFile,
  sensitivePemKey,
  sensitiveSecretsFile,
  sensitiveSshDir,
} from './families/sensitive.ts'
import { truncatedFile } from './families/truncate.ts'
import type { Rule } from './rule.ts'

export const RULES: readonly Rule[] = [
  dangerousRmRf,
  destructiveRm,
  massDeletion,
  truncatedFile,
  dangerousSudo,
  dangerousChmod777,
  dangerousCurlPipeSh,
  obfuscatedExecution,
  dangerousGitPushForce,
  dangerousGitResetHard,
  gitDiscard,
  gitHistoryLoss,
  skippedChecks,
  sensitiveEnvFile,
  sensitivePemKey,
  sensitiveSshDir,
  sensitiveAwsDir,
  sensitiveSecretsFile,
  sensitiveCredentials,
  sensitiveLoginFile,
  diskDestroyer,
  machineDisruption,
  infrastructureDestroyer,
  httpDelete,
  databaseDrop,
  packagePublish,
  outsideRoot,
  hookOrCiChange,
  startupChange,
  recorderTampering,
  erasedTraces,
  longRunning,
  unparsedCommand,
]
