#!/usr/bin/env bash
# Copies the documents into a folder, without the folders "docs" of the repository, and changes the links between them. A link that leads
# nowhere then is an error.
#   scripts/deb/documents.sh FOLDER
set -euo pipefail

folder=$(realpath -- "${1:?}")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
mkdir -p -- "$folder/bench"
install -m 0644 README.md SECURITY.md CONTRIBUTING.md docs/*.md docs/*.svg docs/*.png "$folder"
install -m 0644 bench/*.md "$folder/bench"
cp -r docs/deploy docs/protocol "$folder"
gzip -9n <CHANGELOG.md >"$folder/changelog.gz"
sed -i -e 's#](docs/#](#g' -e 's#](\.\./#](#g' -e 's#](CHANGELOG\.md)#](changelog.gz)#' -e 's#](LICENSE)#](copyright)#' "$folder"/*.md
sed -i 's#](\.\./docs/#](../#g' "$folder"/bench/*.md

dead=0
while IFS=: read -r file link; do
  target=$(dirname "$file")/$(sed 's/^](//; s/[#)].*//' <<<"$link")
  [[ -e $target || $(basename "$target") == copyright ]] || { echo "documents: $file links to $target, which is not there" >&2 && dead=1; }
done < <(grep -roE '\]\([^)#:]+[)#]' "$folder" --include='*.md')
exit "$dead"
