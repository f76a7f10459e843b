// One request and its acknowledgement: an address added to the loopback interface of an own namespace.
#include "lib/measure.h"
#include "lib/netns.h"
#include "lib/rtnl.h"

static const char* address = "192.0.2.1";
enum { LOOPBACK = 1 };

static int rtnl;
static Batch batch;

static void set_up(void) {
  netns_create("call");
  rtnl = rtnl_open();
}

static void run(void) {
  rtnl_address(&batch, LOOPBACK, address, 32);
  rtnl_commit(&batch, rtnl);
}

static void tear_down(void) {
  rtnl_address_delete(&batch, LOOPBACK, address, 32);
  rtnl_commit(&batch, rtnl);
}

int main(int argc, char** argv) { return measure(argc, argv, &(Workload){set_up, run, tear_down}); }
