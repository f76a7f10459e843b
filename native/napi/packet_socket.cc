#include "napi/packet_socket.h"

#include "napi/env.h"
#include "napi/namespace.h"
#include "napi/work.h"

namespace netloom {

namespace {

SysError Closed() { return {EBADF, "recvmsg", "closed packet socket"}; }

}  // namespace

Napi::Function PacketSocketWrap::Define(Napi::Env env) {
  return DefineClass(env, "PacketSocket",
                     {
                         InstanceMethod<&PacketSocketWrap::Wait>("wait"),
                         InstanceMethod<&PacketSocketWrap::Take>("take"),
                         InstanceMethod<&PacketSocketWrap::Stop>("stop"),
                         InstanceMethod<&PacketSocketWrap::Dropped>("dropped"),
                         InstanceMethod<&PacketSocketWrap::Orphaned>("orphaned"),
                         InstanceMethod<&PacketSocketWrap::Close>("close"),
                     });
}

Napi::Object PacketSocketWrap::Create(Napi::Env env, PacketSocket& socket) {
  Napi::Object object = DataOf(env).packet_socket_class.New({});
  Unwrap(object)->socket_.emplace(std::move(socket));
  return object;
}

PacketSocketWrap::PacketSocketWrap(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<PacketSocketWrap>(info) {}

void PacketSocketWrap::Wait(const Napi::CallbackInfo& info) {
  if (!socket_) return Throw(info.Env(), Closed());
  if (!readiness_.Wait(info.Env(), socket_->fd(), info[0].As<Napi::Function>())) {
    Throw(info.Env(), {EIO, "uv_poll_start", "packet socket"});
  }
}

Napi::Value PacketSocketWrap::Take(const Napi::CallbackInfo& info) {
  Bytes frames;
  Status taken = socket_ ? socket_->Take(frames) : Closed();
  // What was taken before an error counts; a lasting error comes again.
  if (taken.ok() || frames.size() > 0) return ToArrayBuffer(info.Env(), frames);
  Throw(info.Env(), taken.error());
  return {};
}

void PacketSocketWrap::Stop(const Napi::CallbackInfo& info) {
  Status stopped = socket_ ? socket_->Stop() : Closed();
  if (!stopped.ok()) Throw(info.Env(), stopped.error());
}

Napi::Value PacketSocketWrap::Dropped(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), socket_ ? static_cast<double>(socket_->Dropped()) : 0);
}

Napi::Value PacketSocketWrap::Orphaned(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), socket_ && socket_->Orphaned());
}

Napi::Value PacketSocketWrap::Close(const Napi::CallbackInfo& info) {
  readiness_.Close();
  auto socket = std::make_shared<std::optional<PacketSocket>>(std::move(socket_));
  socket_.reset();
  auto run = [socket]() -> Status {
    socket->reset();
    return Nothing{};
  };
  return Work<Nothing>::Start(info.Env(), std::move(run), ToUndefined);
}

Napi::Value NamespaceWrap::OpenPacketSocket(const Napi::CallbackInfo& info) {
  CaptureOptions options;
  if (info[0].IsString()) options.link = info[0].As<Napi::String>().Utf8Value();
  if (info[0].IsNumber()) options.ifindex = info[0].As<Napi::Number>().Uint32Value();
  options.snaplen = info[1].As<Napi::Number>().Uint32Value();
  options.buffer = info[2].As<Napi::Number>().Int32Value();
  options.promiscuous = info[3].As<Napi::Boolean>().Value();
  auto run = [fd = Fd(), options = std::move(options)]() mutable -> Result<PacketSocket> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return PacketSocket::Open(options); });
  };
  return Work<PacketSocket>::Start(info.Env(), std::move(run), PacketSocketWrap::Create);
}

}  // namespace netloom
