// constants(): Record<string, number | undefined>: the kernel's and libnftnl's numbers as this addon was
// compiled with them; undefined where its headers are older.
#pragma once

#include <napi.h>

namespace netloom {

Napi::Value ConstantsJs(const Napi::CallbackInfo& info);

}  // namespace netloom
