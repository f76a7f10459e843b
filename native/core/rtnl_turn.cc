#include "core/rtnl_turn.h"

namespace netloom {

Queue& RtnlQueue() {
  static Queue queue;
  return queue;
}

}  // namespace netloom
