using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class ValueTests
{
    [Fact]
    public void Values_of_different_kinds_are_unequal()
    {
        Value[] values =
        [
            true, 1L, "1", new EntityUid("User", "1"), new CedarSet([1]), new CedarRecord([new("a", 1)]),
            new CedarDecimal(1), new CedarDateTime(1), new CedarDuration(1), CedarIpAddress.Parse("0.0.0.1"),
        ];
        Assert.Equal(values.Length, values.Distinct().Count());
        Assert.Equal(values.Length, values.Select(v => v.Kind).Distinct().Count());
    }

    [Fact]
    public void A_lone_surrogate_is_in_no_value()
    {
        Assert.Throws<ArgumentException>(() => (Value)"a\ud800");
        Assert.Throws<ArgumentException>(() => (Value)"\udc00\ud800");
        Assert.Throws<ArgumentException>(() => new CedarRecord([new("\udc00", 1)]));
        Assert.Throws<ArgumentException>(() => new EntityUid("User", "\ud800x"));
        Assert.Equal("😀", ((Value)"😀").AsString);
    }

    [Fact]
    public void No_value_is_in_no_set_and_no_record()
    {
        Assert.Throws<ArgumentException>(() => new CedarSet([default]));
        Assert.Throws<ArgumentException>(() => new CedarRecord([new("a", default)]));
    }

    [Fact]
    public void A_value_nests_to_the_maximum_and_no_deeper()
    {
        Value one = Deep(Value.MaximumDepth);
        Value other = Deep(Value.MaximumDepth);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal($"a set is nested more than {Value.MaximumDepth} deep (Parameter 'elements')", Assert.Throws<ArgumentException>(() => new CedarSet([one])).Message);
        Assert.Throws<ArgumentException>(() => new CedarRecord([new("a", one)]));
    }

    [Fact]
    public void The_deepest_values_fit_a_small_stack()
    {
        Value one = Deep(Value.MaximumDepth);
        Value other = Deep(Value.MaximumDepth);
        bool equal = false;
        Thread thread = new(() => equal = one.Equals(other) && one.ToString() == other.ToString(), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(equal);
    }

    [Fact]
    public void The_text_is_a_Cedar_expression()
    {
        CedarRecord record = new(
        [
            new("z", "line\n\"two\" \\ \u0001"),
            new("a", new CedarSet([3, -1, "x", true])),
            new("uid", new EntityUid("Ns::User", "al\"ice")),
            new("d", new CedarDecimal(-15_000)),
            new("ip", CedarIpAddress.Parse("10.0.0.0/8")),
            new("t", new CedarDateTime(1)),
            new("far", new CedarDateTime(long.MaxValue)),
            new("span", new CedarDuration(90_000)),
            new("empty", CedarRecord.Empty),
        ]);
        Assert.Equal(
            """
            {"a": [true, -1, 3, "x"], "d": decimal("-1.5"), "empty": {}, "far": datetime("1970-01-01").offset(duration("106751991167d7h12m55s807ms")), "ip": ip("10.0.0.0/8"), "span": duration("1m30s"), "t": datetime("1970-01-01T00:00:00.001Z"), "uid": Ns::User::"al\"ice", "z": "line\n\"two\" \\ \u{1}"}
            """,
            record.ToString());
    }

    [Fact]
    public void Equal_values_have_equal_hashes_and_texts() => Prop.ForAll(
        AnyValue.Arbitrary,
        AnyValue.Arbitrary,
        (x, y) => x.Equals(y) == (x.ToString() == y.ToString()) && (!x.Equals(y) || x.GetHashCode() == y.GetHashCode()))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_whose_halves_are_alike_do_not_fall_into_one_bucket()
    {
        // A model writes them: ten thousand of them in one list kept a core busy for a second, sixty thousand for half a minute.
        Assert.True(Enumerable.Range(0, 1_000).Select(static i => ((Value)(((long)i << 32) | (uint)i)).GetHashCode()).Distinct().Count() > 900);
        Assert.True(Enumerable.Range(0, 1_000).Select(static i => ((Value)new CedarDecimal(((long)i << 32) | (uint)i)).GetHashCode()).Distinct().Count() > 900);
    }

    private static Value Deep(int depth)
    {
        Value value = 0;
        for (int i = 0; i < depth; i++)
        {
            value = i % 2 == 0 ? new CedarSet([value, i]) : new CedarRecord([new("a", value), new("b", i)]);
        }

        return value;
    }
}
