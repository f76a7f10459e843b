#include "napi/work.h"

namespace netloom {

namespace {
// Below this, copying is cheaper than a finalizer.
constexpr size_t kCopyBelow = 16 * 1024;
}  // namespace

Napi::Value ToArrayBuffer(Napi::Env env, Bytes& bytes) {
  const size_t size = bytes.size();
  napi_value external;
  auto release = [](napi_env, void* data, void*) { std::free(data); };
  // Refused by a runtime without external buffers.
  if (size >= kCopyBelow &&
      napi_create_external_arraybuffer(env, bytes.data(), size, release, nullptr, &external) == napi_ok) {
    bytes.Release();
    return Napi::Value(env, external);
  }
  Napi::ArrayBuffer copy = Napi::ArrayBuffer::New(env, size);
  if (size > 0) std::memcpy(copy.Data(), bytes.data(), size);
  return copy;
}

}  // namespace netloom
