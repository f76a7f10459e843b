// What the addon keeps for one Node environment (the main thread or one worker): no other state exists.
#pragma once

#include <napi.h>

#include <memory>

#include "core/own_names.h"

namespace netloom {

struct EnvData {
  Napi::FunctionReference system_error;  // class SystemError, injected by TypeScript
  Napi::FunctionReference namespace_class;
  Napi::FunctionReference netlink_class;
  Napi::FunctionReference nft_dump_class;
  Napi::FunctionReference nft_transaction_class;
  Napi::FunctionReference packet_socket_class;
  Napi::FunctionReference event_socket_class;
  Napi::FunctionReference tcp_probe_socket_class;
  // Shared with the threads that make names.
  std::shared_ptr<OwnNames> names = std::make_shared<OwnNames>();
};

inline EnvData& DataOf(Napi::Env env) { return *env.GetInstanceData<EnvData>(); }

}  // namespace netloom
