// The tutorial's topology and its removal.
//
//   lan 192.0.2.1/24 --- 192.0.2.254/24 router 203.0.113.254/24 --- 203.0.113.1/24 wan
//
// The router comes first, so that each outer namespace can make its pair with both ends in place and be
// done with it in one send. No request waits for another that it does not depend on.
#include <unistd.h>

#include "lib/check.h"
#include "lib/measure.h"
#include "lib/nat.h"
#include "lib/netns.h"
#include "lib/rtnl.h"

static int home;
static Batch batch;

typedef struct {
  const char* namespace;
  const char* address;
  const char* gateway;
  Interface own;
  Interface peer;
} Side;

static const Side lan = {"lan", "192.0.2.1", "192.0.2.254", {"lan-veth0", 2}, {"gw-veth0", 2}};
static const Side wan = {"wan", "203.0.113.1", "203.0.113.254", {"wan-veth0", 2}, {"gw-veth1", 3}};

static void remember_home(void) { home = netns_current(); }

static void build_side(const Side* side, int router) {
  netns_create(side->namespace);
  int rtnl = rtnl_open();
  rtnl_veth(&batch, side->own, side->peer, router);
  rtnl_address(&batch, side->own.index, side->address, 24);
  rtnl_default_route(&batch, side->own.index, side->gateway);
  rtnl_commit(&batch, rtnl);
  CHECK(close(rtnl));
}

static void build(void) {
  netns_create("router");
  int router = netns_current();
  int rtnl = rtnl_open();
  int nat = nat_open();
  sysctl_set("/proc/sys/net/ipv4/ip_forward", "1");
  nat_commit(nat);
  build_side(&lan, router);
  build_side(&wan, router);
  netns_enter(home);
  rtnl_up(&batch, lan.peer.index);
  rtnl_address(&batch, lan.peer.index, lan.gateway, 24);
  rtnl_up(&batch, wan.peer.index);
  rtnl_address(&batch, wan.peer.index, wan.gateway, 24);
  rtnl_commit(&batch, rtnl);
  CHECK(close(rtnl));
  CHECK(close(nat));
  CHECK(close(router));
}

static void run(void) {
  build();
  netns_delete("lan");
  netns_delete("router");
  netns_delete("wan");
}

int main(int argc, char** argv) {
  return measure(argc, argv, &(Workload){.set_up = remember_home, .run = run});
}
