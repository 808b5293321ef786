/** Rules about what is not on this machine: clouds, clusters, registries. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { isHarmlessRun, operandsOnly, startsWithWords } from '../shell/flags.ts'
import { wordSet } from '../word-set.ts'

function aws(args: readonly string[]): boolean {
  const [service = '', action = ''] = operandsOnly(args).filter(
    (word) => !/^(?:json|text|table|yaml)$/.test(word),
  )
  if (args.includes('--dryrun')) return false
  const words = args.join(' ')
  if (/\bs3 (?:rm|rb)\b/.test(words)) return true
  if (/\bs3 sync\b/.test(words)) return args.includes('--delete')
  return (
    (service !== '' &&
      args.some((arg) =>
        /^(?:batch-)?(?:delete|terminate|deregister|purge|remove)-[\w-]+$/.test(arg),
      )) ||
    /^(?:delete|terminate)-/.test(action)
  )
}

const DELETING_WORD =
  /^(?:delete|destroy|rm|remove|purge|nuke|terminate|uninstall|drop|prune|decommission)(?:-[a-z-]+)?$/

/** Whether one of the first words, options aside, says that something is deleted. */
function hasDeletingWord(args: readonly string[]): boolean {
  return operandsOnly(args)
    .slice(0, 5)
    .some((word) => DELETING_WORD.test(word))
}

/** Clients of services where what a first word calls deleted is gone for others too. */
const SERVICE_CLIENTS =
  wordSet(`velero restic borg borgmatic duplicity doppler op circleci ldcli flipt unleash split newrelic pd
  algolia apigeecli fastly stripe braintree nats rpk kafka-topics kafka-delete-records kafka-acls
  kafka-consumer-groups rabbitmqctl rabbitmqadmin influx cockroach confluent pulsar-admin consul etcdctl nomad
  boundary argocd flux istioctl skaffold serverless sls sam amplify eb cf scw vultr-cli civo exo upctl databricks
  atlas pscale neonctl turso s3cmd s5cmd aliyun azcopy linode-cli qm pct virsh multipass vagrant helmfile glab
  gitlab-runner vault supabase convex aptible render northflank koyeb deck datadog-ci square`)
const SERVICE_WORD = new RegExp(
  `^(?:--)?(?:${[
    'delete|del|destroy|destroy-all|rm|rb|rdelete|remove|purge|nuke|terminate|uninstall|drop|prune',
    'revoke|unregister|undeploy|archive|kill|forget|expunge|undefine|wipe|reset|force_reset',
  ].join('|')})(?:[-_:]\\w+)*$|:(?:delete|destroy|remove)$`,
)

/** Whether a client of a service is asked to delete something. */
function deletesFromService({ name, args }: ShellCommand): boolean {
  if (!SERVICE_CLIENTS.has(name.replace(/\.sh$/, ''))) return false
  const words = [
    ...operandsOnly(args).slice(0, 5),
    ...args.filter((arg) => /^--(?:del|rem)/.test(arg)),
  ]
  return words.some((word) => SERVICE_WORD.test(word)) || name === 'kafka-delete-records'
}

function isMassOption(arg: string): boolean {
  return /^--(?:force|recursive|remove)$/.test(arg)
}

