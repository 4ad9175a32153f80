# shellcheck shell=bash
# Part of scripts/test-packaging.sh: the published build.

check_build() {
  check "the scripts of the Debian package are valid" parse_scripts
  check "manifests, compose file and workflows are valid" test_files
  check "a build that needs no .NET is published" scripts/publish.sh "$published"
  $ok || return 0
  check "the program runs and has the version of the build" prints_version
  check "the list of packages (SBOM) has OpenCV and Serilog" lists_packages
}

parse_scripts() {
  for script in postinst prerm postrm; do sh -n "scripts/deb/$script"; done
  sh -n scripts/container-health.sh
}

# They are read by libraries that refuse unknown keys.
test_files() {
  local tests=tests/VideoStream.Tests/bin/Release/net10.0/VideoStream.Tests
  dotnet build tests/VideoStream.Tests --configuration Release --nologo --verbosity quiet
  "$tests" -noColor -namespace VideoStream.Tests.Packaging | tee "$work/tests"
  grep -qE 'Total: [1-9]' "$work/tests"
}

prints_version() {
  local version
  version=$(env -u DOTNET_ROOT "$published/app/VideoStream" --version)
  echo "--version prints '$version', the build is '$(<"$published/VERSION")'"
  [[ ${version%%+*} == "$(<"$published/VERSION")" ]]
}

lists_packages() {
  grep -q '"bomFormat": *"CycloneDX"' "$published/sbom.cdx.json"
  for name in OpenCvSharp4 Serilog.AspNetCore OpenCvSharp4.official.runtime.linux-x64; do
    grep -q "\"name\": *\"$name\"" "$published/sbom.cdx.json" || { echo "$name is missing"; return 1; }
  done
  # Packages that are used while building are not part of the program.
  if grep -q '"name": *"MinVer"' "$published/sbom.cdx.json"; then return 1; fi
}
