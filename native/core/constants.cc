#include "core/constants.h"

#include <linux/netlink.h>

namespace netloom {

const std::vector<Constant>& Constants() {
#define C(name) \
  { #name, static_cast < int64_t>(name) }
  static const std::vector<Constant> constants = {
      C(NLMSG_ERROR),
  };
#undef C
  return constants;
}

}  // namespace netloom
