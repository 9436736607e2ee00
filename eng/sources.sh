# Sourced by ./switchyard and ./test, from the root: what the executable is built from, and which build is in artifacts/.

stamp=artifacts/switchyard.stamp
# Held by whoever builds.
lock=artifacts/switchyard.lock

# One line that changes when a source of the executable is added, changed, moved or deleted.
sources_fingerprint() {
    find src bench eng/banned .editorconfig Directory.Build.props Directory.Packages.props global.json \
        -type f -printf '%p %T@ %s\n' | LC_ALL=C sort | cksum
}

has_library() {
    compgen -G "/lib/*/$1" >/dev/null || compgen -G "/usr/lib/*/$1" >/dev/null ||
        [[ -e /usr/lib/$1 || -e /usr/lib64/$1 || -e /usr/local/lib/$1 ]]
}
