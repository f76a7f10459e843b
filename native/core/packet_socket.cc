#include "core/packet_socket.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include <cstring>

namespace netloom {

namespace {

// One Take() hands out at most about this much: a fraction of a millisecond of work.
constexpr int kTakeFrames = 256;
constexpr size_t kTakeBytes = 1024 * 1024;

constexpr size_t kVlanTag = 4;
constexpr size_t kEthernetAddresses = 2 * ETH_ALEN;

template <typename T>
Status SetOption(int fd, int level, int name, const T& value, const char* what) {
  if (setsockopt(fd, level, name, &value, sizeof value) < 0) return LastError("setsockopt", what);
  return Nothing{};
}

Result<uint32_t> FindLink(int fd, const std::string& name) {
  ifreq request{};
  if (name.size() >= sizeof request.ifr_name) return SysError{ENODEV, "SIOCGIFINDEX", name};
  std::memcpy(request.ifr_name, name.data(), name.size());
  if (ioctl(fd, SIOCGIFINDEX, &request) < 0) return LastError("SIOCGIFINDEX", name);
  return static_cast<uint32_t>(request.ifr_ifindex);
}

// What recvmsg(2) tells beside the frame itself.
struct Ancillary {
  timespec time{};
  tpacket_auxdata auxiliary{};
};

Ancillary ReadAncillary(msghdr* message) {
  Ancillary read;
  for (cmsghdr* part = CMSG_FIRSTHDR(message); part != nullptr; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
      std::memcpy(&read.time, CMSG_DATA(part), sizeof read.time);
    } else if (part->cmsg_level == SOL_PACKET && part->cmsg_type == PACKET_AUXDATA) {
      std::memcpy(&read.auxiliary, CMSG_DATA(part), sizeof read.auxiliary);
    }
  }
  return read;
}

// The kernel takes VLAN tags out of the frames it shows; this puts one back. `frame` has room for it.
void InsertVlanTag(uint8_t* frame, size_t captured, const tpacket_auxdata& auxiliary) {
  const bool has_type = (auxiliary.tp_status & TP_STATUS_VLAN_TPID_VALID) != 0;
  const uint16_t tag[] = {htons(has_type ? auxiliary.tp_vlan_tpid : ETH_P_8021Q),
                          htons(auxiliary.tp_vlan_tci)};
  uint8_t* gap = frame + kEthernetAddresses;
  std::memmove(gap + kVlanTag, gap, captured - kEthernetAddresses);
  std::memcpy(gap, tag, kVlanTag);
}

}  // namespace

Result<PacketSocket> PacketSocket::Open(const CaptureOptions& options) {
  // Protocol 0 receives nothing: the frames of other links would come in before bind(2).
  UniqueFd fd(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return LastError("socket", "AF_PACKET");

  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(options.ifindex);
  if (!options.link.empty()) {
    Result<uint32_t> found = FindLink(fd.get(), options.link);
    if (!found.ok()) return found.error();
    address.sll_ifindex = static_cast<int>(found.value());
  }

  const int on = 1;
  Status set = SetOption(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS, on, "SO_TIMESTAMPNS");
  if (set.ok()) set = SetOption(fd.get(), SOL_PACKET, PACKET_AUXDATA, on, "PACKET_AUXDATA");
  // Above net.core.rmem_max only with CAP_NET_ADMIN; without it, as much as one gets.
  if (set.ok() && !SetOption(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, options.buffer, "SO_RCVBUFFORCE").ok()) {
    set = SetOption(fd.get(), SOL_SOCKET, SO_RCVBUF, options.buffer, "SO_RCVBUF");
  }
  if (set.ok() && options.promiscuous && address.sll_ifindex != 0) {
    packet_mreq membership{};
    membership.mr_ifindex = address.sll_ifindex;
    membership.mr_type = PACKET_MR_PROMISC;
    set = SetOption(fd.get(), SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, "PACKET_MR_PROMISC");
  }
  if (!set.ok()) return set.error();

  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0) {
    return LastError("bind", options.link.empty() ? std::to_string(options.ifindex) : options.link);
  }
  return PacketSocket(std::move(fd), options.snaplen);
}

Status PacketSocket::Take(Bytes& into) {
  const size_t start = into.size();
  for (int taken = 0; taken < kTakeFrames && into.size() - start < kTakeBytes; taken++) {
    Result<bool> one = TakeOne(into);
    if (!one.ok()) return one.error();
    if (!one.value()) break;
  }
  return Nothing{};
}

Result<bool> PacketSocket::TakeOne(Bytes& into) {
  sockaddr_ll from{};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(tpacket_auxdata))];
  for (;;) {
    uint8_t* record = into.Tail(sizeof(FrameHeader) + snaplen_ + kVlanTag + 8);
    uint8_t* frame = record + sizeof(FrameHeader);
    iovec part{frame, snaplen_};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;

    // MSG_TRUNC: the length of the whole frame, also where it is cut to the snap length.
    const ssize_t length = recvmsg(fd_.get(), &message, MSG_TRUNC);
    if (length < 0) {
      if (errno == EAGAIN) return false;
      // ENETDOWN tells that the link went down. It may come up again, and then its frames come again.
      if (errno == EINTR || errno == ENETDOWN) continue;
      return LastError("recvmsg", "AF_PACKET");
    }
    // The loopback link shows each frame as it leaves and as it comes back: the second is enough.
    if (from.sll_hatype == ARPHRD_LOOPBACK && from.sll_pkttype == PACKET_OUTGOING) continue;

    const Ancillary ancillary = ReadAncillary(&message);
    FrameHeader header{};
    header.timestamp = ancillary.time.tv_sec * 1'000'000'000ull + ancillary.time.tv_nsec;
    header.length = static_cast<uint32_t>(length);
    header.captured = header.length < snaplen_ ? header.length : snaplen_;
    header.ifindex = static_cast<uint32_t>(from.sll_ifindex);
    header.hardware = from.sll_hatype;
    header.type = from.sll_pkttype;
    if ((ancillary.auxiliary.tp_status & TP_STATUS_VLAN_VALID) && header.captured >= kEthernetAddresses) {
      InsertVlanTag(frame, header.captured, ancillary.auxiliary);
      header.length += kVlanTag;
      header.captured = header.captured + kVlanTag < snaplen_ ? header.captured + kVlanTag : snaplen_;
    }

    std::memcpy(record, &header, sizeof header);
    const size_t padding = -header.captured & 7u;
    std::memset(frame + header.captured, 0, padding);
    into.Grow(sizeof header + header.captured + padding);
    return true;
  }
}

Status PacketSocket::Stop() {
  sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  const sock_fprog program{1, nothing};
  return SetOption(fd_.get(), SOL_SOCKET, SO_ATTACH_FILTER, program, "SO_ATTACH_FILTER");
}

uint64_t PacketSocket::Dropped() {
  tpacket_stats since_last{};
  socklen_t size = sizeof since_last;
  if (getsockopt(fd_.get(), SOL_PACKET, PACKET_STATISTICS, &since_last, &size) == 0) {
    dropped_ += since_last.tp_drops;
  }
  return dropped_;
}

bool PacketSocket::Orphaned() const {
  sockaddr_ll address{};
  socklen_t size = sizeof address;
  return getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0 && address.sll_ifindex < 0;
}

}  // namespace netloom
