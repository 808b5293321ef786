/** Commands that run another command given in their arguments, and how to find it there. */

/** How the arguments of a wrapper are read. */
export interface WrapperSpec {
  /** Short options that take a value. */
  values?: string
  /** Long options whose value is the next argument, without the dashes, with blanks between. */
  longValues?: string
  /** Words that must come first for there to be a command, e.g. `exec` of docker. */
  under?: string
  /** Operands before the command, e.g. the host of ssh. */
  operands?: number
  /** Whether `NAME=value` may come before the command. */
  takesAssignments?: true
  /** Whether what follows is joined and read by a shell again. */
  joins?: true
  /** Options whose value is shell text to run; short letters and long names. */
  scripts?: string
  /** Whether every operand is shell text of its own. */
  eachIsScript?: true
  /** Whether only what follows `--` is a command. */
  afterDashes?: true
}

const container: WrapperSpec = {
  values: 'ehpvwlmcau',
  longValues: [
    'env env-file user workdir name volume mount network entrypoint platform hostname label memory cpus',
    'publish restart pull gpus index file project-name add-host shm-size ulimit device cap-add cap-drop',
    'security-opt',
  ].join(' '),
  operands: 1,
}

const plain: WrapperSpec = {}
const runner: WrapperSpec = {
  values: 'pcwCF',
  longValues: 'package cwd filter workspace with python from directory env-file prefix',
  scripts: 'c call shell-mode',
}

