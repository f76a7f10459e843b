#include "core/rtnl_turn.h"

namespace netloom {

std::mutex& RtnlQueue() {
  static std::mutex queue;
  return queue;
}

}  // namespace netloom
