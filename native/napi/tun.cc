#include "core/tun.h"

#include "napi/namespace.h"
#include "napi/work.h"

namespace netloom {

Napi::Value NamespaceWrap::CreateTun(const Napi::CallbackInfo& info) {
  TunOptions options;
  options.name = info[0].As<Napi::String>().Utf8Value();
  options.flags = static_cast<uint16_t>(info[1].As<Napi::Number>().Uint32Value());
  options.owner = info[2].As<Napi::Number>().Int64Value();
  options.group = info[3].As<Napi::Number>().Int64Value();
  options.index = info[4].As<Napi::Number>().Int32Value();
  auto run = [fd = Fd(), options = std::move(options)]() mutable -> Result<Nothing> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return netloom::CreateTun(options); });
  };
  return Work<Nothing>::Start(info.Env(), std::move(run),
                              [](Napi::Env env, Nothing&) -> Napi::Value { return env.Undefined(); });
}

}  // namespace netloom
