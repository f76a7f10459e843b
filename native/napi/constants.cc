#include "napi/constants.h"

#include "core/constants.h"

namespace netloom {

Napi::Value ConstantsJs(const Napi::CallbackInfo& info) {
  Napi::Object object = Napi::Object::New(info.Env());
  for (const Constant& constant : Constants()) object.Set(constant.name, static_cast<double>(constant.value));
  return object;
}

}  // namespace netloom
