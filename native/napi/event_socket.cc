#include "napi/event_socket.h"

#include <linux/netlink.h>

#include "napi/env.h"
#include "napi/namespace.h"
#include "napi/work.h"

namespace netloom {

namespace {

SysError Closed() { return {EBADF, "recvmsg", "closed event socket"}; }

}  // namespace

Napi::Function EventSocketWrap::Define(Napi::Env env) {
  return DefineClass(env, "EventSocket",
                     {
                         InstanceMethod<&EventSocketWrap::Wait>("wait"),
                         InstanceMethod<&EventSocketWrap::KeepAlive>("keepAlive"),
                         InstanceMethod<&EventSocketWrap::Take>("take"),
                         InstanceMethod<&EventSocketWrap::Join>("join"),
                         InstanceMethod<&EventSocketWrap::Leave>("leave"),
                         InstanceMethod<&EventSocketWrap::Fence>("fence"),
                         InstanceMethod<&EventSocketWrap::Close>("close"),
                     });
}

Napi::Object EventSocketWrap::Create(Napi::Env env, EventSocket& socket) {
  Napi::Object object = DataOf(env).event_socket_class.New({});
  Unwrap(object)->socket_.emplace(std::move(socket));
  return object;
}

EventSocketWrap::EventSocketWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EventSocketWrap>(info) {}

void EventSocketWrap::Wait(const Napi::CallbackInfo& info) {
  if (!socket_) return Throw(info.Env(), Closed());
  if (!readiness_.Wait(info.Env(), socket_->fd(), info[0].As<Napi::Function>())) {
    Throw(info.Env(), {EIO, "uv_poll_start", "event socket"});
  }
}

void EventSocketWrap::KeepAlive(const Napi::CallbackInfo& info) {
  readiness_.KeepAlive(info[0].As<Napi::Boolean>().Value());
}

Napi::Value EventSocketWrap::Take(const Napi::CallbackInfo& info) {
  Bytes messages;
  Status taken = socket_ ? socket_->Take(messages) : Closed();
  if (taken.ok()) return ToArrayBuffer(info.Env(), messages);
  // What came before a loss is of no more use than the loss leaves it: a fresh look follows.
  Throw(info.Env(), taken.error());
  return {};
}

void EventSocketWrap::Do(const Napi::CallbackInfo& info, Status (EventSocket::*what)(uint32_t)) {
  const uint32_t argument = info[0].As<Napi::Number>().Uint32Value();
  Status done = socket_ ? ((*socket_).*what)(argument) : Closed();
  if (!done.ok()) Throw(info.Env(), done.error());
}

void EventSocketWrap::Join(const Napi::CallbackInfo& info) { Do(info, &EventSocket::Join); }

void EventSocketWrap::Leave(const Napi::CallbackInfo& info) { Do(info, &EventSocket::Leave); }

void EventSocketWrap::Fence(const Napi::CallbackInfo& info) { Do(info, &EventSocket::Fence); }

void EventSocketWrap::Close(const Napi::CallbackInfo&) {
  readiness_.Close();
  socket_.reset();
}

Napi::Value NamespaceWrap::OpenEventSocket(const Napi::CallbackInfo& info) {
  const int protocol = info[1].IsNumber() ? info[1].As<Napi::Number>().Int32Value() : NETLINK_ROUTE;
  auto run = [fd = Fd(), buffer = info[0].As<Napi::Number>().Int32Value(),
              protocol]() mutable -> Result<EventSocket> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return EventSocket::Open(buffer, protocol); });
  };
  return Work<EventSocket>::Start(info.Env(), std::move(run), EventSocketWrap::Create);
}

}  // namespace netloom
