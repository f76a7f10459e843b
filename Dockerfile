# The whole test suite in a container:
#
#     docker build --tag netloom . && docker run --rm --privileged netloom
#
# Privileged, because the tests make network namespaces of their own; they leave the container's alone.
FROM node:22-bookworm-slim

# The programs that the oracle tests compare with. What the build needs, the build itself installs.
RUN apt-get update && apt-get install --yes --no-install-recommends conntrack iproute2 nftables procps strace tcpdump

WORKDIR /netloom
COPY . .
RUN npm run build

CMD ["npm", "test"]
