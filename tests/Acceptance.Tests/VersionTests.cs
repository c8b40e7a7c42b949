namespace Acceptance.Tests;

public sealed class VersionTests
{
    [Fact]
    public void The_second_word_of_the_version_is_a_number_that_build_systems_compare() =>
        Assert.Equal("elf2tab 1.0.0\n", ElfToTab.Run(".", "--version").Out);
}
