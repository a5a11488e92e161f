using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace AgentGuard.Cli;

/// <summary>One question to a gateway.</summary>
internal static class ApprovalsRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string socket, ApprovalQuestion question, bool isJson, CliConsole console, CancellationToken cancellationToken, TimeProvider? timeProvider = null)
    {
        ApprovalReply reply = await AskAsync(socket, question, timeProvider ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (isJson)
        {
            console.Json(reply);
        }
        else
        {
            console.Out.Write(Text(reply, question));
        }

        return reply.IsAccepted ? ExitCode.Success : ExitCode.Findings;
    }

    private static async Task<ApprovalReply> AskAsync(string path, ApprovalQuestion question, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(s_patience, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token).ConfigureAwait(false);
            using NetworkStream stream = new(socket);
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(question), either.Token).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray(), either.Token).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync<ApprovalReply>(stream, cancellationToken: either.Token).ConfigureAwait(false)
                ?? throw new CliException($"the gateway at `{path}` gave no answer");
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException or JsonException)
        {
            throw new CliException($"no gateway answers at `{path}`: {e.Message}", "start it with `agentguard mcp --approvals <socket>`");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"the gateway at `{path}` does not answer", "look at what it wrote to standard error");
        }
    }

    private static StyledText Text(ApprovalReply reply, ApprovalQuestion question)
    {
        StyledText text = new();
        if (reply.Message.Length > 0)
        {
            return text.AddLines(reply.Message);
        }

        if (question.Do == ApprovalQuestion.List && reply.Pending.Count == 0)
        {
            return text.AddLines($"nothing waits for {HiddenText.Shown(reply.User ?? "you")}");
        }

        foreach (PendingCall call in reply.Pending)
        {
            text.Add(HiddenText.Shown(call.Id), Styles.Strong)
                .Add($"  {HiddenText.Shown(call.Tool)}  {HiddenText.Shown(call.Chain)}  expires {call.Expires.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)}").EndLine();
            foreach (JsonProperty argument in call.Arguments.EnumerateObject())
            {
                string value = argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()! : argument.Value.GetRawText();
                string from = call.Origins.TryGetValue(argument.Name, out IReadOnlyList<string>? seen) && seen.Count > 0 ? $"  (from {string.Join(", ", seen.Select(static source => HiddenText.Shown(source)))})" : "";
                text.Add($"    {HiddenText.Shown(argument.Name)}: {HiddenText.Shown(value, longest: 500)}").Add(from, Styles.Faint).EndLine();
            }

            foreach (string advice in call.Advice)
            {
                text.Add($"    {HiddenText.Shown(advice, longest: 500)}").EndLine();
            }
        }

        return text;
    }
}
