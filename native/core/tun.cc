#include "core/tun.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <string.h>
#include <sys/ioctl.h>

#include "core/fd.h"

namespace netloom {

Status CreateTun(const TunOptions& options) {
  constexpr const char* kDevice = "/dev/net/tun";
  UniqueFd fd(open(kDevice, O_RDWR | O_CLOEXEC));
  if (!fd) return LastError("open", kDevice);

  ifreq request{};
  if (options.name.size() >= sizeof request.ifr_name)
    return SysError{ENAMETOOLONG, "TUNSETIFF", options.name};
  memcpy(request.ifr_name, options.name.data(), options.name.size());
  // Without IFF_TUN_EXCL the name of a device that is there would attach to it.
  request.ifr_flags = static_cast<int16_t>(options.flags | IFF_TUN_EXCL);
  unsigned int index = static_cast<unsigned int>(options.index);
  if (index != 0 && ioctl(fd.get(), TUNSETIFINDEX, &index) < 0)
    return LastError("TUNSETIFINDEX", options.name);
  if (ioctl(fd.get(), TUNSETIFF, &request) < 0)
    return SysError{errno == EBUSY ? EEXIST : errno, "TUNSETIFF", options.name};
  // Until it is made to persist, closing the descriptor takes the device away: what fails here leaves
  // nothing.
  if (options.owner >= 0 && ioctl(fd.get(), TUNSETOWNER, static_cast<unsigned long>(options.owner)) < 0)
    return LastError("TUNSETOWNER", options.name);
  if (options.group >= 0 && ioctl(fd.get(), TUNSETGROUP, static_cast<unsigned long>(options.group)) < 0)
    return LastError("TUNSETGROUP", options.name);
  if (ioctl(fd.get(), TUNSETPERSIST, 1UL) < 0) return LastError("TUNSETPERSIST", options.name);
  return Nothing{};
}

}  // namespace netloom
