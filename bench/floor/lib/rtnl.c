#include "rtnl.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sys/socket.h>

#include "check.h"

int rtnl_open(void) { return CHECK(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)); }

static struct nlmsghdr* append(Batch* batch, uint16_t type, uint16_t flags) {
  struct nlmsghdr* message = mnl_nlmsg_put_header(batch->bytes + batch->length);
  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | flags;
  batch->last = message;
  return message;
}

static void finish(Batch* batch) { batch->length += NLMSG_ALIGN(batch->last->nlmsg_len); }

static void put_address(struct nlmsghdr* message, uint16_t type, const char* address) {
  mnl_attr_put_u32(message, type, inet_addr(address));
}

void rtnl_veth(Batch* batch, Interface own, Interface peer, int peer_netns) {
  struct nlmsghdr* message = append(batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  struct ifinfomsg* header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  *header = (struct ifinfomsg){.ifi_index = own.index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  mnl_attr_put_strz(message, IFLA_IFNAME, own.name);
  struct nlattr* info = mnl_attr_nest_start(message, IFLA_LINKINFO);
  mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
  struct nlattr* data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
  struct nlattr* other = mnl_attr_nest_start(message, VETH_INFO_PEER);
  struct ifinfomsg* peer_header = mnl_nlmsg_put_extra_header(message, sizeof *peer_header);
  *peer_header = (struct ifinfomsg){.ifi_index = peer.index};
  mnl_attr_put_strz(message, IFLA_IFNAME, peer.name);
  mnl_attr_put_u32(message, IFLA_NET_NS_FD, peer_netns);
  mnl_attr_nest_end(message, other);
  mnl_attr_nest_end(message, data);
  mnl_attr_nest_end(message, info);
  finish(batch);
}

void rtnl_up(Batch* batch, int index) {
  struct ifinfomsg* header = mnl_nlmsg_put_extra_header(append(batch, RTM_NEWLINK, 0), sizeof *header);
  *header = (struct ifinfomsg){.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  finish(batch);
}

static void address_request(Batch* batch, uint16_t type, uint16_t flags, int index, const char* address,
                            int prefix_length) {
  struct nlmsghdr* message = append(batch, type, flags);
  struct ifaddrmsg* header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  *header = (struct ifaddrmsg){.ifa_family = AF_INET, .ifa_prefixlen = prefix_length, .ifa_index = index};
  put_address(message, IFA_LOCAL, address);
  put_address(message, IFA_ADDRESS, address);
  finish(batch);
}

void rtnl_address(Batch* batch, int index, const char* address, int prefix_length) {
  address_request(batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, index, address, prefix_length);
}

void rtnl_address_delete(Batch* batch, int index, const char* address, int prefix_length) {
  address_request(batch, RTM_DELADDR, 0, index, address, prefix_length);
}

void rtnl_default_route(Batch* batch, int index, const char* gateway) {
  struct nlmsghdr* message = append(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
  struct rtmsg* header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  *header = (struct rtmsg){.rtm_family = AF_INET,
                           .rtm_table = RT_TABLE_MAIN,
                           .rtm_protocol = RTPROT_BOOT,
                           .rtm_scope = RT_SCOPE_UNIVERSE,
                           .rtm_type = RTN_UNICAST};
  put_address(message, RTA_GATEWAY, gateway);
  mnl_attr_put_u32(message, RTA_OIF, index);
  finish(batch);
}

// The kernel handles the whole batch inside send(2): one answer is waiting when it returns, the
// acknowledgement that only the last message asked for, unless an earlier message failed.
void rtnl_commit(Batch* batch, int fd) {
  batch->last->nlmsg_flags |= NLM_F_ACK;
  CHECK(send(fd, batch->bytes, batch->length, 0));
  char reply[4096];
  CHECK(recv(fd, reply, sizeof reply, 0));
  const struct nlmsgerr* answer = mnl_nlmsg_get_payload((struct nlmsghdr*)reply);
  errno = -answer->error;
  CHECK(answer->error);
  batch->length = 0;
}
