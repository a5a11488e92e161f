using System.Collections;
using System.Globalization;
using ModelContextProtocol;

namespace AgentGuard.Mcp;

/// <summary>Errors that one side answered with, for the other.</summary>
internal static class RemoteErrors
{
    /// <summary>What the SDK puts before the words of whoever answered.</summary>
    private const string Prefix = "Request failed (remote): ";

    /// <summary>What a fault of a server says in a log. The body of an HTTP error is left out: some repeat the headers, with the token in them.</summary>
    public static string WordsOf(Exception e) =>
        e is HttpRequestException { StatusCode: { } code } ? string.Create(CultureInfo.InvariantCulture, $"it answered with the HTTP status {(int)code}") : PlainText.Of(e.Message);

    /// <summary>The error as it was answered; the same where the SDK has a type of its own for it.</summary>
    public static McpProtocolException AsAnswered(McpProtocolException error)
    {
        if (error.GetType() != typeof(McpProtocolException) || !error.Message.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return error;
        }

        McpProtocolException answered = new(error.Message[Prefix.Length..], error, error.ErrorCode);
        foreach (DictionaryEntry datum in error.Data)
        {
            answered.Data[datum.Key] = datum.Value;
        }

        return answered;
    }
}
