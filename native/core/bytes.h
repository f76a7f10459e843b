// A growing run of bytes that never fills what it is about to overwrite: replies are received straight into
// its tail and handed to JavaScript without another copy.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace netloom {

class Bytes {
 public:
  Bytes() = default;
  Bytes(Bytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Bytes& operator=(Bytes&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  ~Bytes() { std::free(data_); }

  uint8_t* data() { return data_; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

  // Room for `length` more bytes behind the end; valid until the next call.
  uint8_t* Tail(size_t length) {
    if (size_ + length > capacity_) {
      size_t wanted = capacity_ * 2 > size_ + length ? capacity_ * 2 : size_ + length;
      auto* moved = static_cast<uint8_t*>(std::realloc(data_, wanted));
      if (moved == nullptr) throw std::bad_alloc();
      data_ = moved;
      capacity_ = wanted;
    }
    return data_ + size_;
  }
  void Grow(size_t length) { size_ += length; }
  void Truncate(size_t size) { size_ = size; }
  void Append(const void* from, size_t length) {
    if (length == 0) return;
    std::memcpy(Tail(length), from, length);
    size_ += length;
  }
  void AppendZeros(size_t length) {
    if (length == 0) return;
    std::memset(Tail(length), 0, length);
    size_ += length;
  }

  // The memory itself, for an owner that frees it with free(3).
  uint8_t* Release() {
    size_ = capacity_ = 0;
    return std::exchange(data_, nullptr);
  }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace netloom