/** By base name; a list when the way depends on a subcommand. */
export const WRAPPERS: Readonly<Record<string, readonly WrapperSpec[]>> = {
  sudo: [
    {
      values: 'ugpCDRTrthU',
      longValues:
        'user group prompt host chdir chroot role type other-user close-from command-timeout',
      takesAssignments: true,
    },
  ],
  doas: [{ values: 'aCu', takesAssignments: true }],
  pkexec: [{ longValues: 'user' }],
  run0: [{ values: 'u', longValues: 'user' }],
  env: [
    { values: 'uCP', longValues: 'unset chdir', takesAssignments: true, scripts: 'S split-string' },
  ],
  timeout: [{ values: 'ks', longValues: 'signal kill-after', operands: 1 }],
  gtimeout: [{ values: 'ks', longValues: 'signal kill-after', operands: 1 }],
  nice: [{ values: 'n', longValues: 'adjustment' }],
  ionice: [{ values: 'cnpPu', longValues: 'class classdata' }],
  chrt: [{ values: 'TPD', operands: 1 }],
  taskset: [{ operands: 1 }],
  stdbuf: [{ values: 'ioe', longValues: 'input output error' }],
  nohup: [plain],
  setsid: [plain],
  time: [{ values: 'fo' }],
  command: [plain],
  builtin: [plain],
  exec: [{ values: 'a' }],
  unbuffer: [plain],
  caffeinate: [{ values: 'tw' }],
  fakeroot: [plain],
  nocorrect: [plain],
  noglob: [plain],
  setarch: [plain],
  catchsegv: [plain],
  proot: [{ values: 'rbwq' }],
  strace: [{ values: 'aEeIoOpPsSuUXb' }],
  ltrace: [{ values: 'aeFlnopsuw' }],
  valgrind: [plain],
  'xvfb-run': [{ values: 'enfpsw' }],
  'dbus-run-session': [plain],
  firejail: [plain],
  chronic: [plain],
  'systemd-run': [
    { values: 'pEuHM', longValues: 'unit property uid gid setenv slice description' },
  ],
  'systemd-inhibit': [plain],
  unshare: [plain],
  nsenter: [{ values: 'tSG', longValues: 'target' }],
  chroot: [{ longValues: 'userspec groups', operands: 1 }],
  flock: [{ values: 'wE', operands: 1, scripts: 'c command' }],
  busybox: [plain],
  toybox: [plain],
  parallel: [
    {
      values: 'jIaSNnLP',
      longValues:
        'jobs arg-file delay timeout results joblog tmpdir workdir colsep retries load sshlogin env tagstring',
      joins: true,
    },
  ],
  xargs: [
    {
      values: 'adEIJLnPRs',
      longValues: 'arg-file delimiter max-args max-procs max-chars process-slot-var',
    },
  ],
  watch: [{ values: 'nqs', longValues: 'interval', joins: true }],
  entr: [plain],
  watchexec: [{ values: 'weif', joins: true }],
  nodemon: [{ scripts: 'x exec', values: 'we' }],
  hyperfine: [
    {
      values: 'wmMrpc',
      longValues: 'warmup runs min-runs max-runs',
      scripts: 'prepare setup cleanup p s',
      eachIsScript: true,
    },
  ],
  concurrently: [{ values: 'nc', longValues: 'names prefix-colors', eachIsScript: true }],
  script: [{ values: 'BEIOTm', scripts: 'c command', operands: 1 }],
  su: [{ values: 'gGsw', longValues: 'group shell', scripts: 'c command', operands: 99 }],
  runuser: [{ values: 'gGsu', longValues: 'user', scripts: 'c command' }],
  sg: [{ operands: 1, joins: true, scripts: 'c' }],
  ssh: [{ values: 'BbcDEeFIiJLlmOopQRSWw', operands: 1, joins: true }],
  autossh: [{ values: 'BbcDEeFIiJLlMmOopQRSWw', operands: 1, joins: true }],
  sshpass: [{ values: 'pfP' }],
  mosh: [{ operands: 1 }],
  vagrant: [{ under: 'ssh', scripts: 'c command', operands: 99 }],
  docker: [
    { ...container, under: 'exec' },
    { ...container, under: 'run' },
    { ...container, under: 'compose exec' },
    { ...container, under: 'compose run' },
    { ...container, under: 'container exec' },
    { ...container, under: 'container run' },
  ],
  podman: [
    { ...container, under: 'exec' },
    { ...container, under: 'run' },
  ],
  nerdctl: [
    { ...container, under: 'exec' },
    { ...container, under: 'run' },
  ],
  'docker-compose': [
    { ...container, under: 'exec' },
    { ...container, under: 'run' },
  ],
  kubectl: [
    { under: 'exec', afterDashes: true },
    { under: 'run', afterDashes: true },
  ],
  oc: [{ under: 'exec', afterDashes: true }],
  lxc: [{ under: 'exec', afterDashes: true }],
  tmux: [
    { under: 'new-session', values: 'scntFxy', joins: true },
    { under: 'new', values: 'scntFxy', joins: true },
    { under: 'new-window', values: 'cnt', joins: true },
    { under: 'split-window', values: 'clt', joins: true },
    { under: 'send-keys', values: 't', joins: true },
    { under: 'send', values: 't', joins: true },
    { under: 'run-shell', values: 't', joins: true },
  ],
  screen: [{ values: 'ScehpstT', operands: 0 }],
  npx: [runner],
  pnpx: [runner],
  bunx: [runner],
  uvx: [runner],
  pipx: [{ ...runner, under: 'run' }],
  npm: [
    { ...runner, under: 'exec' },
    { ...runner, under: 'x' },
  ],
  pnpm: [
    { ...runner, under: 'exec' },
    { ...runner, under: 'dlx' },
  ],
  yarn: [
    { ...runner, under: 'exec' },
    { ...runner, under: 'dlx' },
  ],
  bun: [{ ...runner, under: 'x' }],
  uv: [{ ...runner, under: 'run' }],
  poetry: [{ ...runner, under: 'run' }],
  pipenv: [{ ...runner, under: 'run' }],
  pdm: [{ ...runner, under: 'run' }],
  hatch: [{ ...runner, under: 'run' }],
  rye: [{ ...runner, under: 'run' }],
  bundle: [{ under: 'exec' }],
  conda: [{ under: 'run', values: 'np' }],
  mamba: [{ under: 'run', values: 'np' }],
  direnv: [{ under: 'exec', operands: 1 }],
  dotenv: [{ values: 'efv', afterDashes: true }],
  'dotenv-cli': [{ values: 'ef' }],
  'cross-env': [{ takesAssignments: true }],
  'env-cmd': [{ values: 'fe' }],
  op: [{ under: 'run', afterDashes: true }],
  doppler: [{ under: 'run', afterDashes: true }],
  'aws-vault': [{ under: 'exec', afterDashes: true }],
  chamber: [{ under: 'exec', afterDashes: true }],
  mise: [
    { under: 'exec', afterDashes: true },
    { under: 'x', afterDashes: true },
  ],
  asdf: [{ under: 'exec' }],
  'nix-shell': [{ scripts: 'run command', values: 'pAI' }],
  nix: [
    { under: 'develop', scripts: 'c command' },
    { under: 'shell', scripts: 'c command' },
  ],
  rtk: [plain],
  git: [
    { under: 'submodule foreach', joins: true },
    { under: 'rebase', scripts: 'x exec', operands: 99 },
    { under: 'bisect run' },
    {
      under: 'filter-branch',
      operands: 99,
      scripts: 'tree-filter index-filter msg-filter env-filter commit-filter tag-name-filter',
    },
  ],
  find: [],
  fd: [{ scripts: '', operands: 99 }],
}
