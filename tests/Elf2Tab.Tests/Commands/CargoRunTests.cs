using TabFormat.Reading;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

public sealed class CargoRunTests : IDisposable
{
    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "hello");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", "--kernel-major 2 --kernel-minor 1 -n hello -o ~/hello.tab")]
    [InlineData("--kernel-major 3 --sha256", "--kernel-major 3 --sha256 -n hello -o ~/hello.tab")]
    [InlineData("-n other -o ~/other.tab", "--kernel-major 2 --kernel-minor 1 -n other -o ~/other.tab")]
    [InlineData("--no-tab --tbf ~/hello.tab.tbf", "--kernel-major 2 --kernel-minor 1 -n hello --no-tab --tbf ~/hello.tab.tbf")]
    public void The_program_is_converted_as_the_options_say(string options, string conversion)
    {
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"~/hello,cortex-m4 --deterministic {conversion}"));
        var made = _bench.Names.Except(["hello"]).ToDictionary(name => name, _bench.Read);
        foreach (string name in made.Keys)
            File.Delete(_bench[name]);

        Assert.Equal(new Printed(0, "", ""), _bench.Run($"cargo-run cortex-m4 ~/hello --deterministic {options}"));

        Assert.Equal(made.Keys.Order(), _bench.Names.Except(["hello"]).Order());
        Assert.All(made, file => Bytes.Equal(file.Value, _bench.Read(file.Key), file.Key));
    }

    [Fact]
    public void The_app_is_named_for_the_program()
    {
        Assert.Equal(0, _bench.Run("cargo-run cortex-m4 ~/hello").Status);

        var tab = TabReader.Read(_bench.Read("hello.tab"));
        Assert.Equal("hello", tab.Metadata.First(entry => entry.Key == "name").Value);
        Assert.Equal("cortex-m4.tbf", tab.Tbfs.Single().Name);
    }

    [Theory]
    [InlineData("cargo-run", 2, "E2T0016")]
    [InlineData("cargo-run cortex-m4", 2, "E2T0016")]
    [InlineData("cargo-run cortex-m4 ~/hello more", 2, "E2T0016")]
    [InlineData("cargo-run cortex-m4 ~/missing", 1, "E2T0100")]
    [InlineData("cargo-run cortex-m4 ~/hello --kernel-minor 1", 2, "E2T0008")]
    public void What_cannot_be_is_refused(string line, int status, string code)
    {
        var printed = _bench.Run(line);

        Assert.Equal((status, code), (printed.Status, printed.Codes.FirstOrDefault()));
    }
}
