#include "napi/netlink_socket.h"

#include "core/transact.h"
#include "napi/env.h"
#include "napi/nft_dump.h"
#include "napi/nft_transaction.h"
#include "napi/work.h"

namespace netloom {

namespace {

std::span<uint8_t> BytesOf(const Napi::Value& value) {
  auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

LinkNames NamesOf(const Napi::Array& names, const Napi::Uint32Array& slots) {
  LinkNames result;
  result.names.reserve(names.Length());
  for (uint32_t i = 0; i < names.Length(); i++) {
    result.names.push_back(names.Get(i).As<Napi::String>().Utf8Value());
  }
  result.slots.reserve(slots.ElementLength() / 2);
  for (size_t i = 0; i + 1 < slots.ElementLength(); i += 2) result.slots.push_back({slots[i], slots[i + 1]});
  return result;
}

std::vector<Condition> ConditionsOf(const Napi::Uint32Array& triples) {
  std::vector<Condition> conditions;
  for (size_t i = 0; i + 2 < triples.ElementLength(); i += 3) {
    conditions.push_back({triples[i], triples[i + 1], triples[i + 2]});
  }
  return conditions;
}

}  // namespace

Napi::Function NetlinkSocketWrap::Define(Napi::Env env) {
  return DefineClass(env, "NetlinkSocket",
                     {
                         InstanceMethod<&NetlinkSocketWrap::Transact>("transact"),
                         InstanceMethod<&NetlinkSocketWrap::NftTransaction>("nftTransaction"),
                         InstanceMethod<&NetlinkSocketWrap::NftDump>("nftDump"),
                         InstanceMethod<&NetlinkSocketWrap::Close>("close"),
                     });
}

Napi::Object NetlinkSocketWrap::Create(Napi::Env env, std::shared_ptr<NetlinkSocket> socket) {
  Napi::Object object = DataOf(env).netlink_class.New({});
  Unwrap(object)->socket_ = std::move(socket);
  return object;
}

NetlinkSocketWrap::NetlinkSocketWrap(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<NetlinkSocketWrap>(info) {}

Result<std::shared_ptr<NetlinkSocket>> NetlinkSocketWrap::Socket() const {
  if (!socket_) return SysError{EBADF, "sendto", "closed netlink socket"};
  return socket_;
}

Napi::Value NetlinkSocketWrap::Transact(const Napi::CallbackInfo& info) {
  std::vector<Batch> batches;
  auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    Napi::HandleScope scope(info.Env());
    auto batch = list.Get(i).As<Napi::Object>();
    batches.push_back(
        {Unwrap(batch.Get("socket").As<Napi::Object>())->socket_, BytesOf(batch.Get("bytes")),
         NamesOf(batch.Get("names").As<Napi::Array>(), batch.Get("slots").As<Napi::Uint32Array>()),
         ConditionsOf(batch.Get("conditions").As<Napi::Uint32Array>())});
  }
  using Answers = std::vector<Result<Bytes>>;
  auto run = [batches = std::move(batches)]() mutable -> Result<Answers> {
    return netloom::Transact(batches);
  };
  auto convert = [](Napi::Env env, Answers& answers) -> Napi::Value {
    Napi::Array results = Napi::Array::New(env, answers.size());
    for (uint32_t i = 0; i < answers.size(); i++) {
      results.Set(i,
                  answers[i].ok() ? ToArrayBuffer(env, answers[i].value()) : ToJs(env, answers[i].error()));
    }
    return results;
  };
  return Work<Answers>::Start(info.Env(), std::move(run), convert, info[0]);
}

Napi::Value NetlinkSocketWrap::NftTransaction(const Napi::CallbackInfo& info) {
  return NftTransactionWrap::Create(info.Env(), Socket());
}

Napi::Value NetlinkSocketWrap::NftDump(const Napi::CallbackInfo& info) {
  return NftDumpWrap::Create(info.Env(), Socket(), BytesOf(info[0]));
}

void NetlinkSocketWrap::Close(const Napi::CallbackInfo&) { socket_.reset(); }

}  // namespace netloom
