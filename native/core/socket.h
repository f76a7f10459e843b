// Internet sockets, made in the calling thread's network namespace, for Node's own net module to take over.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"
#include "core/fd.h"

namespace netloom {

// A TCP socket that is not connected yet. `address` empty: not bound either; else bound to it and `port`.
// With a `scope`, an interface index, it goes nowhere but through that link.
Result<UniqueFd> OpenTcp(int family, const std::string& address, uint16_t port, uint32_t scope);

struct ListenOptions {
  int family;           // AF_INET or AF_INET6
  std::string address;  // a literal, without scope
  uint32_t scope = 0;   // interface index of a link-local IPv6 address
  uint16_t port = 0;    // 0: the kernel chooses
  int backlog = 511;
  bool ipv6_only = false;
};

// A listening TCP socket.
Result<UniqueFd> ListenTcp(const ListenOptions& options);

}  // namespace netloom
