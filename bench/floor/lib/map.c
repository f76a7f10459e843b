#include "map.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <libnftnl/set.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

// An element's attributes take 32 bytes; a message holds as many elements as go into one attribute.
enum { ELEMENT_ROOM = 40, HEAD_ROOM = 8192, PORTION = 2000 };

// nft's numbers for ipv4_addr and inet_service, six bits each in a concatenation.
enum { IPV4_ADDRESS = 7, INET_SERVICE = 13, SIX_BITS = 6 };

uint32_t map_address(uint32_t i) { return htonl(0x0a000000 + i); }

uint16_t map_port(uint32_t i) { return 1024 + i % 50000; }

uint32_t map_target(uint32_t i) { return htonl(0xc0a80000 + (i & 0xffff)); }

size_t map_room(uint32_t count) { return HEAD_ROOM + (size_t)count * ELEMENT_ROOM; }

static struct nlmsghdr* append(const Transaction* transaction, uint16_t type) {
  return nftnl_nlmsg_build_hdr(transaction->bytes + transaction->length, type, NFPROTO_IPV4, NLM_F_CREATE, 0);
}

static struct nftnl_set* new_set(void) {
  struct nftnl_set* set = nftnl_set_alloc();
  nftnl_set_set_str(set, NFTNL_SET_TABLE, "nat");
  nftnl_set_set_str(set, NFTNL_SET_NAME, "forward");
  nftnl_set_set_u32(set, NFTNL_SET_ID, 1);
  return set;
}

static void add_map(Transaction* transaction) {
  struct nftnl_set* set = new_set();
  nftnl_set_set_u32(set, NFTNL_SET_FLAGS, NFT_SET_MAP);
  nftnl_set_set_u32(set, NFTNL_SET_KEY_TYPE, IPV4_ADDRESS << SIX_BITS | INET_SERVICE);
  nftnl_set_set_u32(set, NFTNL_SET_KEY_LEN, 8);
  nftnl_set_set_u32(set, NFTNL_SET_DATA_TYPE, IPV4_ADDRESS);
  nftnl_set_set_u32(set, NFTNL_SET_DATA_LEN, 4);
  struct nlmsghdr* message = append(transaction, NFT_MSG_NEWSET);
  nftnl_set_nlmsg_build_payload(message, set);
  nftnl_set_free(set);
  transaction->length += NLMSG_ALIGN(message->nlmsg_len);
}

static void add_element(struct nftnl_set* set, uint32_t i) {
  struct {
    uint32_t address;
    uint16_t port;
    uint16_t padding;
  } key = {.address = map_address(i), .port = htons(map_port(i))};
  uint32_t target = map_target(i);
  struct nftnl_set_elem* element = nftnl_set_elem_alloc();
  nftnl_set_elem_set(element, NFTNL_SET_ELEM_KEY, &key, sizeof key);
  nftnl_set_elem_set(element, NFTNL_SET_ELEM_DATA, &target, sizeof target);
  nftnl_set_elem_add(set, element);
}

void map_build(Transaction* transaction, uint32_t count) {
  transaction->length = 0;
  nat_begin(transaction);
  nat_table(transaction);
  add_map(transaction);
  for (uint32_t i = 0; i < count;) {
    struct nftnl_set* set = new_set();
    for (uint32_t end = i + PORTION; i < end && i < count; i++) add_element(set, i);
    struct nlmsghdr* message = append(transaction, NFT_MSG_NEWSETELEM);
    nftnl_set_elems_nlmsg_build_payload(message, set);
    nftnl_set_free(set);
    transaction->length += NLMSG_ALIGN(message->nlmsg_len);
  }
  nat_end(transaction);
}
