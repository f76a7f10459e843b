#include "napi/nft_dump.h"

#include "napi/env.h"
#include "napi/work.h"

namespace netloom {

Napi::Function NftDumpWrap::Define(Napi::Env env) {
  return DefineClass(env, "NftDump",
                     {
                         InstanceMethod<&NftDumpWrap::Next>("next"),
                         InstanceMethod<&NftDumpWrap::Close>("close"),
                     });
}

Napi::Object NftDumpWrap::Create(Napi::Env env, Result<std::shared_ptr<NetlinkSocket>> socket,
                                 std::span<const uint8_t> requests) {
  Napi::Object object = DataOf(env).nft_dump_class.New({});
  NftDumpWrap* wrap = Unwrap(object);
  wrap->socket_ = std::move(socket);
  wrap->dump_ = std::make_shared<nft::Dump>(requests);
  return object;
}

NftDumpWrap::NftDumpWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NftDumpWrap>(info) {}

Napi::Value NftDumpWrap::Next(const Napi::CallbackInfo& info) {
  auto run = [dump = dump_, socket = socket_]() mutable -> Result<Bytes> {
    if (!socket.ok()) return socket.error();
    return dump->Next(*socket.value());
  };
  return Work<Bytes>::Start(info.Env(), std::move(run), ToArrayBuffer);
}

void NftDumpWrap::Close(const Napi::CallbackInfo&) {
  socket_ = SysError{EBADF, "recv", "closed nf_tables dump"};
}

}  // namespace netloom
