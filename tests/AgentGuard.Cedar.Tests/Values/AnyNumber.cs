using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

/// <summary>64-bit integers of every size; FsCheck's own are small.</summary>
internal static class AnyNumber
{
    public static Gen<long> Generator { get; } = Gen.OneOf(
        Gen.Elements(0, 1, -1, long.MaxValue, long.MinValue, long.MaxValue - 1, long.MinValue + 1),
        Between(long.MinValue, long.MaxValue - 1),
        Between(-1_000_000, 1_000_000));

    public static Arbitrary<long> Arbitrary { get; } = Generator.ToArbitrary();

    public static Gen<long> Between(long lowest, long highest) =>
        from high in Gen.Choose(0, int.MaxValue)
        from middle in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, 3)
        let bits = ((ulong)high << 33) + ((ulong)middle << 2) + (ulong)low
        select lowest + (long)(bits % ((ulong)(highest - lowest) + 1));
}
