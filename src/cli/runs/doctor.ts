import { FlightrecError } from '../../model/errors.ts'
import { doctor } from '../../record/doctor/doctor.ts'
import { diagnosisJson } from '../../service/json/diagnosis.ts'
import type { doctorCommand } from '../commands/doctor.ts'
import type { ContextOf } from '../framework/command.ts'
import { showDiagnosis } from '../upkeep/diagnosis.ts'

export async function run({
  options,
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof doctorCommand>): Promise<number> {
  if (options.movedTo !== undefined && (!options.fix || roots.length !== 1)) {
    throw new FlightrecError('usage', '--moved-to needs --fix and one --root', {
      hint: 'Run `flightrec repos` to see the names that --root takes.',
    })
  }
  let found = 0
  const left = await doctor(home, {
    isFixing: options.fix,
    roots,
    movedTo: options.movedTo,
    signal,
    onCheck: (repo, check) => out.progress(`${repo ?? 'home'}: ${check}`),
    onDiagnosis: (diagnosis) => {
      if (diagnosis.state !== 'remark') found += 1
      if (out.isJson) out.json(diagnosisJson(diagnosis))
      else showDiagnosis(diagnosis, out)
    },
  })
  out.progress(undefined)
  if (found === 0) out.talk('All is well.')
  return left === 0 ? 0 : 1
}
