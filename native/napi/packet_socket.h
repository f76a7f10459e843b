// PacketSocket for JavaScript.
#pragma once

#include <napi.h>

#include <optional>

#include "core/packet_socket.h"
#include "napi/readiness.h"

namespace netloom {

class PacketSocketWrap : public Napi::ObjectWrap<PacketSocketWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, PacketSocket& socket);
  explicit PacketSocketWrap(const Napi::CallbackInfo& info);

 private:
  // wait(callback): void, called once when there is something to take
  void Wait(const Napi::CallbackInfo& info);
  // take(): ArrayBuffer of frames, each after a FrameHeader; empty if there are none
  Napi::Value Take(const Napi::CallbackInfo& info);
  // stop(): void: nothing new arrives
  void Stop(const Napi::CallbackInfo& info);
  // dropped(): number
  Napi::Value Dropped(const Napi::CallbackInfo& info);
  // orphaned(): boolean: the link is gone
  Napi::Value Orphaned(const Napi::CallbackInfo& info);
  // close(): Promise<void>. Off the main thread, since the kernel lets a packet socket go only after all
  // processors have passed a quiescent state, some 10 ms. A forgotten one makes the garbage collector wait.
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Destroyed in reverse order: the loop lets go of the descriptor before it is closed.
  std::optional<PacketSocket> socket_;
  Readiness readiness_;
};

}  // namespace netloom
