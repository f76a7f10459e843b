// Named network namespaces as ip-netns(8) keeps them: a bind mount of the namespace under /run/netns.
#pragma once

// Makes a namespace, gives it its name, and leaves the calling thread in it.
void netns_create(const char* name);

// Takes the name away; the kernel takes down the namespace itself when nothing refers to it any more.
void netns_delete(const char* name);

// A descriptor of the namespace that the calling thread is in.
int netns_current(void);

void netns_enter(int fd);

// Writes a file under /proc/sys as the current namespace sees it.
void sysctl_set(const char* path, const char* value);
