using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Init;

/// <summary>Writes <c>scenarios/first.yaml</c>: that nothing is permitted yet, as a test that fails as soon as something is.</summary>
internal static class FirstScenario
{
    private static readonly JsonSerializerOptions s_text = new() { Encoder = JavaScriptEncoder.Default };

    // To one reader of YAML or another these are no texts.
    private static readonly FrozenSet<string> s_words = new[] { "false", "n", "no", "null", "off", "on", "true", "y", "yes" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many calls the test makes and why they are denied, the best first. Where the arguments that were made up do not fit, it says that.</summary>
    public static IReadOnlyList<(int Calls, string Reason)> Variants { get; } =
    [
        (2, DenyReasons.NotPermitted),
        (1, DenyReasons.NotPermitted),
        (1, DenyReasons.InvalidArguments),
        (1, DenyReasons.MissingResource),
        (1, DenyReasons.InvalidToolSchema),
    ];

    /// <summary>The text.</summary>
    /// <param name="folder">What the bundle's folder is called, as it is typed.</param>
    /// <param name="user">Who the first user is.</param>
    /// <param name="tools">The tools, at least one.</param>
    /// <param name="variant">One of <see cref="Variants"/>: only a call whose arguments fit gets as far as policies.</param>
    public static string Of(string folder, string user, IReadOnlyList<StarterTool> tools, (int Calls, string Reason) variant)
    {
        StringBuilder text = new();
        text.Append($"""
            # What the policies must do, as a conversation with an agent: its calls, and
            # what the guard says to each. Play it with
            #   agentguard test {folder}
            as: [{Scalar($"user {user}")}, agent assistant]
            scenarios:
              # Take the // away in front of a permit, and this fails: say then what you
              # expect, `permitted`, `held` or `denied`.
              - scenario: Nothing is permitted yet
                steps:

            """);
        foreach (StarterTool tool in Choose(tools).Take(variant.Calls))
        {
            JsonObject? arguments = SampleArguments.For(tool);
            text.Append($"      - call: {Scalar(tool.Id.ToString())}\n");
            text.Append(arguments is { Count: > 0 } ? $"        with: {Flow(arguments)}\n" : "");
            text.Append($"        expect: denied\n        because: {variant.Reason}\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>One that seems to look and one that needs care, whose arguments are easy to tell.</summary>
    private static IEnumerable<StarterTool> Choose(IReadOnlyList<StarterTool> tools)
    {
        IEnumerable<StarterTool> easy = tools.Where(static tool => SampleArguments.For(tool) is not null);
        StarterTool?[] chosen = [easy.FirstOrDefault(static tool => tool.Guess.IsEmpty), easy.LastOrDefault(static tool => tool.Guess.Groups.Count > 1)];
        return chosen.Any(static tool => tool is not null) ? chosen.OfType<StarterTool>() : [easy.FirstOrDefault() ?? tools[0]];
    }

    private static string Flow(JsonObject arguments) =>
        "{ " + string.Join(", ", arguments.Select(static argument => $"{Scalar(argument.Key)}: {(argument.Value is JsonValue value && value.TryGetValue(out string? text) ? Scalar(text) : argument.Value!.ToJsonString())}")) + " }";

    /// <summary>A text as it is where it can be nothing else in YAML; otherwise as a JSON string of ASCII alone, which is one of YAML.</summary>
    private static string Scalar(string text) => IsPlain(text) ? text : JsonSerializer.Serialize(text, s_text);

    private static bool IsPlain(string text) =>
        char.IsAsciiLetter(text[0])
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ' ')
        && text[^1] != ' '
        && !s_words.Contains(text);
}
