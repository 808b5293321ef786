import { type SecretRule, secretRule } from './secret-rule.ts'

/** Tokens of code hosts, package registries and build services. */
export const CODE_HOST_TOKENS: readonly SecretRule[] = [
  secretRule(
    'github-token',
    'GitHub tokens: personal, OAuth, user, server and refresh',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    /gh[pousr]_[A-Za-z0-9]{36,1024}/y,
    {
      found: ['ghp_<w36>', 'ghs_<w40>'],
      left: ['ghp_<w12>', 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    },
  ),
  secretRule(
    'github-fine-grained-token',
    'GitHub fine-grained personal access tokens',
    ['github_pat_'],
    /github_pat_[A-Za-z0-9_]{36,1024}/y,
    { found: ['github_pat_<w22>_<w59>'], left: ['github_pat_token'] },
  ),
  secretRule(
    'gitlab-token',
    'GitLab tokens: personal, deploy, runner, trigger, feed, agent, job, OAuth, session',
    [
      'glpat-',
      'gldt-',
      'glrt-',
      'glptt-',
      'glft-',
      'glsoat-',
      'glimt-',
      'glagent-',
      'glcbt-',
      'gloas-',
      'glffct-',
      'GR1348941',
      '_gitlab_session=',
    ],
    /(?:gl(?:pat|dt|rt|ptt|ft|soat|imt|agent|cbt|oas|ffct)-|GR1348941|_gitlab_session=)[A-Za-z0-9_=.-]{20,1024}/y,
    { found: ['glpat-<u20>', 'glrt-<u24>'], left: ['glpat-short'] },
  ),
  secretRule(
    'bitbucket-token',
    'Bitbucket app passwords and access tokens',
    ['ATBB', 'ATCTT3'],
    /(?:ATBB[A-Za-z0-9]{28,64}|ATCTT3[A-Za-z0-9_=-]{60,1024})/y,
    { found: ['ATBB<w32>'], left: ['ATBBERRY'] },
  ),
  secretRule(
    'atlassian-token',
    'Atlassian API tokens',
    ['ATATT3'],
    /ATATT3[A-Za-z0-9_=-]{60,1024}/y,
    { found: ['ATATT3<u186>'], left: ['ATATT3'] },
  ),
  secretRule('npm-token', 'npm access tokens', ['npm_'], /npm_[A-Za-z0-9]{36,64}/y, {
    found: ['npm_<w36>'],
    left: ['npm_config_registry', 'npm_lifecycle_event'],
  }),
  secretRule('pypi-token', 'PyPI upload tokens', ['pypi-AgE'], /pypi-AgE[A-Za-z0-9_-]{50,1024}/y, {
    found: ['pypi-AgEIcHlwaS5vcmc<u120>'],
    left: ['pypi-AgEnt'],
  }),
  secretRule('rubygems-token', 'RubyGems API keys', ['rubygems_'], /rubygems_[a-f0-9]{48}/y, {
    found: ['rubygems_<h48>'],
    left: ['rubygems_version'],
  }),
  secretRule(
    'crates-token',
    'crates.io API tokens',
    ['cio'],
    /cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y,
    {
      found: ['cio<w32>'],
      left: ['ciorama'],
    },
  ),
  secretRule('nuget-key', 'NuGet API keys', ['oy2'], /oy2[a-z0-9]{43}(?![A-Za-z0-9])/y, {
    found: ['oy2<l43>'],
    left: ['oy2k'],
  }),
  secretRule(
    'docker-token',
    'Docker Hub personal and organisation access tokens',
    ['dckr_pat_', 'dckr_oat_'],
    /dckr_[po]at_[A-Za-z0-9_-]{24,64}/y,
    { found: ['dckr_pat_<u27>', 'dckr_oat_<u32>'], left: ['dckr_pat_x'] },
  ),
  secretRule('clojars-token', 'Clojars deploy tokens', ['CLOJARS_'], /CLOJARS_[a-z0-9]{60}/y, {
    found: ['CLOJARS_<l60>'],
    left: ['CLOJARS_USERNAME'],
  }),
  secretRule(
    'artifactory-token',
    'Artifactory API keys and reference tokens',
    ['AKCp', 'cmVmdGtu'],
    /(?:AKCp[A-Za-z0-9]{69}|cmVmdGtu[A-Za-z0-9]{56})/y,
    { found: ['AKCp<w69>', 'cmVmdGtu<w56>'], left: ['AKCparts'] },
  ),
  secretRule(
    'sonar-token',
    'SonarQube and SonarCloud tokens',
    ['sqp_', 'squ_', 'sqa_'],
    /sq[pua]_[a-f0-9]{40}/y,
    { found: ['sqp_<h40>'], left: ['squ_are'] },
  ),
  secretRule(
    'sourcegraph-token',
    'Sourcegraph access tokens',
    ['sgp_'],
    /sgp_(?:[A-Fa-f0-9]{16}_|local_){0,2}[A-Fa-f0-9]{40}/y,
    { found: ['sgp_<h40>'], left: ['sgp_name'] },
  ),
  secretRule(
    'circleci-token',
    'CircleCI personal and project tokens',
    ['CCIPAT_', 'CCIPRJ_'],
    /CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[a-f0-9]{40}/y,
    { found: ['CCIPAT_<w22>_<h40>'], left: ['CCIPAT_NAME'] },
  ),
  secretRule(
    'buildkite-token',
    'Buildkite user and agent tokens',
    ['bkua_', 'bkat_', 'bkct_'],
    /bk(?:ua|at|ct)_[A-Za-z0-9]{36,80}/y,
    { found: ['bkua_<h40>'], left: ['bkua_x'] },
  ),
  {
    ...secretRule(
      'personal-access-token',
      'Personal access tokens by their name: `…_PAT=`',
      ['_pat'],
      /_pat\\{0,7}["']?[ \t]{0,8}(?::=|[=:](?![=:]))[ \t]{0,8}\\{0,7}["']?((?=[\w=.-]{0,64}\d)[\w=.-]{20,255})/iy,
      {
        found: ['GITHUB_PAT=<w40>', 'ado_pat = "<l52>"'],
        left: ['some_path=a', 'MY_PAT=$TOKEN'],
      },
    ),
    ignoresCase: true,
    startsAnywhere: true,
  },
]
