# iproute2: `add` 100,000 routes by ip -batch; `dump` and `json` show them, and time themselves.
set -e
ip netns add routes
ip -n routes link add v0 type veth peer name v1
ip -n routes link set v0 up
ip -n routes link set v1 up
ip -n routes address add 192.0.2.1/24 dev v0
lines() {
  awk 'BEGIN { for (i = 0; i < 100000; i++)
    printf "route add 10.%d.%d.%d/32 via 192.0.2.2 dev v0\n", i / 65536, i / 256 % 256, i % 256 }'
}
file=$(mktemp)
lines >"$file"
# Nanoseconds of one command, as the bench's programs print what they measure.
measure() {
  start=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  echo "$((end - start))" | awk '{ printf "{\"first\":%.9f,\"samples\":[%.9f]}\n", $1 / 1e9, $1 / 1e9 }'
}
case $1 in
  add) measure ip -n routes -batch "$file" ;;
  dump) ip -n routes -batch "$file" && measure ip -n routes route show ;;
  json) ip -n routes -batch "$file" && measure ip -n routes -j route show ;;
esac
rm "$file"
