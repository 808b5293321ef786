/** What `doctor` found and mended. */
import type { Diagnosis } from '../../record/doctor/doctor.ts'

export function diagnosisJson(diagnosis: Diagnosis) {
  return { type: 'diagnosis' as const, version: 1, ...diagnosis }
}