const DESTROYERS: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  aws,
  terraform,
  tofu: terraform,
  terragrunt: terraform,
  pulumi: (args) =>
    operandsOnly(args)[0] === 'destroy' ||
    operandsOnly(args)[0] === 'down' ||
    startsWithWords(args, 'stack rm'),
  cdk: (args) => operandsOnly(args)[0] === 'destroy',
  kubectl,
  oc: kubectl,
  k3s: (args) => args[0] === 'kubectl' && kubectl(args.slice(1)),
  helm: (args) =>
    operandsOnly(args)
      .slice(0, 3)
      .some((word) => /^(?:uninstall|delete|del|un)$/.test(word)),
  gcloud: hasDeletingWord,
  az: hasDeletingWord,
  doctl: hasDeletingWord,
  ibmcloud: hasDeletingWord,
  linode: hasDeletingWord,
  hcloud: hasDeletingWord,
  oci: hasDeletingWord,
  eksctl: hasDeletingWord,
  kops: hasDeletingWord,
  flyctl: hasDeletingWord,
  fly: hasDeletingWord,
  vercel: (args) =>
    /^(?:rm|remove)$/.test(operandsOnly(args)[0] ?? '') || startsWithWords(args, 'project rm'),
  netlify: (args) => /:delete$/.test(args[0] ?? ''),
  wrangler: hasDeletingWord,
  railway: (args) => /^(?:delete|down)$/.test(args[0] ?? ''),
  heroku: (args) => /:(?:destroy|reset|delete)$/.test(args[0] ?? ''),
  gsutil: (args) => {
    const verb = operandsOnly(args)[0] ?? ''
    return /^r[mb]$/.test(verb) || (verb === 'rsync' && args.some((arg) => /^-\w*d/.test(arg)))
  },
  rclone: (args) =>
    /^(?:purge|delete|deletefile|sync|rmdirs?|cleanup)$/.test(operandsOnly(args)[0] ?? ''),
  mc: (args) => {
    const [verb = '', , action = ''] = operandsOnly(args)
    if (verb === 'admin') return /^(?:delete|remove|rm|disable)$/.test(action)
    return /^r[mb]$/.test(verb) || (verb === 'mirror' && args.some(isMassOption))
  },
  gh: (args) =>
    /^(?:repo|release|secret|gist|ssh-key|gpg-key|variable|issue|run|cache)$/.test(args[0] ?? '') &&
    operandsOnly(args)[1] === 'delete',
  docker,
  podman: docker,
  'docker-compose': (args) => operandsOnly(args)[0] === 'down' && removesVolumes(args),
  splunk: (args) => /^(?:clean|delete|remove)$/.test(args[0] ?? ''),
  java: (args) =>
    args.some((arg) => arg.endsWith('jenkins-cli.jar')) &&
    args.some((arg) => /^delete-[a-z]+$/.test(arg)),
  minikube: (args) => args[0] === 'delete',
  kind: (args) => args[0] === 'delete',
  vault: (args) => operandsOnly(args).slice(0, 3).includes('disable'),
  firebase: (args) => /:(?:delete|disable)$/.test(args[0] ?? ''),
}

function terraform(args: readonly string[]): boolean {
  const words = operandsOnly(args)
  if (words[0] === 'destroy' || words[1] === 'destroy') return true
  return (
    (words.includes('apply') && args.some((arg) => /^--?destroy$/.test(arg))) ||
    startsWithWords(args, 'state rm') ||
    startsWithWords(args, 'workspace delete')
  )
}

function kubectl(args: readonly string[]): boolean {
  const words = operandsOnly(args)
  if (args.some((arg) => /^--dry-run(?:=(?!none)|$)/.test(arg))) return false
  if (words[0] === 'replace' && args.includes('--force')) return true
  const isOther = /^(?:get|describe|logs|explain|exec|apply|create|edit|label|top)$/.test(
    words[0] ?? '',
  )
  return (words.slice(0, 3).includes('delete') && !isOther) || words[0] === 'drain'
}

function removesVolumes(args: readonly string[]): boolean {
  return args.includes('-v') || args.includes('--volumes')
}

function docker(args: readonly string[]): boolean {
  const [first, second] = operandsOnly(args)
  if (first === 'volume') return second === 'rm' || second === 'prune' || second === 'remove'
  if (/^(?:system|container|image|builder)$/.test(first ?? '')) return second === 'prune'
  return first === 'compose' && args.includes('down') && removesVolumes(args)
}

