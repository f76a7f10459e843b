#include "napi/error.h"

#include "napi/env.h"

namespace netloom {

Napi::Value ToJs(Napi::Env env, const SysError& error) {
  return DataOf(env).system_error.New({Napi::Number::New(env, error.code),
                                       Napi::String::New(env, error.operation),
                                       Napi::String::New(env, error.subject)});
}

void Throw(Napi::Env env, const SysError& error) { napi_throw(env, ToJs(env, error)); }

}  // namespace netloom
