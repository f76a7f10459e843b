// A packet socket (packet(7)): every frame that a link, or all links of a namespace, receive and send.
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fd.h"

namespace netloom {

// What stands before each frame in the bytes handed out, in the machine's byte order. The frame follows, and
// zeros up to a multiple of eight bytes.
struct FrameHeader {
  uint64_t timestamp;  // nanoseconds since 1970, by the kernel
  uint32_t captured;   // bytes that follow
  uint32_t length;     // bytes that the frame had
  uint32_t ifindex;
  uint16_t hardware;  // ARPHRD_*
  uint8_t type;       // PACKET_HOST, PACKET_OUTGOING...
  uint8_t reserved;
};
static_assert(sizeof(FrameHeader) == 24);

struct CaptureOptions {
  std::string link;      // a name; empty: `ifindex` counts
  uint32_t ifindex = 0;  // 0: every link
  uint32_t snaplen = 0;  // bytes to keep of a frame, at least 1
  int buffer = 0;        // bytes that the kernel may hold for this socket
  bool promiscuous = false;
};

class PacketSocket {
 public:
  // Opens in the calling thread's network namespace. Any frame that passes after this returns is seen.
  static Result<PacketSocket> Open(const CaptureOptions& options);

  int fd() const { return fd_.get(); }

  // Appends frames that have arrived, without waiting, up to a bound that keeps an event loop responsive.
  Status Take(Bytes& into);

  // From here on nothing more arrives; what has arrived can still be taken.
  Status Stop();

  // Frames that the kernel could not keep for us so far.
  uint64_t Dropped();

  // Whether the link that the socket was bound to has been deleted.
  bool Orphaned() const;

 private:
  PacketSocket(UniqueFd fd, uint32_t snaplen) : fd_(std::move(fd)), snaplen_(snaplen) {}

  // One frame, or false if none is there.
  Result<bool> TakeOne(Bytes& into);

  UniqueFd fd_;
  uint32_t snaplen_;
  uint64_t dropped_ = 0;
};

}  // namespace netloom
