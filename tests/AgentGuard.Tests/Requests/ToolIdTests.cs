using AgentGuard.Cedar.Values;

namespace AgentGuard.Tests.Requests;

public sealed class ToolIdTests
{
    [Theory]
    [InlineData("payments.transfer", "payments", "transfer")]
    [InlineData("payments.v2.transfer", "payments", "v2.transfer")]
    [InlineData("transfer", "local", "transfer")]
    [InlineData("Payments.Transfer", "Payments", "Transfer")]
    public void A_toolset_ends_at_the_first_dot(string text, string toolset, string name)
    {
        ToolId id = ToolId.Parse(text);

        Assert.Equal((toolset, name), (id.Toolset, id.Name));
        Assert.Equal($"{toolset}.{name}", id.ToString());
        Assert.Equal(new EntityUid("Action", $"{toolset}.{name}"), id.Action);
        Assert.Equal(new EntityUid("Toolset", toolset), id.ToolsetEntity);
        Assert.Equal(id, new ToolId(toolset, name));
        Assert.Equal(id.GetHashCode(), new ToolId(toolset, name).GetHashCode());
    }

    [Fact]
    public void A_function_without_a_toolset_is_in_local()
    {
        Assert.Equal(ToolId.Parse("local.clock"), new ToolId(null, "clock"));
        Assert.Equal(ToolId.Parse("local.clock"), new ToolId("", "clock"));
    }

    [Fact]
    public void Tools_that_differ_in_case_are_two_tools() => Assert.NotEqual(ToolId.Parse("a.b"), ToolId.Parse("A.b"));

    [Fact]
    public void A_toolset_has_no_dot_so_that_no_two_tools_share_an_action()
    {
        Assert.Throws<ArgumentException>(() => new ToolId("a.b", "c"));
        Assert.NotEqual(new ToolId("a", "b.c").Action, new ToolId("ab", "c").Action);
    }

    [Theory]
    [InlineData("agentguard.approve")]
    [InlineData(".transfer")]
    [InlineData("payments.")]
    [InlineData("")]
    public void A_reserved_or_empty_name_is_refused(string text) => Assert.Throws<ArgumentException>(() => ToolId.Parse(text));

    [Theory]
    [InlineData("pay\n14:00:00  PERMIT files.delete")]
    [InlineData("pay\u202Eyap")]
    [InlineData("\u001B[2Jpay")]
    public void A_name_that_would_forge_a_line_of_a_log_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new ToolId("a", name));
        Assert.Throws<ArgumentException>(() => new ToolId(name, "a"));
    }

    [Fact]
    public void A_name_has_at_most_256_characters()
    {
        Assert.Equal(256, new ToolId("a", new string('x', 256)).Name.Length);
        Assert.Throws<ArgumentException>(() => new ToolId("a", new string('x', 257)));
        Assert.Throws<ArgumentException>(() => new ToolId(new string('x', 257), "a"));
    }

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ToolId("a", "x\uD800"));
        Assert.Throws<ArgumentException>(() => new ToolId("\uDC00", "x"));
    }
}
