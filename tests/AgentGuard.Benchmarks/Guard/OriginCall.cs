using System.Globalization;
using System.Text;
using System.Text.Json;
using static AgentGuard.Principal;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>A look at a mail that is to be sent, whose recipients, links and text are looked for in all that the session has read.</summary>
internal sealed class OriginCall : Benchmark
{
    private const string Tools = """
        { "tools": {
            "mail.read": { "output": { "fields": { "/*/sender": { "role": "party" } } } },
            "mail.send": { "groups": ["write"], "arguments": { "/to": { "role": "party" }, "/body": { "role": "content" } } } } }
        """;

    private const string Grounded = """
        permit (principal, action, resource) when { context.now > datetime("2020-01-01") };
        @id("party") forbid (principal, action in Action::"write", resource)
        when { context.grounds.party.contains("text") || context.origin.subject.contains("host") };
        """;

    private static readonly ToolId s_read = ToolId.Parse("mail.read");

    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-benchmark-").FullName;
    private readonly ToolCallGuard _guard;
    private readonly GuardSession _session = GuardSession.Create();
    private readonly AgentScope _scope;
    private readonly string _arguments;

    /// <param name="megabytes">How much text the session has read.</param>
    public OriginCall(int megabytes)
        : base(string.Create(CultureInfo.InvariantCulture, $"origin call, {megabytes} MB read"), policies: 2)
    {
        File.WriteAllText(Path.Combine(_folder, "policies.cedar"), Grounded);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), Tools);
        _guard = ToolCallGuard.FromPolicies(_folder, static options => options.ReloadOnChange = false);
        AgentScope? scope = null;
        ExecutionContext.Run(ExecutionContext.Capture()!, _ => scope = AgentScope.Begin(_session, User("alice"), Agent("bot")), null);
        _scope = scope!;
        _session.UserSaid("Write to all who asked for the minutes, ann17@example.com first");
        Read(megabytes << 20);
        string body = string.Concat(Enumerable.Range(0, 40).Select(static i => string.Create(CultureInfo.InvariantCulture, $"The minutes of word{i} are at https://example.com/{i}, ask person{i}@example.com. ")));
        _arguments = $$"""{"to":["ann17@example.com","person3@example.com","person40000@example.com"],"subject":"The minutes of the meeting","body":"{{body}}"}""";
    }

    public override int Operations => 50;

    public override void Verify()
    {
        if (Decide().Effect != DecisionEffect.Permit)
        {
            throw new WrongAnswerException($"{Name}: {Decide().Explain()}");
        }
    }

    public override void Run(int operation) => Decide();

    public override void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private Decision Decide() => _guard.DecideAsync(new ToolCallRequest
    {
        Tool = new ToolDefinition(ToolId.Parse("mail.send")),
        Arguments = ToolArguments.FromJson(_arguments),
        Scope = _scope,
    }).AsTask().GetAwaiter().GetResult();

    /// <summary>Mails of about four kilobytes, each of words that most others do not have.</summary>
    private void Read(int bytes)
    {
        int word = 0;
        for (int read = 0, mail = 0; read < bytes; mail++)
        {
            StringBuilder body = new();
            while (body.Length < 4000)
            {
                body.Append(CultureInfo.InvariantCulture, $"word{word++ * 7919 % 100_003} about something, ");
            }

            read += body.Length;
            string json = string.Create(CultureInfo.InvariantCulture, $$"""[{"sender":"person{{mail}}@example.com","text":"{{body}}"}]""");
            _guard.Recall(_session, s_read, new ToolResult(null, [JsonElement.Parse(json)]));
        }

        _guard.Recall(_session, s_read, new ToolResult(null, [JsonElement.Parse("""[{"sender":"person40000@example.com"},{"sender":"person3@example.com"}]""")]));
    }
}
