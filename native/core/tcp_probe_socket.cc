#include "core/tcp_probe_socket.h"

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include <charconv>
#include <cstring>

namespace netloom {

namespace {

// Answers are headers; more of a segment than this tells nothing.
constexpr size_t kSegmentSize = 2048;
constexpr int kTakeAtMost = 64;
constexpr int kAttempts = 4;

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
  sockaddr_storage storage;
};

socklen_t SizeOf(int family) { return family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6); }

Result<Address> ParseAddress(int family, const std::string& text, uint16_t port) {
  Address parsed{};
  parsed.any.sa_family = static_cast<sa_family_t>(family);
  void* bytes = family == AF_INET ? static_cast<void*>(&parsed.v4.sin_addr) : &parsed.v6.sin6_addr;
  if (inet_pton(family, text.c_str(), bytes) != 1) return SysError{EINVAL, "inet_pton", text};
  // Both structures have the port at the same place.
  parsed.v4.sin_port = htons(port);
  return parsed;
}

std::string FormatAddress(const Address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  const int family = address.any.sa_family;
  const void* bytes =
      family == AF_INET ? static_cast<const void*>(&address.v4.sin_addr) : &address.v6.sin6_addr;
  inet_ntop(family, bytes, text, sizeof text);
  return text;
}

// Zones are names or numbers of links (RFC 4007, section 11).
Result<uint32_t> FindZone(int fd, const std::string& zone) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(zone.data(), zone.data() + zone.size(), number);
  if (error == std::errc() && end == zone.data() + zone.size()) return number;
  ifreq request{};
  if (zone.size() >= sizeof request.ifr_name) return SysError{ENODEV, "SIOCGIFINDEX", zone};
  std::memcpy(request.ifr_name, zone.data(), zone.size());
  if (ioctl(fd, SIOCGIFINDEX, &request) < 0) return LastError("SIOCGIFINDEX", zone);
  return static_cast<uint32_t>(request.ifr_ifindex);
}

Status Enable(int fd, int level, int name, const char* what) {
  const int on = 1;
  if (setsockopt(fd, level, name, &on, sizeof on) < 0) return LastError("setsockopt", what);
  return Nothing{};
}

Status EnableAncillary(int fd, int family) {
  Status set = Enable(fd, SOL_SOCKET, SO_TIMESTAMPNS, "SO_TIMESTAMPNS");
  if (!set.ok()) return set;
  if (family == AF_INET) return Enable(fd, IPPROTO_IP, IP_RECVERR, "IP_RECVERR");
  set = Enable(fd, IPPROTO_IPV6, IPV6_RECVERR, "IPV6_RECVERR");
  return set.ok() ? Enable(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, "IPV6_RECVHOPLIMIT") : set;
}

// Passes only segments from `remote` to `local` port, so that a busy host costs nothing here. Raw IPv4
// sockets see the IP header, whose length X skips; raw IPv6 sockets see the segment alone.
Status AttachFilter(int fd, int family, uint16_t remote, uint16_t local) {
  const uint32_t ports = (static_cast<uint32_t>(remote) << 16) | local;
  const sock_filter skip = family == AF_INET ? sock_filter BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0)
                                             : sock_filter BPF_STMT(BPF_LDX | BPF_IMM, 0);
  sock_filter code[] = {
      skip,
      BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ports, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  const sock_fprog program{sizeof code / sizeof *code, code};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
    return LastError("setsockopt", "SO_ATTACH_FILTER");
  }
  return Nothing{};
}

uint64_t Nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000ull + time.tv_nsec; }

void CopyAddress(const sockaddr* from, ProbeHeader& header) {
  if (from->sa_family == AF_INET) {
    std::memcpy(header.address, &reinterpret_cast<const sockaddr_in*>(from)->sin_addr, 4);
  } else if (from->sa_family == AF_INET6) {
    std::memcpy(header.address, &reinterpret_cast<const sockaddr_in6*>(from)->sin6_addr, 16);
  }
}

bool IsError(const cmsghdr* part) {
  return (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
         (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);
}

void ReadAncillary(msghdr* message, ProbeHeader& header) {
  for (cmsghdr* part = CMSG_FIRSTHDR(message); part != nullptr; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
      timespec time;
      std::memcpy(&time, CMSG_DATA(part), sizeof time);
      header.timestamp = Nanoseconds(time);
    } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_HOPLIMIT) {
      int hops;
      std::memcpy(&hops, CMSG_DATA(part), sizeof hops);
      header.hops = static_cast<uint8_t>(hops);
    } else if (IsError(part)) {
      const auto* error = reinterpret_cast<const sock_extended_err*>(CMSG_DATA(part));
      header.error = error->ee_errno;
      header.detail = error->ee_info;
      header.origin = error->ee_origin;
      header.type = error->ee_type;
      header.code = error->ee_code;
      CopyAddress(SO_EE_OFFENDER(error), header);
    }
  }
}

}  // namespace

