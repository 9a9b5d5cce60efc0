#!/bin/sh
# Takes Debian's libxgboost0, and the libraries it needs beyond a base system, from the package archive.
#
#   fetch-debian-library.sh TARGET WORK
#
# TARGET receives the libraries under their SONAMEs, and their copyright files under licenses/.
# WORK is an existing folder for intermediate files; the script makes a folder of its own in it and removes it.
#
# Needs neither root nor an installation. Where the machine's package lists are missing (as in container images), lists
# are fetched into WORK; apt checks signatures and hashes either way. Safe to run several times at once: every file
# arrives by renaming, libxgboost last.
set -eu

[ $# -eq 2 ] || { echo "usage: $0 TARGET WORK" >&2; exit 2; }
for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || { echo "$tool is not on this system" >&2; exit 3; }
done

mkdir -p "$1"
target=$(cd "$1" && pwd)
work=$(cd "$2" && pwd)/fetch.$$
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
cd "$work"

cat >apt.conf <<END
APT::Sandbox::User "root";
Acquire::Retries "1";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
END
export APT_CONFIG="$work/apt.conf" LC_ALL=C

# libxgboost0 and what it depends on, less the C and C++ runtimes, which .NET itself needs.
packages() {
    depends=$(apt-cache depends --important libxgboost0 | sed -n 's/^ *Depends: *\([a-z0-9][a-z0-9+.-]*\)$/\1/p')
    echo libxgboost0
    for name in $depends; do
        case $name in libc6 | libgcc-s1 | libstdc++6) ;; *) echo "$name" ;; esac
    done
}

download() {
    # Package names hold no spaces; each is one argument.
    # shellcheck disable=SC2086
    (cd debs && apt-get -q download $1) >>log 2>&1
}

if ! download "$(packages 2>>log)"; then
    cat >>apt.conf <<END
Dir::State::Lists "$work/lists";
Dir::Cache "$work/cache";
END
    : >log
    if ! { apt-get -q update >>log 2>&1 && download "$(packages 2>>log)"; }; then
        echo "apt-get could not fetch libxgboost0: $(grep -E '^(E|W|Err)' log | head -n 3 | tr '\n' ' ')" >&2
        exit 4
    fi
fi

for deb in debs/*.deb; do
    dpkg-deb -x "$deb" root
done

# Packages of one source share a copyright file: the others' documentation folder is a link to the package that has it.
for link in root/usr/share/doc/*; do
    if [ -L "$link" ] && [ ! -e "$link" ] && download "$(basename "$(readlink "$link")")"; then
        dpkg-deb -x "debs/$(basename "$(readlink "$link")")"_*.deb root
    fi
done

mkdir -p "$target/licenses"
place() {
    cp -L "$1" "$2.$$.tmp"
    chmod u+w "$2.$$.tmp"
    mv -f "$2.$$.tmp" "$2"
}

for notice in root/usr/share/doc/*/copyright; do
    [ ! -f "$notice" ] || place "$notice" "$target/licenses/$(basename "$(dirname "$notice")").txt"
done

main=
for library in $(find root -name 'lib*.so.[0-9]'); do
    case $library in
        */libxgboost.so.*) main=$library ;;
        *) place "$library" "$target/$(basename "$library")" ;;
    esac
done
[ -n "$main" ] || { echo "libxgboost0 holds no libxgboost.so" >&2; exit 5; }
place "$main" "$target/$(basename "$main")"
