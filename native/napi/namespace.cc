#include "napi/namespace.h"

#include <fcntl.h>

#include "core/socket.h"
#include "core/sysctl.h"
#include "napi/env.h"
#include "napi/netlink_socket.h"
#include "napi/work.h"

namespace netloom {

namespace {

struct SysctlJob {
  std::string operation;  // get, set, list
  std::string path;
  std::string value;
};
using SysctlOutcome = std::variant<Nothing, std::string, std::vector<SysctlEntry>, SysError>;

template <typename T>
SysctlOutcome OutcomeOf(Result<T> result) {
  if (!result.ok()) return result.error();
  return std::move(result.value());
}

SysctlOutcome Run(const SysctlJob& job) {
  if (job.operation == "get") return OutcomeOf(ReadSysctl(job.path));
  if (job.operation == "set") return OutcomeOf(WriteSysctl(job.path, job.value));
  return OutcomeOf(ListSysctls(job.path));
}

Napi::Value OutcomeToJs(Napi::Env env, const SysctlOutcome& outcome) {
  if (auto* value = std::get_if<std::string>(&outcome)) return Napi::String::New(env, *value);
  if (auto* error = std::get_if<SysError>(&outcome)) return ToJs(env, *error);
  if (auto* entries = std::get_if<std::vector<SysctlEntry>>(&outcome)) {
    Napi::Array list = Napi::Array::New(env, entries->size());
    for (uint32_t i = 0; i < entries->size(); i++) {
      Napi::HandleScope scope(env);
      Napi::Array pair = Napi::Array::New(env, 2);
      pair.Set(0u, (*entries)[i].path);
      pair.Set(1u, (*entries)[i].value);
      list.Set(i, pair);
    }
    return list;
  }
  return env.Undefined();
}

std::vector<std::string> StringsOf(const Napi::Array& array) {
  std::vector<std::string> strings;
  for (uint32_t i = 0; i < array.Length(); i++)
    strings.push_back(array.Get(i).As<Napi::String>().Utf8Value());
  return strings;
}

Napi::Value FdToJs(Napi::Env env, UniqueFd& fd) { return Napi::Number::New(env, fd.get()); }

}  // namespace

Napi::Function NamespaceWrap::Define(Napi::Env env) {
  return DefineClass(env, "Namespace",
                     {
                         InstanceMethod<&NamespaceWrap::Sysctl>("sysctl"),
                         InstanceMethod<&NamespaceWrap::OpenTcp>("openTcp"),
                         InstanceMethod<&NamespaceWrap::ListenTcp>("listenTcp"),
                         InstanceMethod<&NamespaceWrap::OpenNetlink>("openNetlink"),
                         InstanceMethod<&NamespaceWrap::OpenPacketSocket>("openPacketSocket"),
                         InstanceMethod<&NamespaceWrap::OpenEventSocket>("openEventSocket"),
                         InstanceMethod<&NamespaceWrap::OpenTcpProbe>("openTcpProbe"),
                         InstanceMethod<&NamespaceWrap::CreateTun>("createTun"),
                         InstanceMethod<&NamespaceWrap::Close>("close"),
                     });
}

Napi::Object NamespaceWrap::Create(Napi::Env env, Namespace& made) {
  Napi::Object object = DataOf(env).namespace_class.New({});
  object.Set("fd", made.fd.get());
  object.Set("device", static_cast<double>(made.id.device));
  object.Set("inode", static_cast<double>(made.id.inode));
  object.Set("route", NetlinkSocketWrap::Create(env, std::move(made.route)));
  if (made.netfilter) object.Set("netfilter", NetlinkSocketWrap::Create(env, std::move(made.netfilter)));
  Unwrap(object)->fd_ = std::make_shared<const UniqueFd>(std::move(made.fd));
  return object;
}

NamespaceWrap::NamespaceWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NamespaceWrap>(info) {}

Result<std::shared_ptr<const UniqueFd>> NamespaceWrap::Fd() const {
  if (!fd_) return SysError{EBADF, "setns", "closed namespace"};
  return fd_;
}

Napi::Value NamespaceWrap::Sysctl(const Napi::CallbackInfo& info) {
  std::vector<SysctlJob> jobs;
  auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    std::vector<std::string> job = StringsOf(list.Get(i).As<Napi::Array>());
    job.resize(3);
    jobs.push_back({job[0], job[1], job[2]});
  }
  auto run = [fd = Fd(), jobs = std::move(jobs)]() mutable -> Result<std::vector<SysctlOutcome>> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&]() -> Result<std::vector<SysctlOutcome>> {
      std::vector<SysctlOutcome> outcomes;
      for (const auto& job : jobs) outcomes.push_back(Run(job));
      return outcomes;
    });
  };
  auto convert = [](Napi::Env env, std::vector<SysctlOutcome>& outcomes) -> Napi::Value {
    Napi::Array results = Napi::Array::New(env, outcomes.size());
    for (uint32_t i = 0; i < outcomes.size(); i++) results.Set(i, OutcomeToJs(env, outcomes[i]));
    return results;
  };
  return Work<std::vector<SysctlOutcome>>::Start(info.Env(), std::move(run), convert);
}

Napi::Value NamespaceWrap::OpenTcp(const Napi::CallbackInfo& info) {
  auto run = [fd = Fd(), family = info[0].As<Napi::Number>().Int32Value(),
              address = info[1].As<Napi::String>().Utf8Value(),
              port = static_cast<uint16_t>(info[2].As<Napi::Number>().Uint32Value()),
              scope = info[3].As<Napi::Number>().Uint32Value()]() mutable -> Result<UniqueFd> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return netloom::OpenTcp(family, address, port, scope); });
  };
  return Work<UniqueFd>::Start(info.Env(), std::move(run), FdToJs);
}

