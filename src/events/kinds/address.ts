import { toAddress } from '../../address/address.js';
import { Addresses } from '../../address/addresses.js';
import { addressBody } from '../../address/message.js';
import { RTM_DELADDR, RTM_NEWADDR, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR } from '../../uapi/rtnetlink.js';
import { readBody } from '../../wire/message.js';
import { eventKind } from './kind.js';

export const addressEvents = eventKind({
  plural: 'addresses',
  groups: [RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR],
  made: RTM_NEWADDR,
  gone: RTM_DELADDR,
  decode: (view, span) => readBody(addressBody, view, span),
  object: toAddress,
  isNew: ({ lifetime }) => lifetime !== undefined && lifetime.created === lifetime.updated,
  key: ({ link, address, prefixLength, peer = '' }) => `${link} ${address}/${prefixLength} ${peer}`,
  list: (handle) => new Addresses(handle).list(),
});
