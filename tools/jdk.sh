# shellcheck shell=bash
# Finds a JDK 25 or later without starting one: sets JAVA_HOME, or says what to install and fails.
# Sourced by ./build and ./headrace.

is_new_enough() {
  local line
  [[ -x $1/bin/java && -r $1/release ]] || return 1
  while read -r line; do
    [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]] && ((BASH_REMATCH[1] >= 25)) && return 0
  done <"$1/release"
  return 1
}

find_jdk() {
  local home on_path
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_new_enough "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  if on_path=$(readlink -f "$(command -v java)" 2>/dev/null) &&
    is_new_enough "${on_path%/bin/java}"; then
    export JAVA_HOME=${on_path%/bin/java}
    return 0
  fi
  cat >&2 <<'EOF'
Headrace needs a JDK 25 or later, and none was found in JAVA_HOME, in the usual places, or on the PATH.
Install one (Debian, Ubuntu: apt install openjdk-25-jdk or temurin-25-jdk; macOS: brew install openjdk@25;
anywhere: sdk install java 25-tem), or set JAVA_HOME, and run this again.
EOF
  return 1
}
