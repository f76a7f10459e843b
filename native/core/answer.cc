#include "core/answer.h"

#include <linux/netlink.h>

namespace netloom {

void AppendErrorMessage(Bytes& answer, uint32_t index, int code, const std::string& text) {
  uint16_t attribute_length = static_cast<uint16_t>(sizeof(nlattr) + text.size() + 1);
  size_t padded = NLMSG_ALIGN(attribute_length);
  nlmsghdr header{};
  header.nlmsg_len = static_cast<uint32_t>(NLMSG_HDRLEN + sizeof(nlmsgerr) + padded);
  header.nlmsg_type = NLMSG_ERROR;
  header.nlmsg_flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
  header.nlmsg_seq = index;
  nlmsgerr error{};
  error.error = -code;
  nlattr attribute{attribute_length, NLMSGERR_ATTR_MSG};
  answer.Append(&header, sizeof header);
  answer.Append(&error, sizeof error);
  answer.Append(&attribute, sizeof attribute);
  answer.Append(text.c_str(), text.size() + 1);
  answer.AppendZeros(padded - attribute_length);
}

}  // namespace netloom
