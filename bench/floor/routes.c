// 100,000 IPv4 routes added (`add`), or any number received as they are (`dump COUNT`); `churn SECONDS RATE`
// is the other side of the events workload: route changes at a rate, from a process of its own.
#include <arpa/inet.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/check.h"
#include "lib/measure.h"
#include "lib/netns.h"
#include "lib/rtnl.h"

enum { COUNT = 100000, LINK = 2, RECEIVE = 32 * 1024 };

static int rtnl;
static int count = COUNT;
static Batch batch;

static void put_route(int i, uint16_t type, uint16_t flags) {
  struct nlmsghdr* message = mnl_nlmsg_put_header(batch.bytes + batch.length);
  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | flags;
  struct rtmsg* header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  *header = (struct rtmsg){.rtm_family = AF_INET,
                           .rtm_dst_len = 32,
                           .rtm_table = RT_TABLE_MAIN,
                           .rtm_protocol = RTPROT_BOOT,
                           .rtm_scope = RT_SCOPE_UNIVERSE,
                           .rtm_type = RTN_UNICAST};
  mnl_attr_put_u32(message, RTA_DST, htonl(0x0a000000 + i));
  mnl_attr_put_u32(message, RTA_GATEWAY, inet_addr("192.0.2.2"));
  mnl_attr_put_u32(message, RTA_OIF, LINK);
  batch.last = message;
  batch.length += NLMSG_ALIGN(message->nlmsg_len);
}

// A namespace with a veth pair, up, and an address on one end.
static void furnish(void) {
  netns_create("routes");
  int here = netns_current();
  rtnl = rtnl_open();
  rtnl_veth(&batch, (Interface){"v0", LINK}, (Interface){"v1", LINK + 1}, here);
  rtnl_up(&batch, LINK + 1);
  rtnl_address(&batch, LINK, "192.0.2.1", 24);
  rtnl_commit(&batch, rtnl);
}

static void add(void) {
  for (int i = 0; i < count; i++) {
    put_route(i, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
    if (batch.length >= BATCH_FULL) rtnl_commit(&batch, rtnl);
  }
  if (batch.length) rtnl_commit(&batch, rtnl);
}

static void drop(void) {
  close(rtnl);
  netns_delete("routes");
  furnish();
}

static void furnish_full(void) {
  furnish();
  add();
}

static void dump(void) {
  static char reply[RECEIVE];
  struct nlmsghdr* message = mnl_nlmsg_put_header(batch.bytes);
  message->nlmsg_type = RTM_GETROUTE;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  struct rtmsg* header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  header->rtm_family = AF_INET;
  CHECK(send(rtnl, message, message->nlmsg_len, 0));
  for (;;) {
    int length = CHECK(recv(rtnl, reply, sizeof reply, 0));
    for (struct nlmsghdr* each = (struct nlmsghdr*)reply; mnl_nlmsg_ok(each, length);
         each = mnl_nlmsg_next(each, &length)) {
      if (each->nlmsg_type == NLMSG_DONE) return;
    }
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

// A second of route changes, COUNT of them at an even pace, and one more that says that it was all.
static void churn(void) {
  double start = now();
  for (int done = 0; done < COUNT; usleep(100)) {
    for (int due = (now() - start) * COUNT; done < due && done < COUNT; done++) {
      int i = done % (COUNT / 2);
      if (done == i) {
        put_route(i, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
      } else {
        put_route(i, RTM_DELROUTE, 0);
      }
      if (batch.length >= BATCH_FULL) rtnl_commit(&batch, rtnl);
    }
    if (batch.length) rtnl_commit(&batch, rtnl);
  }
  put_route(COUNT, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
  rtnl_commit(&batch, rtnl);
}

// The same in somebody else's namespace.
static int churn_in(const char* path) {
  netns_enter(CHECK(open(path, O_RDONLY | O_CLOEXEC)));
  rtnl = rtnl_open();
  churn();
  return 0;
}

int main(int argc, char** argv) {
  if (argc == 3 && strcmp(argv[1], "churn") == 0) return churn_in(argv[2]);
  if (argc > 1 && strcmp(argv[1], "events") == 0)
    return measure(argc - 1, argv + 1, &(Workload){.set_up = furnish, .run = churn});
  if (argc > 2 && strcmp(argv[1], "dump") == 0) {
    count = atoi(argv[2]);
    return measure(argc - 1, argv + 1, &(Workload){.set_up = furnish_full, .run = dump});
  }
  return measure(argc - 1, argv + 1, &(Workload){.set_up = furnish, .run = add, .tear_down = drop});
}
