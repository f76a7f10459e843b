// A map of many elements in one transaction, `map.c WAY COUNT`: of messages that are there already
// (`prebuilt`), or that libnftnl makes (`libnftnl`).
#define _GNU_SOURCE
#include "lib/map.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "lib/check.h"
#include "lib/measure.h"
#include "lib/rules.h"

static int fd;
static uint32_t count;
static Transaction transaction;

static void open_namespace(void) {
  CHECK(unshare(CLONE_NEWNET));
  fd = nat_open();
  transaction.bytes = malloc(map_room(count));
}

static void set_up_prebuilt(void) {
  open_namespace();
  map_build(&transaction, count);
}

static void send_prebuilt(void) { nat_send(&transaction, fd); }

static void build_and_send(void) {
  map_build(&transaction, count);
  nat_send(&transaction, fd);
}

static void flush(void) { rules_flush(fd); }

int main(int argc, char** argv) {
  static const Workload prebuilt = {.set_up = set_up_prebuilt, .run = send_prebuilt, .tear_down = flush};
  static const Workload libnftnl = {.set_up = open_namespace, .run = build_and_send, .tear_down = flush};
  count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
  return measure(argc, argv, argc > 1 && strcmp(argv[1], "libnftnl") == 0 ? &libnftnl : &prebuilt);
}
