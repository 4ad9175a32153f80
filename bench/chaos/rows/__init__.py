"""The rows of bench/chaos.sh, a file each. chaos.py says what is in one."""
