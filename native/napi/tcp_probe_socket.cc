#include "napi/tcp_probe_socket.h"

#include "napi/env.h"
#include "napi/namespace.h"
#include "napi/work.h"

namespace netloom {

namespace {

SysError Closed() { return {EBADF, "recvmsg", "closed probe socket"}; }

}  // namespace

Napi::Function TcpProbeSocketWrap::Define(Napi::Env env) {
  return DefineClass(env, "TcpProbeSocket",
                     {
                         InstanceMethod<&TcpProbeSocketWrap::Send>("send"),
                         InstanceMethod<&TcpProbeSocketWrap::Wait>("wait"),
                         InstanceMethod<&TcpProbeSocketWrap::Take>("take"),
                         InstanceMethod<&TcpProbeSocketWrap::Close>("close"),
                     });
}

Napi::Object TcpProbeSocketWrap::Create(Napi::Env env, TcpProbeSocket& socket) {
  Napi::Object object = DataOf(env).tcp_probe_socket_class.New({});
  object.Set("source", socket.source());
  object.Set("sourcePort", socket.source_port());
  Unwrap(object)->socket_.emplace(std::move(socket));
  return object;
}

TcpProbeSocketWrap::TcpProbeSocketWrap(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<TcpProbeSocketWrap>(info) {}

Napi::Value TcpProbeSocketWrap::Send(const Napi::CallbackInfo& info) {
  auto segment = info[0].As<Napi::Uint8Array>();
  Result<uint64_t> sent = Closed();
  if (socket_) sent = socket_->Send({segment.Data(), segment.ByteLength()});
  if (sent.ok()) return Napi::BigInt::New(info.Env(), sent.value());
  Throw(info.Env(), sent.error());
  return {};
}

void TcpProbeSocketWrap::Wait(const Napi::CallbackInfo& info) {
  if (!socket_) return Throw(info.Env(), Closed());
  if (!readiness_.Wait(info.Env(), socket_->fd(), info[0].As<Napi::Function>())) {
    Throw(info.Env(), {EIO, "uv_poll_start", "probe socket"});
  }
}

Napi::Value TcpProbeSocketWrap::Take(const Napi::CallbackInfo& info) {
  Bytes received;
  Status taken = socket_ ? socket_->Take(received) : Closed();
  if (taken.ok()) return ToArrayBuffer(info.Env(), received);
  Throw(info.Env(), taken.error());
  return {};
}

void TcpProbeSocketWrap::Close(const Napi::CallbackInfo&) {
  readiness_.Close();
  socket_.reset();
}

Napi::Value NamespaceWrap::OpenTcpProbe(const Napi::CallbackInfo& info) {
  ProbeOptions options;
  options.family = info[0].As<Napi::Number>().Int32Value();
  options.address = info[1].As<Napi::String>().Utf8Value();
  options.zone = info[2].As<Napi::String>().Utf8Value();
  options.port = static_cast<uint16_t>(info[3].As<Napi::Number>().Uint32Value());
  options.source = info[4].As<Napi::String>().Utf8Value();
  options.source_port = static_cast<uint16_t>(info[5].As<Napi::Number>().Uint32Value());
  auto run = [fd = Fd(), options = std::move(options)]() mutable -> Result<TcpProbeSocket> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return TcpProbeSocket::Open(options); });
  };
  return Work<TcpProbeSocket>::Start(info.Env(), std::move(run), TcpProbeSocketWrap::Create);
}

}  // namespace netloom
