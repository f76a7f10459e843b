// tun and tap devices, which no netlink message can make.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"

namespace netloom {

struct TunOptions {
  std::string name;
  uint16_t flags = 0;  // IFF_TUN or IFF_TAP, IFF_NO_PI, IFF_VNET_HDR, IFF_MULTI_QUEUE
  int64_t owner = -1;  // uid; -1: none
  int64_t group = -1;  // gid; -1: none
  int index = 0;       // 0: the kernel chooses
};

// Makes a device in the calling thread's network namespace that stays when its descriptor is closed. EEXIST
// if the name is taken.
Status CreateTun(const TunOptions& options);

}  // namespace netloom
