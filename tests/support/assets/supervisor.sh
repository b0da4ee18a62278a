# Process 1 of one cluster's own process and mount namespaces.
#
#   $1  the folder that belongs to this supervisor, removed at the end
#   $2  the root folder whose programs are used, or nothing for the host's
#   $3  "keep" to leave $1 behind
#
# Standard input is a pipe whose other end only the test process holds. When that process ends, however it
# ends, `cat` sees the end of the file. When this shell ends, the kernel kills whatever is left in the process
# namespace and drops the mount namespace with all its mounts.
set -eu

if [ -n "$2" ]; then
    mount -t proc proc "$2/proc"
    mount --rbind /sys "$2/sys"
    mount --rbind /dev "$2/dev"
    # Private, so that nothing below /tmp is ever written into the root itself.
    mount -t tmpfs tmpfs "$2/tmp"
    mkdir -p "$2$1"
    mount --bind "$1" "$2$1"
fi
echo ready

# Waiting for a foreground child is also what makes the shell reap the daemons handed down to process 1.
cat > /dev/null || :

set +e
kill -9 -1 2> /dev/null
# The control groups of a real node, which have the folder's name, go once nobody is in them.
name=${1##*/}
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    left=
    for group in "/sys/fs/cgroup/$name" /sys/fs/cgroup/*/"$name"; do
        [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || left=1
    done
    [ -n "$left" ] || break
    sleep 0.2
done
[ "$3" = keep ] && exit 0
# A killed process may still finish a write: try again until the folder is gone. Never cross into a mount.
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf --one-file-system "$1" 2> /dev/null && exit 0
    sleep 0.2
done
echo "cannot remove $1" >&2
exit 1
