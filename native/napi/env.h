// What the addon keeps for one Node environment (the main thread or one worker): no other state exists.
#pragma once

#include <napi.h>

#include <map>
#include <string>

#include "core/namespace.h"

namespace netloom {

struct EnvData {
  Napi::FunctionReference system_error;  // class SystemError, injected by TypeScript
  Napi::FunctionReference namespace_class;
  Napi::FunctionReference netlink_class;
  Napi::FunctionReference packet_socket_class;
  Napi::FunctionReference tcp_probe_socket_class;
  // Names under /run/netns that this environment made and has not given up: they go when it goes.
  std::map<std::string, NamespaceName> names;
};

inline EnvData& DataOf(Napi::Env env) { return *env.GetInstanceData<EnvData>(); }

}  // namespace netloom
