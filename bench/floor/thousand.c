// A thousand named namespaces around a hub, each joined to it by a veth pair with a /30 of its own.
#include <stdio.h>
#include <unistd.h>

#include "lib/check.h"
#include "lib/measure.h"
#include "lib/netns.h"
#include "lib/rtnl.h"

enum { COUNT = 1000, FIRST_HUB_INDEX = 2 };

static int home;
static Batch spoke_batch;
static Batch hub_batch;

static void remember_home(void) { home = netns_current(); }

// Address number `host` (1 the hub, 2 the spoke) of spoke i's network, counted up from 10.0.0.0/30.
static const char* address_of(int i, int host, char text[16]) {
  unsigned offset = 4 * i + host;
  snprintf(text, 16, "10.%u.%u.%u", offset >> 16, (offset >> 8) & 255, offset & 255);
  return text;
}

static void build_spoke(int i, int hub) {
  char name[16], hub_name[16], own_address[16], hub_address[16];
  snprintf(name, sizeof name, "n%d", i);
  snprintf(hub_name, sizeof hub_name, "h%d", i);
  address_of(i, 1, hub_address);
  address_of(i, 2, own_address);
  Interface own = {"eth0", 2};
  Interface peer = {hub_name, FIRST_HUB_INDEX + i};

  netns_create(name);
  int rtnl = rtnl_open();
  rtnl_veth(&spoke_batch, own, peer, hub);
  rtnl_address(&spoke_batch, own.index, own_address, 30);
  rtnl_default_route(&spoke_batch, own.index, hub_address);
  rtnl_commit(&spoke_batch, rtnl);
  CHECK(close(rtnl));

  rtnl_up(&hub_batch, peer.index);
  rtnl_address(&hub_batch, peer.index, hub_address, 30);
}

static void run(void) {
  netns_create("hub");
  int hub = netns_current();
  int rtnl = rtnl_open();
  for (int i = 0; i < COUNT; i++) {
    build_spoke(i, hub);
    if (hub_batch.length >= BATCH_FULL) rtnl_commit(&hub_batch, rtnl);
  }
  netns_enter(home);
  if (hub_batch.length) rtnl_commit(&hub_batch, rtnl);
  CHECK(close(rtnl));
  CHECK(close(hub));
}

int main(int argc, char** argv) {
  return measure(argc, argv, &(Workload){.set_up = remember_home, .run = run});
}
