// rtnetlink requests collected in one buffer and sent in one system call.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nlmsghdr;

// Senders flush a batch that has grown past this, well below the default send buffer of 208 KiB.
enum { BATCH_FULL = 128 * 1024 };

typedef struct {
  size_t length;
  struct nlmsghdr* last;
  _Alignas(4) char bytes[BATCH_FULL + 4096];
} Batch;

typedef struct {
  const char* name;
  int index;
} Interface;

// A netlink socket of the current namespace.
int rtnl_open(void);

// A veth pair: `own`, up, in the socket's namespace; `peer`, down, in the namespace behind peer_netns.
// A veth's first end cannot be up before the second exists, so the peer is raised by a later rtnl_up().
void rtnl_veth(Batch* batch, Interface own, Interface peer, int peer_netns);

void rtnl_up(Batch* batch, int index);
void rtnl_address(Batch* batch, int index, const char* address, int prefix_length);
void rtnl_address_delete(Batch* batch, int index, const char* address, int prefix_length);
void rtnl_default_route(Batch* batch, int index, const char* gateway);

// Sends the batch and waits for the acknowledgement of its last message; any error ends the program.
void rtnl_commit(Batch* batch, int fd);
