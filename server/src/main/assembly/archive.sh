#!/bin/sh
# Makes target/NAME.tar.gz of the directory target/NAME, with the cache for quick starts in it.
set -eu
target=$1
name=$2
"$target/$name/bin/prepare-start" ||
    echo "archive: no cache made; starts will be slower" >&2
tar -czf "$target/$name.tar.gz.new" -C "$target" "$name"
mv "$target/$name.tar.gz.new" "$target/$name.tar.gz"
