#include "napi/constants.h"

#include "core/constants.h"

namespace netloom {

Napi::Value ConstantsJs(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Object object = Napi::Object::New(env);
  for (const auto& [name, value] : Constants()) {
    object.Set(name, value ? Napi::Number::New(env, static_cast<double>(*value)) : env.Undefined());
  }
  return object;
}

}  // namespace netloom
