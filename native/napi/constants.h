// constants(): Record<string, number>: the kernel's and libnftnl's numbers as this addon was compiled with
// them.
#pragma once

#include <napi.h>

namespace netloom {

Napi::Value ConstantsJs(const Napi::CallbackInfo& info);

}  // namespace netloom
