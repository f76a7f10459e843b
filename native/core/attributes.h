// The attributes of a netlink message or of a nest, for range-based for: ends at the first one that does not
// fit.
#pragma once

#include <libmnl/libmnl.h>

#include <cstdint>

namespace netloom {

class Attributes {
 public:
  // Those behind the fixed part of a message, `fixed` bytes long.
  Attributes(const nlmsghdr* message, size_t fixed)
      : start_(static_cast<const uint8_t*>(mnl_nlmsg_get_payload(message)) + MNL_ALIGN(fixed)),
        end_(reinterpret_cast<const uint8_t*>(message) + message->nlmsg_len) {}
  explicit Attributes(const nlattr* nest)
      : start_(static_cast<const uint8_t*>(mnl_attr_get_payload(nest))),
        end_(start_ + mnl_attr_get_payload_len(nest)) {}

  class Iterator {
   public:
    Iterator(const uint8_t* at, const uint8_t* end) : at_(at), end_(end) { StopUnlessWhole(); }
    const nlattr* operator*() const { return reinterpret_cast<const nlattr*>(at_); }
    Iterator& operator++() {
      at_ += MNL_ALIGN(reinterpret_cast<const nlattr*>(at_)->nla_len);
      StopUnlessWhole();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    void StopUnlessWhole() {
      if (at_ >= end_ || !mnl_attr_ok(reinterpret_cast<const nlattr*>(at_), static_cast<int>(end_ - at_)))
        at_ = end_;
    }
    const uint8_t* at_;
    const uint8_t* end_;
  };

  Iterator begin() const { return {start_ < end_ ? start_ : end_, end_}; }
  Iterator end() const { return {end_, end_}; }

 private:
  const uint8_t* start_;
  const uint8_t* end_;
};

}  // namespace netloom
