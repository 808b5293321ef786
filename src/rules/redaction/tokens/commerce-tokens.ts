import { type SecretRule, secretRule } from './secret-rule.ts'

/** Keys of payment, shipping and booking. */
export const COMMERCE_TOKENS: readonly SecretRule[] = [
  secretRule(
    'easypost-key',
    'EasyPost keys',
    ['EZAK', 'EZTK'],
    /(?<![^\n][+/])EZ[AT]K[A-Za-z0-9]{54}(?![A-Za-z0-9])/y,
    {
      found: ['EZAK<w54>'],
      left: ['EZAKx'],
    },
  ),
  secretRule(
    'shippo-token',
    'Shippo tokens',
    ['shippo_'],
    /shippo_(?:live|test)_[A-Fa-f0-9]{40}/y,
    { found: ['shippo_live_<h40>'], left: ['shippo_live_x'] },
  ),
  secretRule(
    'duffel-token',
    'Duffel tokens',
    ['duffel_'],
    /duffel_(?:live|test)_[A-Za-z0-9_=-]{43}/y,
    { found: ['duffel_test_<u43>'], left: ['duffel_test_x'] },
  ),
  secretRule(
    'flutterwave-key',
    'Flutterwave keys',
    ['FLWSECK', 'FLWPUBK'],
    /FLW(?:SEC|PUB)K(?:_TEST)?-[A-Za-z0-9]{12,40}(?:-X)?/y,
    { found: ['FLWSECK_TEST-<h32>-X'], left: ['FLWSECK_TEST'] },
  ),
  secretRule(
    'live-key',
    'Keys that begin with `live_` or `test_` and go on in random: Lob, GoCardless, Twitch',
    ['live_', 'test_'],
    /(?:(?:live|test)_(?:pub_)?[a-f0-9]{31,40}|live_\d{8,10}_[A-Za-z0-9]{30})(?![A-Za-z0-9_])/y,
    { found: ['live_<h35>', 'live_<d9>_<w30>'], left: ['live_reload', 'test_deadbeef'] },
  ),
  secretRule(
    'pagarme-key',
    'Pagar.me keys',
    ['ak_live_', 'ak_test_'],
    /ak_(?:live|test)_[A-Za-z0-9]{24,48}/y,
    { found: ['ak_live_<w30>'], left: ['ak_test_x'] },
  ),
  secretRule(
    'fleetbase-key',
    'Fleetbase keys',
    ['flb_live_', 'flb_test_'],
    /flb_(?:live|test)_[A-Za-z0-9]{20,40}/y,
    { found: ['flb_live_<w20>'], left: ['flb_test_x'] },
  ),
  secretRule(
    'cal-key',
    'Cal.com keys',
    ['cal_live_', 'cal_test_'],
    /cal_(?:live|test)_[a-f0-9]{32}/y,
    { found: ['cal_live_<h32>'], left: ['cal_live_x'] },
  ),
  secretRule('intra42-secret', '42 intra secrets', ['s-s4t2'], /s-s4t2(?:ud|af)-[a-f0-9]{64}/y, {
    found: ['s-s4t2ud-<h64>'],
    left: ['s-s4t2ud-x'],
  }),
]
