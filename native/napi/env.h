// What the addon keeps for one Node environment (the main thread or one worker): no other state exists.
#pragma once

#include <napi.h>

namespace netloom {

struct EnvData {
  Napi::FunctionReference system_error;  // class SystemError, injected by TypeScript
  Napi::FunctionReference namespace_class;
  Napi::FunctionReference netlink_class;
};

inline EnvData& DataOf(Napi::Env env) { return *env.GetInstanceData<EnvData>(); }

}  // namespace netloom
