// TcpProbeSocket for JavaScript.
#pragma once

#include <napi.h>

#include <optional>

#include "core/tcp_probe_socket.h"
#include "napi/readiness.h"

namespace netloom {

class TcpProbeSocketWrap : public Napi::ObjectWrap<TcpProbeSocketWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  // The object also has `source` and `sourcePort`.
  static Napi::Object Create(Napi::Env env, TcpProbeSocket& socket);
  explicit TcpProbeSocketWrap(const Napi::CallbackInfo& info);

 private:
  // send(segment: Uint8Array): bigint, nanoseconds since 1970
  Napi::Value Send(const Napi::CallbackInfo& info);
  // wait(callback): void, called once when there is something to take
  void Wait(const Napi::CallbackInfo& info);
  // take(): ArrayBuffer of segments and errors, each after a ProbeHeader
  Napi::Value Take(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  // Destroyed in reverse order: the loop lets go of the descriptor before it is closed.
  std::optional<TcpProbeSocket> socket_;
  Readiness readiness_;
};

}  // namespace netloom
