// EventSocket for JavaScript.
#pragma once

#include <napi.h>

#include <optional>

#include "core/event_socket.h"
#include "napi/readiness.h"

namespace netloom {

class EventSocketWrap : public Napi::ObjectWrap<EventSocketWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, EventSocket& socket);
  explicit EventSocketWrap(const Napi::CallbackInfo& info);

 private:
  // wait(callback): void, called once when there is something to take
  void Wait(const Napi::CallbackInfo& info);
  // keepAlive(whether: boolean): void: whether waiting keeps the event loop alive
  void KeepAlive(const Napi::CallbackInfo& info);
  // take(): ArrayBuffer of netlink messages; empty if there are none
  Napi::Value Take(const Napi::CallbackInfo& info);
  // join(group), leave(group), fence(sequence): void
  void Join(const Napi::CallbackInfo& info);
  void Leave(const Napi::CallbackInfo& info);
  void Fence(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  void Do(const Napi::CallbackInfo& info, Status (EventSocket::*what)(uint32_t));

  // Destroyed in reverse order: the loop lets go of the descriptor before it is closed.
  std::optional<EventSocket> socket_;
  Readiness readiness_;
};

}  // namespace netloom