Result<TcpProbeSocket> TcpProbeSocket::Open(const ProbeOptions& options) {
  TcpProbeSocket opened;
  opened.family_ = options.family;
  opened.raw_ = UniqueFd(socket(options.family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  if (!opened.raw_) return LastError("socket", "SOCK_RAW");
  const int raw = opened.raw_.get();
  Status ancillary = EnableAncillary(raw, options.family);
  if (!ancillary.ok()) return ancillary.error();

  // A raw socket's "port" is the protocol number, or nothing.
  Result<Address> target = ParseAddress(options.family, options.address, 0);
  if (!target.ok()) return target.error();
  uint32_t zone = 0;
  if (!options.zone.empty()) {
    Result<uint32_t> found = FindZone(raw, options.zone);
    if (!found.ok()) return found.error();
    zone = target.value().v6.sin6_scope_id = found.value();
  }
  const socklen_t size = SizeOf(options.family);
  if (!options.source.empty()) {
    Result<Address> source = ParseAddress(options.family, options.source, 0);
    if (!source.ok()) return source.error();
    if (options.family == AF_INET6) source.value().v6.sin6_scope_id = zone;
    if (bind(raw, &source.value().any, size) < 0) return LastError("bind", options.source);
  }
  // Connecting routes: the kernel picks our address, and passes on only what comes from the target.
  if (connect(raw, &target.value().any, size) < 0) return LastError("connect", options.address);
  Address local{};
  socklen_t local_size = sizeof local;
  if (getsockname(raw, &local.any, &local_size) < 0) return LastError("getsockname");
  opened.source_ = FormatAddress(local);

  opened.reservation_ = UniqueFd(socket(options.family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!opened.reservation_) return LastError("socket", "SOCK_STREAM");
  local.v4.sin_port = htons(options.source_port);
  if (options.family == AF_INET6) local.v6.sin6_scope_id = zone;
  if (bind(opened.reservation_.get(), &local.any, size) < 0) {
    return LastError("bind", opened.source_ + " port " + std::to_string(options.source_port));
  }
  local_size = sizeof local;
  if (getsockname(opened.reservation_.get(), &local.any, &local_size) < 0) return LastError("getsockname");
  opened.source_port_ = ntohs(local.v4.sin_port);

  Status filtered = AttachFilter(raw, options.family, options.port, opened.source_port_);
  if (!filtered.ok()) return filtered.error();
  return opened;
}

Result<uint64_t> TcpProbeSocket::Send(std::span<const uint8_t> segment) {
  timespec now{};
  // The first failure may tell of an earlier segment, of another probe even: what is refused itself fails
  // again.
  for (int attempt = 0; attempt < kAttempts; attempt++) {
    clock_gettime(CLOCK_REALTIME, &now);
    if (send(raw_.get(), segment.data(), segment.size(), MSG_NOSIGNAL) >= 0) return Nanoseconds(now);
  }
  return LastError("send", "SOCK_RAW");
}

Status TcpProbeSocket::Take(Bytes& into) {
  for (const bool errors : {false, true}) {
    for (int taken = 0; taken < kTakeAtMost; taken++) {
      Result<bool> one = TakeOne(into, errors);
      if (!one.ok()) return one.error();
      if (!one.value()) break;
    }
  }
  return Nothing{};
}

Result<bool> TcpProbeSocket::TakeOne(Bytes& into, bool errors) {
  Address from{};
  alignas(cmsghdr) char control[512];
  uint8_t* record = into.Tail(sizeof(ProbeHeader) + kSegmentSize + 8);
  uint8_t* data = record + sizeof(ProbeHeader);
  iovec part{data, kSegmentSize};
  msghdr message{};
  ssize_t length = -1;
  // An error that waits in the error queue is also told once by the next call, whichever it is.
  for (int attempt = 0; length < 0 && attempt < kAttempts; attempt++) {
    message = {};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    length = recvmsg(raw_.get(), &message, errors ? MSG_ERRQUEUE : 0);
    if (length < 0 && errno == EAGAIN) return false;
  }
  if (length < 0) return LastError("recvmsg", "SOCK_RAW");

  ProbeHeader header{};
  if (!errors) CopyAddress(&from.any, header);
  ReadAncillary(&message, header);
  size_t size = static_cast<size_t>(length);
  if (!errors && family_ == AF_INET && size >= 20) {
    header.hops = data[8];
    const size_t ip_header = (data[0] & 0x0fu) * 4;
    size = size > ip_header ? size - ip_header : 0;
    std::memmove(data, data + ip_header, size);
  }
  header.length = static_cast<uint32_t>(size);
  std::memcpy(record, &header, sizeof header);
  const size_t padding = -size & 7u;
  std::memset(data + size, 0, padding);
  into.Grow(sizeof header + size + padding);
  return true;
}

}  // namespace netloom
