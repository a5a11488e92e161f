using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentGuard.Mcp;

/// <summary>What the human is asked: which tool would run, and with what. Models and servers wrote the arguments, so that none of them draws a line of its own.</summary>
internal static class Question
{
    private const int MaxArguments = 20;
    private const int MaxValue = 500;
    private const int MaxName = 64;
    private const int MaxAdvice = 500;

    public static string Of(ApprovalRequest approval)
    {
        StringBuilder text = new();
        text.Append("Run ").Append(PlainText.Of(approval.Tool.ToString(), 2 * MaxName)).Append(" once?");
        JsonProperty[] arguments = [.. approval.DisplayArguments.EnumerateObject()];
        foreach (JsonProperty argument in arguments.Take(MaxArguments))
        {
            string value = argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : argument.Value.GetRawText();
            text.Append('\n').Append(PlainText.Of(argument.Name, MaxName)).Append(": ").Append(PlainText.Of(value, MaxValue));
            if (value.Length > MaxValue)
            {
                text.Append(CultureInfo.InvariantCulture, $" ({value.Length} characters in all)");
            }

            if (approval.Origins.TryGetValue(argument.Name, out IReadOnlyList<string>? seen) && seen.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" (from {string.Join(", ", seen.Select(static source => PlainText.Of(source, 2 * MaxName)))})");
            }
        }

        if (arguments.Length > MaxArguments)
        {
            text.Append("\nand ").Append(arguments.Length - MaxArguments).Append(" more arguments");
        }

        foreach (string advice in approval.Requirements.Where(static requirement => requirement is { IsConfirmation: true, Advice: not null }).Select(static requirement => requirement.Advice!).Distinct())
        {
            text.Append('\n').Append(PlainText.Of(advice, MaxAdvice));
        }

        return text.ToString();
    }
}
