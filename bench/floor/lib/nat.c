#include "nat.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_ipv4.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#include "check.h"

enum { TRANSACTION_ROOM = 4096 };

static const char* table_name = "nat";
static const char* chain_name = "PREROUTING";

int nat_open(void) { return CHECK(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER)); }

static char* end_of(const Transaction* transaction) { return transaction->bytes + transaction->length; }

static struct nlmsghdr* append(const Transaction* transaction, uint16_t type, uint16_t flags) {
  return nftnl_nlmsg_build_hdr(end_of(transaction), type, NFPROTO_IPV4, NLM_F_CREATE | flags, 0);
}

static void finish(Transaction* transaction) {
  transaction->length += NLMSG_ALIGN(((struct nlmsghdr*)end_of(transaction))->nlmsg_len);
}

void nat_table(Transaction* transaction) {
  struct nftnl_table* table = nftnl_table_alloc();
  nftnl_table_set_str(table, NFTNL_TABLE_NAME, table_name);
  nftnl_table_nlmsg_build_payload(append(transaction, NFT_MSG_NEWTABLE, 0), table);
  nftnl_table_free(table);
  finish(transaction);
}

static void add_chain(Transaction* transaction) {
  struct nftnl_chain* chain = nftnl_chain_alloc();
  nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, table_name);
  nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, chain_name);
  nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, "nat");
  nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, NF_INET_PRE_ROUTING);
  nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, NF_IP_PRI_NAT_DST);
  nftnl_chain_nlmsg_build_payload(append(transaction, NFT_MSG_NEWCHAIN, 0), chain);
  nftnl_chain_free(chain);
  finish(transaction);
}

static struct nftnl_expr* add_expr(struct nftnl_rule* rule, const char* name) {
  struct nftnl_expr* expr = nftnl_expr_alloc(name);
  nftnl_rule_add_expr(rule, expr);
  return expr;
}

static void load_payload(struct nftnl_rule* rule, uint32_t base, uint32_t offset, uint32_t length) {
  struct nftnl_expr* payload = add_expr(rule, "payload");
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, base);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, length);
}

static void compare(struct nftnl_rule* rule, const void* value, uint32_t length) {
  struct nftnl_expr* cmp = add_expr(rule, "cmp");
  nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
  nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
  nftnl_expr_set(cmp, NFTNL_EXPR_CMP_DATA, value, length);
}

void nat_rule(Transaction* transaction, uint32_t destination, uint16_t port, uint32_t target) {
  struct nftnl_rule* rule = nftnl_rule_alloc();
  nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, table_name);
  nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, chain_name);

  load_payload(rule, NFT_PAYLOAD_NETWORK_HEADER, 16, sizeof destination);
  compare(rule, &destination, sizeof destination);

  uint8_t protocol = IPPROTO_TCP;
  struct nftnl_expr* meta = add_expr(rule, "meta");
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, NFT_META_L4PROTO);
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
  compare(rule, &protocol, sizeof protocol);

  port = htons(port);
  load_payload(rule, NFT_PAYLOAD_TRANSPORT_HEADER, 2, sizeof port);
  compare(rule, &port, sizeof port);

  struct nftnl_expr* immediate = add_expr(rule, "immediate");
  nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_DREG, NFT_REG_1);
  nftnl_expr_set(immediate, NFTNL_EXPR_IMM_DATA, &target, sizeof target);

  struct nftnl_expr* nat = add_expr(rule, "nat");
  nftnl_expr_set_u32(nat, NFTNL_EXPR_NAT_TYPE, NFT_NAT_DNAT);
  nftnl_expr_set_u32(nat, NFTNL_EXPR_NAT_FAMILY, NFPROTO_IPV4);
  nftnl_expr_set_u32(nat, NFTNL_EXPR_NAT_REG_ADDR_MIN, NFT_REG_1);

  nftnl_rule_nlmsg_build_payload(append(transaction, NFT_MSG_NEWRULE, NLM_F_APPEND), rule);
  nftnl_rule_free(rule);
  finish(transaction);
}

void nat_begin(Transaction* transaction) {
  nftnl_batch_begin(end_of(transaction), 0);
  finish(transaction);
}

void nat_chain(Transaction* transaction) {
  nat_table(transaction);
  add_chain(transaction);
}

void nat_flush(Transaction* transaction) {
  nftnl_nlmsg_build_hdr(end_of(transaction), NFT_MSG_DELTABLE, NFPROTO_UNSPEC, 0, 0);
  finish(transaction);
}

void nat_end(Transaction* transaction) {
  nftnl_batch_end(end_of(transaction), 0);
  finish(transaction);
}

void nat_send(const Transaction* transaction, int fd) {
  int size = transaction->length + TRANSACTION_ROOM;
  CHECK(setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size));
  CHECK(send(fd, transaction->bytes, transaction->length, 0));

  // No message asked for an acknowledgement and the kernel answers inside send(2): silence is success.
  char reply[4096];
  if (recv(fd, reply, sizeof reply, MSG_DONTWAIT) < 0 && errno == EAGAIN) return;
  const struct nlmsgerr* answer = mnl_nlmsg_get_payload((struct nlmsghdr*)reply);
  errno = -answer->error;
  CHECK(answer->error);
}

void nat_commit(int fd) {
  char bytes[TRANSACTION_ROOM];
  Transaction transaction = {.bytes = bytes};
  nat_begin(&transaction);
  nat_chain(&transaction);
  nat_rule(&transaction, inet_addr("203.0.113.254"), 54321, inet_addr("192.0.2.1"));
  nat_end(&transaction);
  nat_send(&transaction, fd);
}
