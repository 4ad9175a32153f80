# shellcheck shell=bash
# Part of scripts/test-packaging.sh: the systemd unit.

check_unit() {
  if ! command -v systemd-analyze >/dev/null; then
    skip "the systemd unit: there is no systemd-analyze"
    return
  fi
  # Under its own name, and with a program that exists.
  mkdir -p "$work/unit"
  sed "s|^ExecStart=.*|ExecStart=$published/app/VideoStream|" docs/deploy/systemd/videostream.service >"$work/unit/videostream.service"
  check "systemd accepts the unit without a warning" verify_unit
  # 0 is best, 10 is a service without any restriction.
  check "the unit's exposure is below 2.5" \
    systemd-analyze security --offline=true --threshold=25 --no-pager "$work/unit/videostream.service"
}

verify_unit() {
  systemd-analyze verify --man=no "$work/unit/videostream.service" 2>&1 | tee "$work/verify"
  # Units of the machine itself may cause warnings.
  if grep -q videostream "$work/verify"; then return 1; fi
}
