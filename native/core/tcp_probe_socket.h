// A raw TCP socket (raw(7)) between one local port and one remote one, for segments written by the caller.
//
// No TCP connection exists for these segments as far as the kernel knows: when the answer to a SYN arrives,
// the kernel resets what it takes for somebody else's mistake, and the far end is left with nothing half
// open.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <span>
#include <string>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fd.h"

namespace netloom {

// What stands before each thing received, in the machine's byte order; zeros follow up to a multiple of
// eight.
struct ProbeHeader {
  uint64_t timestamp;  // nanoseconds since 1970, by the kernel
  uint32_t length;     // bytes that follow: a TCP segment, or the start of one that an error quotes
  uint32_t error;      // 0 for a segment; the errno that the kernel gave to an error
  uint32_t detail;     // of an error: the next hop's MTU, or the pointer to the problem
  uint8_t origin;      // SO_EE_ORIGIN_*: ICMP, ICMP6 or LOCAL
  uint8_t type;        // of an ICMP error
  uint8_t code;
  uint8_t hops;         // TTL or hop limit that a segment arrived with
  uint8_t address[16];  // who sent it: four bytes for IPv4
};
static_assert(sizeof(ProbeHeader) == 40);

struct ProbeOptions {
  int family;           // AF_INET or AF_INET6
  std::string address;  // the target, a literal
  std::string zone;     // link of a link-local target, a name or a number; may be empty
  uint16_t port;
  std::string source;        // a local address; empty: the one that routing gives
  uint16_t source_port = 0;  // 0: the kernel chooses
};

class TcpProbeSocket {
 public:
  // Opens in the calling thread's network namespace, with a free local port that stays reserved until the
  // end.
  static Result<TcpProbeSocket> Open(const ProbeOptions& options);

  int fd() const { return raw_.get(); }
  const std::string& source() const { return source_; }
  uint16_t source_port() const { return source_port_; }

  // Sends a segment; returns when that was, in nanoseconds since 1970.
  Result<uint64_t> Send(std::span<const uint8_t> segment);

  // Appends segments and errors that have arrived, without waiting.
  Status Take(Bytes& into);

 private:
  TcpProbeSocket() = default;

  Result<bool> TakeOne(Bytes& into, bool errors);

  UniqueFd raw_;
  UniqueFd reservation_;  // a TCP socket that is bound to the port and does nothing else
  int family_ = AF_INET;
  std::string source_;
  uint16_t source_port_ = 0;
};

}  // namespace netloom