export const infrastructureDestroyer: Rule = {
  id: 'infrastructure-destroyer',
  risk: 'danger',
  summary: 'Deletes something in a cloud, a cluster or a container store',
  why: 'What runs there serves others, and nothing on this machine can bring it back.',
  tags: ['ASI02', 'T1485', 'T1578.003'],
  fires: [
    'aws s3 rm s3://bucket --recursive',
    'aws s3 rm s3://bucket/key',
    'gsutil rsync -d build gs://bucket',
    'mc admin user remove store name',
    'rabbitmqctl force_reset',
    'java -jar jenkins-cli.jar -s http://ci.local/ delete-job x',
    'terraform destroy -auto-approve',
    'terraform apply -destroy',
    'kubectl delete ns prod',
    'gcloud compute instances delete x',
    'helm uninstall x',
    'docker volume rm data',
    'az group delete -n x',
    'gh repo delete me/x --yes',
    'aws ec2 terminate-instances --instance-ids i-1',
    'restic forget --keep-last 1 --prune',
    'kafka-topics.sh --delete --topic x',
    'vault secrets disable kv',
    'vagrant destroy -f',
    'aws route53 delete-traffic-policy --id x --version 1',
  ],
  silent: [
    'aws s3 ls',
    'aws s3 cp a s3://b',
    'aws s3 sync a s3://b',
    'gsutil rsync -r build gs://bucket',
    'mc ls store/bucket',
    'java -jar app.jar delete-job x',
    'terraform plan',
    'terraform plan -destroy',
    'kubectl get pods',
    'kubectl describe pod delete',
    'kubectl delete pod x --dry-run=client',
    'gcloud compute instances list',
    'docker rm x',
    'echo terraform destroy',
    'helm list',
    'aws --version',
    'restic snapshots',
    'stripe customers list',
    'vault kv get secret/delete',
    'op item get "to delete"',
  ],
  checkCommand(command: ShellCommand) {
    if (isHarmlessRun(command.args)) return undefined
    const destroys = DESTROYERS[command.name]?.(command.args) || deletesFromService(command)
    if (!destroys) return undefined
    return { message: `'${describeCommand(command)}' deletes what others may depend on` }
  },
}

const PUBLISHERS: Readonly<Record<string, RegExp>> = {
  npm: /^(?:publish|unpublish|deprecate|dist-tag)$/,
  pnpm: /^publish$/,
  yarn: /^(?:publish|npm)$/,
  bun: /^publish$/,
  lerna: /^publish$/,
  cargo: /^(?:publish|yank)$/,
  twine: /^upload$/,
  poetry: /^publish$/,
  uv: /^publish$/,
  hatch: /^publish$/,
  flit: /^publish$/,
  pdm: /^publish$/,
  gem: /^(?:push|yank)$/,
  mvn: /^(?:deploy|release:perform)$/,
  vsce: /^publish$/,
  ovsx: /^publish$/,
  pod: /^trunk$/,
  dart: /^pub$/,
  docker: /^push$/,
  podman: /^push$/,
  helm: /^push$/,
  jsr: /^publish$/,
  np: /./,
  'semantic-release': /./,
  goreleaser: /^release$/,
  changeset: /^publish$/,
}

export const packagePublish: Rule = {
  id: 'package-publish',
  risk: 'warning',
  summary: 'Publishes a package or an image',
  why: 'It is out for everybody within seconds, and most registries never let a version be taken back.',
  tags: ['ASI02', 'ASI04', 'T1195.002'],
  fires: [
    'npm publish',
    'pnpm publish --access public',
    'cargo publish',
    'twine upload dist/*',
    'docker push me/x',
    'yarn npm publish',
    'gem push x.gem',
    'npm unpublish x@1.0.0',
    'python -m twine upload dist/*',
  ],
  silent: [
    'npm publish --dry-run',
    'npm run publish',
    'cargo package',
    'echo npm publish',
    'docker pull x',
    'yarn npm info x',
    'cargo publish --dry-run',
    'git push',
  ],
  checkCommand(command) {
    const isModule = command.args[0] === '-m' && command.args[1] === 'twine'
    const args = isModule ? command.args.slice(2) : command.args
    const verb = PUBLISHERS[isModule ? 'twine' : command.name]
    if (!verb || isHarmlessRun(args)) return undefined
    const words = operandsOnly(args)
    const nested = /^(?:npm|trunk|pub)$/.test(words[0] ?? '')
      ? /^(?:publish|push)$/.test(words[1] ?? '')
      : true
    const publishes = verb.test(words[0] ?? (verb.source === '.' ? 'x' : '')) && nested
    return publishes && !(words[0] === 'dist-tag' && words[1] === 'ls')
      ? { message: `'${describeCommand(command)}' publishes` }
      : undefined
  },
}
