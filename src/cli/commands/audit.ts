import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'
import { FAIL_ON_OPTION, FORMAT_OPTION } from '../framework/shared-options.ts'

export const auditCommand = command({
  name: 'audit',
  group: 'read',
  summary: "Hold an agent's account of a session against the record",
  description: `
    First the verdict, in a line. Then: files the agent says it wrote or deleted that did not change in the
    record; changes put down to it that no call declared; changes seen meanwhile that are nobody's, which are
    never called the agent's; what it ran, and what failed; deletions, findings of the rules, hosts, tokens and
    cost; and at last what was not recorded, and so cannot be told.

    Where its words sound as if a failure had been a success, as if it had changed less than it did, or a file that
    nothing has changed, or as if it had run tests or other things that no command was run for, they are quoted.
    That is a hint: nobody can be sure what words mean. Only English is read for it; what an agent says in another
    language gives no hint, and its calls are held against the record all the same.

    The sessions of its subagents are part of it, unless --no-children says otherwise. With --fail-on, a claim
    that is not borne out counts as a warning.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it' }],
  options: {
    format: FORMAT_OPTION,
    'no-children': { type: 'boolean', summary: 'Leave the sessions of its subagents out' },
    'fail-on': FAIL_ON_OPTION,
  },
  examples: [
    ['flightrec audit sess_6a9', 'What is true of what the agent said'],
    ['flightrec audit sess_6a9 --format json', 'The same for programs, indented'],
    ['flightrec audit sess_6a9 --json --fail-on warning', 'Let CI decide'],
  ],
  errors: ['no-store', ...SESSION_ERRORS, 'bad-config', 'findings'],
})
