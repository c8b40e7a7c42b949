using CsCheck;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;

namespace Elf2Tab.Tests.Sizes;

public sealed class ClaimTests
{
    private const int Width = 60;

    private static readonly Gen<Claim[]> Layer = Gen.Select(
        Gen.ULong[0, Width + 10], Gen.ULong[0, 20], Gen.Int[0, 2],
        (start, size, name) => new Claim(start, start + size, Purpose.Text, $"claim {name}")).Array[0, 8];

    [Fact]
    public void Every_byte_goes_to_the_first_layer_that_claims_it_and_else_to_a_gap() =>
        Gen.Select(Layer, Layer, Layer).Sample((first, second, third) =>
        {
            const ulong start = 5;
            Claim[][] layers = [Claim.Sort(first), Claim.Sort(second), Claim.Sort(third)];
            string[] owners = new string[Width];
            Array.Fill(owners, "gap");
            foreach (var layer in layers.Reverse())
            {
                // Within a layer what starts first wins: it is written last.
                foreach (var claim in layer.Reverse())
                {
                    for (ulong address = Math.Max(claim.Start, start); address < Math.Min(claim.End, start + Width); address++)
                        owners[address - start] = claim.Name;
                }
            }

            var parts = Claim.Divide(start, start + Width, layers);

            ulong end = start;
            foreach (var part in parts)
            {
                Assert.Equal(end, part.Start);
                Assert.True(part.End > part.Start);
                Assert.All(Enumerable.Range((int)(part.Start - start), (int)(part.End - part.Start)),
                    index => Assert.Equal(owners[index], part.Name));
                end = part.End;
            }
            Assert.Equal(start + Width, end);
        });

    [Fact]
    public void An_empty_range_has_no_parts() =>
        Assert.Empty(Claim.Divide(7, 7, Claim.Sort([new Claim(0, 10, Purpose.Text, "claim")])));
}
