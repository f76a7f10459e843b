// libnftnl trusts the type of an attribute for how much it reads, not the length it is given (older versions
// at least): short values are handed over in front of zeros.
#pragma once

#include <libmnl/libmnl.h>

#include <cstdint>
#include <cstring>

namespace netloom::nft {

class Padded {
 public:
  explicit Padded(const nlattr* attribute)
      : data_(mnl_attr_get_payload(attribute)), length_(mnl_attr_get_payload_len(attribute)) {
    if (length_ <= sizeof room_) data_ = std::memcpy(room_, data_, length_);
  }
  Padded(const Padded&) = delete;
  Padded& operator=(const Padded&) = delete;

  const void* data() const { return data_; }
  uint32_t length() const { return length_; }

 private:
  alignas(8) uint8_t room_[16] = {};
  const void* data_;
  uint32_t length_;
};

}  // namespace netloom::nft
