using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

/// <summary>64-bit integers of every size; FsCheck's own are small.</summary>
internal static class AnyNumber
{
    public static Gen<long> Generator { get; } = Gen.OneOf(
        Gen.Elements(0, 1, -1, long.MaxValue, long.MinValue, long.MaxValue - 1, long.MinValue + 1),
        Gen.Choose64(long.MinValue, long.MaxValue),
        Gen.Choose64(-1_000_000, 1_000_000));

    public static Arbitrary<long> Arbitrary { get; } = Generator.ToArbitrary();
}
