using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void A_library_that_is_not_found_is_reported_with_its_package()
    {
        const string needed = "\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibgtk-3.so.0 => not found\n\tlibgdk-3.so.0 => not found\n";
        Assert.Equal(
            "libgtk-3 is missing. Install the package libgtk-3-0 (libgtk-3-0t64 on newer releases), as scripts/native-deps.sh does",
            NativeLibraries.Missing(needed));
    }

    [Fact]
    public void A_library_of_no_known_package_is_reported_by_its_file() =>
        Assert.Equal("libodd.so.1 => not found", NativeLibraries.Missing("\tlibodd.so.1 => not found\n"));

    [Fact]
    public void Libraries_that_are_found_are_no_problem() => Assert.Null(NativeLibraries.Missing("\tlibc.so.6 => /lib/libc.so.6 (0x1)\n"));
}
