// 100,000 dnat rules in one transaction: of messages that are there already (`prebuilt`), or that libnftnl
// makes (`libnftnl`).
#define _GNU_SOURCE
#include "lib/rules.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/check.h"
#include "lib/measure.h"

static int fd;
static Transaction transaction;

static void open_namespace(void) {
  CHECK(unshare(CLONE_NEWNET));
  fd = nat_open();
  transaction.bytes = malloc(RULES_ROOM);
}

static void set_up_prebuilt(void) {
  open_namespace();
  rules_build(&transaction);
}

static void send_prebuilt(void) { nat_send(&transaction, fd); }

static void build_and_send(void) {
  rules_build(&transaction);
  nat_send(&transaction, fd);
}

static void flush(void) { rules_flush(fd); }

int main(int argc, char** argv) {
  static const Workload prebuilt = {.set_up = set_up_prebuilt, .run = send_prebuilt, .tear_down = flush};
  static const Workload libnftnl = {.set_up = open_namespace, .run = build_and_send, .tear_down = flush};
  return measure(argc, argv, argc > 1 && strcmp(argv[1], "libnftnl") == 0 ? &libnftnl : &prebuilt);
}
