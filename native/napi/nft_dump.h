// nft::Dump for JavaScript.
#pragma once

#include <napi.h>

#include <memory>

#include "core/nft/dump.h"

namespace netloom {

class NftDumpWrap : public Napi::ObjectWrap<NftDumpWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, Result<std::shared_ptr<NetlinkSocket>> socket,
                             std::span<const uint8_t> requests);
  explicit NftDumpWrap(const Napi::CallbackInfo& info);

 private:
  // next(): Promise<ArrayBuffer>
  Napi::Value Next(const Napi::CallbackInfo& info);
  // close(): lets go of the socket, which the garbage collector would do late
  void Close(const Napi::CallbackInfo& info);

  Result<std::shared_ptr<NetlinkSocket>> socket_ = SysError{EBADF, "recv", "closed nf_tables dump"};
  std::shared_ptr<nft::Dump> dump_;
};

}  // namespace netloom
