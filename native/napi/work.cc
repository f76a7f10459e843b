#include "napi/work.h"

namespace netloom {

namespace {
// Below this, copying is cheaper than a finalizer.
constexpr size_t kCopyBelow = 16 * 1024;
}  // namespace

Napi::Value ToArrayBuffer(Napi::Env env, Bytes& bytes) {
  const size_t size = bytes.size();
  if (size >= kCopyBelow) {
    uint8_t* memory = bytes.Release();
    napi_value external;
    auto release = [](napi_env, void* data, void*) { std::free(data); };
    if (napi_create_external_arraybuffer(env, memory, size, release, nullptr, &external) == napi_ok) {
      return Napi::Value(env, external);
    }
    // A runtime without external buffers.
    Napi::ArrayBuffer copy = Napi::ArrayBuffer::New(env, size);
    std::memcpy(copy.Data(), memory, size);
    std::free(memory);
    return copy;
  }
  Napi::ArrayBuffer copy = Napi::ArrayBuffer::New(env, size);
  if (size > 0) std::memcpy(copy.Data(), bytes.data(), size);
  return copy;
}

}  // namespace netloom
