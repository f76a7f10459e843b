#include "core/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace netloom {

namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Result<SocketAddress> ParseAddress(int family, const std::string& text, uint16_t port, uint32_t scope) {
  SocketAddress parsed;
  void* raw;
  if (family == AF_INET) {
    auto* in = reinterpret_cast<sockaddr_in*>(&parsed.storage);
    in->sin_family = AF_INET;
    in->sin_port = htons(port);
    raw = &in->sin_addr;
    parsed.length = sizeof *in;
  } else {
    auto* in6 = reinterpret_cast<sockaddr_in6*>(&parsed.storage);
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port);
    in6->sin6_scope_id = scope;
    raw = &in6->sin6_addr;
    parsed.length = sizeof *in6;
  }
  if (inet_pton(family, text.c_str(), raw) != 1) return SysError{EINVAL, "inet_pton", text};
  return parsed;
}

// As people write them: 192.0.2.1:80, [2001:db8::1]:80.
std::string Endpoint(int family, const std::string& address, uint16_t port) {
  const std::string host = family == AF_INET6 ? "[" + address + "]" : address;
  return host + ":" + std::to_string(port);
}

}  // namespace

Result<UniqueFd> OpenTcp(int family, const std::string& address, uint16_t port, uint32_t scope) {
  UniqueFd fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return LastError("socket");
  if (scope != 0 && setsockopt(fd.get(), SOL_SOCKET, SO_BINDTOIFINDEX, &scope, sizeof scope) < 0) {
    return LastError("setsockopt", "SO_BINDTOIFINDEX");
  }
  if (address.empty()) return fd;
  Result<SocketAddress> local = ParseAddress(family, address, port, scope);
  if (!local.ok()) return local.error();
  int on = 1;
  if (setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0) return LastError("setsockopt");
  if (bind(fd.get(), local.value().get(), local.value().length) < 0)
    return LastError("bind", Endpoint(family, address, port));
  return fd;
}

Result<UniqueFd> ListenTcp(const ListenOptions& options) {
  UniqueFd fd(socket(options.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return LastError("socket");
  int on = 1;
  if (setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0) return LastError("setsockopt");
  int only = options.ipv6_only ? 1 : 0;
  if (options.family == AF_INET6 && setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only) < 0) {
    return LastError("setsockopt");
  }
  Result<SocketAddress> local = ParseAddress(options.family, options.address, options.port, options.scope);
  if (!local.ok()) return local.error();
  const std::string endpoint = Endpoint(options.family, options.address, options.port);
  if (bind(fd.get(), local.value().get(), local.value().length) < 0) return LastError("bind", endpoint);
  if (listen(fd.get(), options.backlog) < 0) return LastError("listen", endpoint);
  return fd;
}

}  // namespace netloom
