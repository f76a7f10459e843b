#include "napi/nft_transaction.h"

#include "napi/env.h"
#include "napi/work.h"

namespace netloom {

namespace {

std::span<const uint8_t> BytesOf(const Napi::Value& value) {
  auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

}  // namespace

Napi::Function NftTransactionWrap::Define(Napi::Env env) {
  return DefineClass(env, "NftTransaction",
                     {
                         InstanceMethod<&NftTransactionWrap::Append>("append"),
                         InstanceMethod<&NftTransactionWrap::Commit>("commit"),
                         InstanceMethod<&NftTransactionWrap::Close>("close"),
                     });
}

Napi::Object NftTransactionWrap::Create(Napi::Env env, Result<std::shared_ptr<NetlinkSocket>> socket) {
  Napi::Object object = DataOf(env).nft_transaction_class.New({});
  Unwrap(object)->socket_ = std::move(socket);
  return object;
}

NftTransactionWrap::NftTransactionWrap(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<NftTransactionWrap>(info) {}

Napi::Value NftTransactionWrap::Append(const Napi::CallbackInfo& info) {
  auto run = [transaction = transaction_, requests = BytesOf(info[0])]() -> Result<Nothing> {
    transaction->Append(requests);
    return Nothing{};
  };
  return Work<Nothing>::Start(info.Env(), std::move(run), ToUndefined, info[0]);
}

Napi::Value NftTransactionWrap::Commit(const Napi::CallbackInfo& info) {
  auto run = [transaction = transaction_, socket = socket_, rest = BytesOf(info[0]),
              check = info[1].ToBoolean().Value()]() mutable -> Result<Bytes> {
    if (!socket.ok()) return socket.error();
    transaction->Append(rest);
    return transaction->Commit(*socket.value(), check);
  };
  return Work<Bytes>::Start(info.Env(), std::move(run), ToArrayBuffer, info[0]);
}

void NftTransactionWrap::Close(const Napi::CallbackInfo&) {
  transaction_ = std::make_shared<nft::Transaction>();
  socket_ = SysError{EBADF, "sendto", "closed nf_tables transaction"};
}

}  // namespace netloom
