// 100,000 dnat rules listed: `receive` takes the kernel's messages only, `libnftnl` parses each of them.
#define _GNU_SOURCE
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/check.h"
#include "lib/measure.h"
#include "lib/rules.h"

// The kernel fills no more of a buffer.
enum { RECEIVE = 32768 };

static int fd;
static bool parses;

static void set_up(void) {
  CHECK(unshare(CLONE_NEWNET));
  fd = nat_open();
  Transaction transaction = {.bytes = malloc(RULES_ROOM)};
  rules_build(&transaction);
  nat_send(&transaction, fd);
  free(transaction.bytes);
}

static void parse(const struct nlmsghdr* message) {
  struct nftnl_rule* rule = nftnl_rule_alloc();
  CHECK(nftnl_rule_nlmsg_parse(message, rule));
  nftnl_rule_free(rule);
}

static void run(void) {
  static char bytes[RECEIVE];
  struct nlmsghdr* request = nftnl_nlmsg_build_hdr(bytes, NFT_MSG_GETRULE, NFPROTO_UNSPEC, NLM_F_DUMP, 0);
  CHECK(send(fd, request, request->nlmsg_len, 0));
  for (;;) {
    int length = CHECK(recv(fd, bytes, sizeof bytes, 0));
    for (struct nlmsghdr* message = (struct nlmsghdr*)bytes; mnl_nlmsg_ok(message, length);
         message = mnl_nlmsg_next(message, &length)) {
      if (message->nlmsg_type == NLMSG_DONE) return;
      if (parses) parse(message);
    }
  }
}

int main(int argc, char** argv) {
  parses = argc > 1 && strcmp(argv[1], "libnftnl") == 0;
  return measure(argc, argv, &(Workload){.set_up = set_up, .run = run});
}
