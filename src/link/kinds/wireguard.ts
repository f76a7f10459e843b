import { defineKind } from './kind.js';

/**
 * A WireGuard tunnel: `ip link add NAME type wireguard`. Keys and peers are set through generic netlink.
 */
export const wireguard = defineKind({
  needs: { option: 'CONFIG_WIREGUARD', module: 'wireguard' },
  rows: {},
});
