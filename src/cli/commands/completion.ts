import { command } from '../framework/command.ts'

export const completionCommand = command({
  name: 'completion',
  group: 'maintain',
  summary: 'Print a script that completes flightrec commands in a shell',
  description: `
    Load it from the start-up file of your shell: for bash, put
    \`source <(flightrec completion bash)\` into ~/.bashrc; for zsh, the same with zsh into ~/.zshrc,
    after compinit; for fish, \`flightrec completion fish | source\` into config.fish.`,
  arguments: [{ name: 'SHELL', summary: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] }],
  isPlain: true,
  isSilent: true,
  examples: [['flightrec completion bash', 'Print the script for bash']],
})
