using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace AgentGuard.Tests.Obligations;

public sealed class RedactArgumentTests
{
    [Theory]
    [InlineData("/note", """{"note":"secret","to":"x"}""", """{"note":"[redacted]","to":"x"}""")]
    [InlineData("/note", """{"note":5,"to":"x"}""", """{"to":"x"}""")]
    [InlineData("/note", """{"note":{"a":1}}""", "{}")]
    [InlineData("/note", """{"note":["a"]}""", "{}")]
    [InlineData("/note", """{"note":null}""", "{}")]
    [InlineData("/note", """{"to":"x"}""", """{"to":"x"}""")]
    [InlineData("/note, /to", """{"note":"a","to":"x","c":1}""", """{"note":"[redacted]","to":"[redacted]","c":1}""")]
    [InlineData("/*", """{"note":"a","n":1}""", """{"note":"[redacted]"}""")]
    [InlineData("/cards/*/number", """{"cards":[{"number":"4111","n":1},{"number":4111},{}]}""", """{"cards":[{"number":"[redacted]","n":1},{},{}]}""")]
    [InlineData("/cards/1", """{"cards":["a","b"]}""", """{"cards":["a","[redacted]"]}""")]
    [InlineData("/cards/7", """{"cards":["a","b"]}""", """{"cards":["a","b"]}""")]
    [InlineData("/cards/*", """{"cards":["a",null]}""", """{"cards":["[redacted]",null]}""")]
    [InlineData("/cards/*/number", """{"cards":[]}""", """{"cards":[]}""")]
    [InlineData("/cards/*/number", """{"cards":null}""", """{"cards":null}""")]
    [InlineData("/a~1b", """{"a/b":"x"}""", """{"a/b":"[redacted]"}""")]
    [InlineData("/card number", """{"card number":"x"}""", """{"card number":"[redacted]"}""")]
    public void Text_is_replaced_and_anything_else_is_taken_out(string pointers, string before, string after)
    {
        JsonObject arguments = (JsonObject)JsonNode.Parse(before)!;
        ArgumentObligation obligation = Redactions.Argument(pointers);

        obligation.Apply(arguments);
        Assert.Equal(after, arguments.ToJsonString());

        obligation.Apply(arguments);
        Assert.Equal(after, arguments.ToJsonString());
    }

    [Theory]
    [InlineData("/cards/*", """{"cards":["a",5]}""")]
    [InlineData("/cards/0", """{"cards":[{"number":1}]}""")]
    [InlineData("/cards/number", """{"cards":[{"number":"4111"}]}""")]
    [InlineData("/cards/*/number", """{"cards":"4111"}""")]
    [InlineData("/cards/*/number", """{"cards":["4111"]}""")]
    [InlineData("/card/number", """{"card":4111}""")]
    public void What_cannot_be_redacted_for_certain_denies(string pointers, string arguments)
    {
        string message = Assert.Throws<ObligationException>(() => Redactions.Argument(pointers).Apply((JsonObject)JsonNode.Parse(arguments)!)).Message;

        Assert.StartsWith($"the argument at `{pointers}` cannot be redacted", message, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("note")]
    [InlineData("/a,")]
    [InlineData(",/a")]
    [InlineData("/a /b, c")]
    [InlineData("/a~")]
    public void A_malformed_pointer_refuses_the_bundle(string pointers) => Assert.Throws<FormatException>(() => Redactions.Argument(pointers));
}

internal static class Redactions
{
    public static ArgumentObligation Argument(string value) => (ArgumentObligation)new RedactArgumentHandler().Create(Source("redact_argument", value));

    public static ResultObligation Result(string value) => (ResultObligation)new RedactResultHandler().Create(Source("redact_result", value));

    private static ObligationSource Source(string annotation, string value) =>
        new("mask", "", annotation, value, ReadOnlyDictionary<string, string>.Empty, null);
}
