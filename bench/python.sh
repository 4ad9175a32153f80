# Runs a measurement that is written in Python. Sourced by the scripts that have one.

python=/usr/bin/python3 # Debian's, because the packages are Debian's

# run_python "MODULE..." "PROJECT..." FILE ARGUMENT...: checks that Debian has the modules, builds the projects (not with --no-build), and
# runs the file with the other arguments in place of this script
run_python() {
  local modules=$1 projects=$2 file=$3 build=true argument arguments=() project packages
  shift 3
  for argument; do
    if [[ $argument == --no-build ]]; then build=false; else arguments+=("$argument"); fi
  done
  packages=$(for argument in $modules; do "$python" -c "import $argument" 2>/dev/null || echo "python3-$argument"; done | paste -sd ' ')
  [[ -z $packages ]] || install_packages "$packages"
  ! $build || for project in $projects; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet >&2
  done
  PYTHONPATH=bench/chaos exec ${namespace[@]+"${namespace[@]}"} "$python" "$file" ${arguments[@]+"${arguments[@]}"}
}

# install_packages "PACKAGE...": as root
install_packages() {
  local name=${0##*/}
  ((EUID == 0)) || { echo "${name%.sh}: missing: apt-get install $1" >&2; exit 2; }
  apt-get update -qq
  # shellcheck disable=SC2086 # words
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1 >/dev/null
}