Napi::Value NamespaceWrap::ListenTcp(const Napi::CallbackInfo& info) {
  ListenOptions options;
  options.family = info[0].As<Napi::Number>().Int32Value();
  options.address = info[1].As<Napi::String>().Utf8Value();
  options.scope = info[2].As<Napi::Number>().Uint32Value();
  options.port = static_cast<uint16_t>(info[3].As<Napi::Number>().Uint32Value());
  options.backlog = info[4].As<Napi::Number>().Int32Value();
  options.ipv6_only = info[5].As<Napi::Boolean>().Value();
  auto run = [fd = Fd(), options]() mutable -> Result<UniqueFd> {
    if (!fd.ok()) return fd.error();
    return InNamespace(fd.value()->get(), [&] { return netloom::ListenTcp(options); });
  };
  return Work<UniqueFd>::Start(info.Env(), std::move(run), FdToJs);
}

Napi::Value NamespaceWrap::OpenNetlink(const Napi::CallbackInfo& info) {
  using Socket = std::shared_ptr<NetlinkSocket>;
  auto run = [fd = Fd(), protocol = info[0].As<Napi::Number>().Int32Value()]() mutable -> Result<Socket> {
    if (!fd.ok()) return fd.error();
    Result<NetlinkSocket> opened =
        InNamespace(fd.value()->get(), [&] { return NetlinkSocket::Open(protocol); });
    if (!opened.ok()) return opened.error();
    return std::make_shared<NetlinkSocket>(std::move(opened.value()));
  };
  return Work<Socket>::Start(info.Env(), std::move(run), [](Napi::Env env, Socket& socket) -> Napi::Value {
    return NetlinkSocketWrap::Create(env, std::move(socket));
  });
}

void NamespaceWrap::Close(const Napi::CallbackInfo&) { fd_.reset(); }

Napi::Value CreateNamespacesJs(const Napi::CallbackInfo& info) {
  std::vector<std::optional<std::string>> names;
  auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    Napi::Value name = list.Get(i);
    if (name.IsString())
      names.emplace_back(name.As<Napi::String>().Utf8Value());
    else
      names.emplace_back(std::nullopt);
  }
  using Made = std::vector<Result<Namespace>>;
  auto run = [names = std::move(names), own = DataOf(info.Env()).names]() -> Result<Made> {
    Made made = CreateNamespaces(names);
    for (auto& each : made) {
      if (each.ok() && !each.value().name.get().empty()) own->Add(std::move(each.value().name));
    }
    return made;
  };
  auto convert = [](Napi::Env env, Made& made) -> Napi::Value {
    Napi::Array results = Napi::Array::New(env, made.size());
    for (uint32_t i = 0; i < made.size(); i++) {
      results.Set(i, made[i].ok() ? NamespaceWrap::Create(env, made[i].value()) : ToJs(env, made[i].error()));
    }
    return results;
  };
  return Work<Made>::Start(info.Env(), std::move(run), convert);
}

Napi::Value OpenNamespaceJs(const Napi::CallbackInfo& info) {
  std::function<Result<Namespace>()> run = CurrentNamespace;
  if (info[0].IsString()) {
    run = [path = info[0].As<Napi::String>().Utf8Value()] { return OpenNamespace(path); };
  } else if (info[0].IsNumber()) {
    // Now: it stays the caller's, who may close it at once.
    const int fd = fcntl(info[0].As<Napi::Number>().Int32Value(), F_DUPFD_CLOEXEC, 3);
    run = [own = std::make_shared<UniqueFd>(fd)] { return OpenNamespace(std::move(*own)); };
  }
  return Work<Namespace>::Start(
      info.Env(), std::move(run),
      [](Napi::Env env, Namespace& made) -> Napi::Value { return NamespaceWrap::Create(env, made); });
}

Napi::Value DeleteNamespaceNamesJs(const Napi::CallbackInfo& info) {
  struct Job {
    std::string name;
    std::optional<NamespaceId> only;
    Status outcome = Nothing{};
  };
  using Jobs = std::vector<Job>;
  Jobs jobs;
  auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    auto job = list.Get(i).As<Napi::Array>();
    jobs.push_back({job.Get(0u).As<Napi::String>().Utf8Value(), std::nullopt});
    if (job.Length() == 3) {
      jobs.back().only = {static_cast<dev_t>(job.Get(1u).As<Napi::Number>().Int64Value()),
                          static_cast<ino_t>(job.Get(2u).As<Napi::Number>().Int64Value())};
    }
  }
  auto run = [jobs = std::move(jobs)]() mutable -> Result<Jobs> {
    for (auto& job : jobs) job.outcome = DeleteNamespaceName(job.name, job.only);
    return std::move(jobs);
  };
  // Only now are they given up here: an environment that ends before this still takes them away.
  auto convert = [](Napi::Env env, Jobs& jobs) -> Napi::Value {
    Napi::Array results = Napi::Array::New(env, jobs.size());
    for (uint32_t i = 0; i < jobs.size(); i++) {
      auto& [name, only, outcome] = jobs[i];
      if (outcome.ok()) DataOf(env).names->GiveUp(name, only);
      results.Set(i, outcome.ok() ? env.Undefined() : ToJs(env, outcome.error()));
    }
    return results;
  };
  return Work<Jobs>::Start(info.Env(), std::move(run), convert);
}

void KeepNamespaceNameJs(const Napi::CallbackInfo& info) {
  DataOf(info.Env()).names->GiveUp(info[0].As<Napi::String>().Utf8Value());
}

void DeleteOwnNamespaceNamesJs(const Napi::CallbackInfo& info) { DataOf(info.Env()).names->Clear(); }

}  // namespace netloom
