/** How one finding of the doctor is written. */
import { showText } from '../../model/show.ts'
import type { Diagnosis } from '../../record/doctor/doctor.ts'
import type { Output } from '../terminal/output.ts'

const LABELS = {
  mendable: 'with --fix',
  mended: 'mended',
  left: 'to do',
  remark: 'if it is not meant so',
} as const satisfies Record<Diagnosis['state'], string>

export function showDiagnosis(diagnosis: Diagnosis, out: Output): void {
  const { repo, subject, problem, remedy, state } = diagnosis
  const where = repo === undefined ? '' : `${showText(repo)}: `
  const style = state === 'mended' ? 'added' : state === 'remark' ? 'dim' : 'warning'
  out.line(`${where}${subject}: ${problem}`)
  out.line(`  ${out.style(style, LABELS[state])}: ${remedy}`)
}
