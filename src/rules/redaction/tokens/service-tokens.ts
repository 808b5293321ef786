import { joinPattern } from '../../join-pattern.ts'
import { type SecretRule, secretRule } from './secret-rule.ts'

/** Keys of payment, monitoring and everyday services. */
export const SERVICE_TOKENS: readonly SecretRule[] = [
  secretRule(
    'stripe-key',
    'Stripe secret and restricted keys; publishable ones stay',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    /[sr]k_(?:live|test|prod)_[A-Za-z0-9]{10,256}/y,
    { found: ['sk_live_<w24>', 'rk_test_<w99>'], left: ['pk_live_<w24>', 'sk_live_...'] },
  ),
  secretRule(
    'stripe-webhook-secret',
    'Signing secrets of Stripe, Svix and Clerk webhooks',
    ['whsec_'],
    /whsec_[A-Za-z0-9+/]{24,80}={0,2}/y,
    { found: ['whsec_<w32>'], left: ['whsec_...'] },
  ),
  secretRule(
    'square-token',
    'Square tokens and secrets',
    ['sq0atp-', 'sq0csp-', 'EAAA'],
    /(?:sq0(?:atp|csp)-[A-Za-z0-9_-]{22,50}|EAAA[A-Za-z0-9_-]{56,64}(?![A-Za-z0-9+/_-]))/y,
    { found: ['sq0atp-<u22>', 'sq0csp-<u43>', 'EAAA<w60>'], left: ['sq0atp-x', 'EAAAAAA'] },
  ),
  secretRule(
    'shopify-token',
    'Shopify access tokens and shared secrets',
    ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    /shp(?:at|ca|pa|ss)_[A-Za-z0-9]{32,64}/y,
    { found: ['shpat_<h32>', 'shpss_<h32>'], left: ['shpat_x'] },
  ),
  secretRule(
    'braintree-token',
    'PayPal Braintree access tokens',
    ['access_token$production$'],
    /access_token\$production\$[a-z0-9]{16}\$[a-f0-9]{32}/y,
    { found: ['access_token$production$<l16>$<h32>'], left: ['access_token$production$'] },
  ),
  secretRule(
    'plaid-token',
    'Plaid access tokens',
    ['access-sandbox-', 'access-production-', 'access-development-'],
    /access-(?:sandbox|production|development)-[a-f0-9-]{36}/y,
    { found: ['access-sandbox-<h8>-<h4>-<h4>-<h4>-<h12>'], left: ['access-production-site'] },
  ),
  secretRule(
    'sentry-token',
    'Sentry tokens',
    ['sntrys_', 'sntryu_'],
    /(?:sntryu_[a-f0-9]{64}|sntrys_eyJ[A-Za-z0-9+/=_-]{60,1024})/y,
    { found: ['sntryu_<h64>', 'sntrys_eyJ<w150>_<w43>'], left: ['sntryu_x'] },
  ),
  secretRule(
    'grafana-token',
    'Grafana service account and cloud tokens',
    ['glsa_', 'glc_'],
    /(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,512}={0,3})/y,
    { found: ['glsa_<w32>_<h8>', 'glc_eyJ<w100>'], left: ['glc_x'] },
  ),
  secretRule(
    'newrelic-key',
    'New Relic keys',
    ['NRAK-', 'NRAA-', 'NRII-', 'NRIQ-', 'NRRA-', 'NRJS-'],
    /NR(?:(?:AK|AA|II|IQ|RA)-[A-Za-z0-9_-]{27,42}|JS-[a-f0-9]{19}(?![a-f0-9]))/y,
    { found: ['NRAK-<U27>'], left: ['NRAK-x'] },
  ),
  secretRule(
    'dynatrace-token',
    'Dynatrace tokens',
    ['dt0c01.', 'dt0s16.', 'dt0s01.'],
    /dt0[cs]\d\d\.[A-Za-z0-9]{8,24}\.[A-Za-z0-9]{64}/y,
    { found: ['dt0c01.<T24>.<T64>'], left: ['dt0c01.x'] },
  ),
  secretRule('posthog-key', 'PostHog personal keys', ['phx_'], /phx_[A-Za-z0-9_-]{40,60}/y, {
    found: ['phx_<w47>'],
    left: ['phx_gen', 'phc_<w43>'],
  }),
  secretRule('axiom-token', 'Axiom tokens', ['xaat-', 'xapt-'], /xa[ap]t-[a-f0-9-]{36}/y, {
    found: ['xaat-<h8>-<h4>-<h4>-<h4>-<h12>'],
    left: ['xaat-x'],
  }),
  secretRule(
    'honeycomb-key',
    'Honeycomb keys',
    ['hcaik_', 'hcxik_', 'hcamk_', 'hcxmk_'],
    /hc[ax][im]k_[A-Za-z0-9]{40,70}/y,
    { found: ['hcaik_<l58>'], left: ['hcaik_x'] },
  ),
  secretRule(
    'linear-key',
    'Linear keys',
    ['lin_api_', 'lin_oauth_', 'lin_wh_'],
    /lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,64}/y,
    { found: ['lin_api_<w40>'], left: ['lin_api_url'] },
  ),
  secretRule(
    'notion-token',
    'Notion integration tokens',
    ['ntn_', 'secret_'],
    /(?:ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43})(?![A-Za-z0-9])/y,
    { found: ['ntn_<w46>', 'secret_<w43>'], left: ['ntn_x', 'secret_name'] },
  ),
  secretRule(
    'figma-token',
    'Figma tokens',
    ['figd_', 'figo_', 'figu_', 'figor_'],
    /fig(?:d|o|u|or)_[A-Za-z0-9_-]{36,80}/y,
    { found: ['figd_<u43>'], left: ['figo_x'] },
  ),
  secretRule('postman-key', 'Postman keys', ['PMAK-'], /PMAK-[a-f0-9]{24}-[a-f0-9]{34}/y, {
    found: ['PMAK-<h24>-<h34>'],
    left: ['PMAK-x'],
  }),
  secretRule(
    'airtable-token',
    'Airtable personal access tokens',
    ['pat'],
    /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/y,
    { found: ['pat<w14>.<h64>'], left: ['patterns.length', 'path.join'] },
  ),
  secretRule('contentful-token', 'Contentful tokens', ['CFPAT-'], /CFPAT-[A-Za-z0-9_-]{40,64}/y, {
    found: ['CFPAT-<u43>'],
    left: ['CFPAT-x'],
  }),
  secretRule('dropbox-token', 'Dropbox tokens', ['sl.'], /sl\.[A-Za-z0-9_.-]{130,1024}/y, {
    found: ['sl.<u140>'],
    left: ['sl.length', 'ssl.conf'],
  }),
  secretRule('facebook-token', 'Facebook tokens', ['EAA'], /EAA[A-Za-z0-9]{97,512}/y, {
    found: ['EAACEdBA<w150>'],
    left: ['EAAAAA', 'EAA<w80>'],
  }),
  secretRule(
    'hubspot-token',
    'HubSpot private app tokens',
    ['pat-na', 'pat-eu', 'pat-ap'],
    /pat-(?:na|eu|ap)\d-[a-f0-9-]{36}/y,
    { found: ['pat-na1-<h8>-<h4>-<h4>-<h4>-<h12>'], left: ['pat-nails'] },
  ),
  secretRule('typeform-token', 'Typeform tokens', ['tfp_'], /tfp_[A-Za-z0-9_-]{40,64}/y, {
    found: ['tfp_<w59>'],
    left: ['tfp_x'],
  }),
  secretRule(
    'mapbox-token',
    'Mapbox secret tokens',
    ['sk.eyJ'],
    /sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{16,40}/y,
    {
      found: ['sk.eyJ<w70>.<u22>'],
      left: ['pk.eyJ<w8>', 'disk.eyJ'],
    },
  ),
  secretRule(
    'launchdarkly-key',
    'LaunchDarkly SDK and API keys',
    ['sdk-', 'api-'],
    /(?:sdk|api)-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/y,
    { found: ['sdk-<h8>-<h4>-<h4>-<h4>-<h12>'], left: ['sdk-version', 'api-docs'] },
  ),
  secretRule(
    'age-key',
    'age secret keys',
    ['AGE-SECRET-KEY-'],
    /AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{58,1024}/y,
    {
      found: ['AGE-SECRET-KEY-1<U58>'],
      left: ['AGE-SECRET-KEY-1...'],
    },
  ),
  secretRule(
    'jwt',
    'JSON web tokens, also as base64',
    ['eyJ', 'ZXlK'],
    joinPattern(
      'y',
      String.raw`(?:eyJ[A-Za-z0-9_-]{10,1024}\.eyJ[A-Za-z0-9_-]{8,1024}(?:\.[A-Za-z0-9_-]{0,1024}){0,3}`,
      '|ZXlK(?=[A-Za-z0-9]{0,256}(?:LmV5S|5leU|uZXlK))[A-Za-z0-9+/=_-]{60,1024})',
    ),
    {
      found: ['eyJ<u17>.eyJ<u60>.<u43>', 'ZXlK<w28>LmV5S<w90>'],
      left: ['eyJ<w30>', 'eyJ.eyJ', 'ZXlK<w90>'],
    },
  ),
]
