using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

/// <summary>Values of every kind, small enough that equal ones come up.</summary>
internal static class AnyValue
{
    public static Gen<CedarIpAddress> Addresses { get; } =
        from isIpv6 in Gen.Elements(true, false)
        from high in AnyNumber.Generator
        from low in AnyNumber.Generator
        from prefix in Gen.Choose(0, isIpv6 ? 128 : 32)
        let bits = new UInt128((ulong)high, (ulong)low)
        select new CedarIpAddress(isIpv6 ? bits : (uint)bits, prefix, isIpv6);

    public static Gen<string> Texts { get; } =
        from runes in Gen.Elements("a", "b", "\"", "\\", "\0", "\n", "é", "\uFF5E", "😀", "__entity", " ").ListOf()
        select string.Concat(runes.Take(4));

    public static Gen<EntityUid> Uids { get; } =
        from type in Gen.Elements("User", "Group", "Ns::User")
        from id in Texts
        select new EntityUid(type, id);

    public static Gen<Value> Values { get; } = Gen.Sized(size => Nested(Math.Min(size, 3)));

    public static Arbitrary<Value> Arbitrary { get; } = Values.ToArbitrary();

    private static Gen<Value> Scalars { get; } = Gen.OneOf(
        Gen.Elements(true, false).Select(b => (Value)b),
        Gen.Choose(0, 3).Select(n => (Value)n),
        AnyNumber.Generator.Select(n => (Value)n),
        Texts.Select(t => (Value)t),
        Uids.Select(u => (Value)u),
        AnyNumber.Generator.Select(n => (Value)new CedarDecimal(n)),
        AnyNumber.Generator.Select(n => (Value)new CedarDateTime(n)),
        AnyNumber.Generator.Select(n => (Value)new CedarDuration(n)),
        Addresses.Select(a => (Value)a));

    public static Gen<CedarRecord> Records(int depth) =>
        from names in Texts.ListOf()
        from values in Nested(depth).ListOf(6)
        select new CedarRecord(names.Distinct().Take(6).Select((name, i) => KeyValuePair.Create(name, values[i])));

    private static Gen<Value> Nested(int depth) => depth <= 0
        ? Scalars
        : Gen.OneOf(
            Scalars,
            Nested(depth - 1).ListOf().Select(l => (Value)new CedarSet(l.Take(12))),
            Records(depth - 1).Select(r => (Value)r));
}
