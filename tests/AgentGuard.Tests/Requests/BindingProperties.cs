namespace AgentGuard.Tests.Requests;

public sealed class BindingProperties
{
    private const int Cases = 3_000;

    private static readonly ToolId s_id = ToolId.Parse("a.b");

    [Fact]
    public void Whatever_is_written_is_bound_once_and_for_all_or_denied_for_a_documented_reason()
    {
        int bound = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            RandomJson random = new(seed);
            ToolDefinition tool = new(s_id, inputSchema: seed % 5 == 0 ? null : Json.Of(random.Schema()));
            ArgumentKinds kinds = Kinds(random);
            string json = seed % 2 == 0 ? random.Object() : random.Damaged(random.Object());

            BindResult result = ArgumentBinder.Bind(ToolArguments.FromJson(json), tool, kinds);

            if (!result.IsBound)
            {
                Assert.True(result.Reason is DenyReasons.InvalidArguments or DenyReasons.InvalidToolSchema, $"seed {seed}: {result.Reason}");
                Assert.NotEmpty(result.Message);
                continue;
            }

            bound++;
            AssertSame(seed, result.Arguments, ArgumentBinder.Bind(ToolArguments.FromJson(result.Arguments.Json.GetRawText()), tool, kinds));
            AssertSame(seed, result.Arguments, ArgumentBinder.Bind(ToolArguments.FromJson(random.Respelled(result.Arguments.Json)), tool, kinds));
        }

        Assert.InRange(bound, Cases / 10, Cases);
    }

    [Fact]
    public void Broken_schemas_deny_and_nothing_is_thrown()
    {
        int understood = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            RandomJson random = new(seed);
            ToolArguments schema = ToolArguments.FromJson(random.Damaged(random.Schema()));
            if (schema.Error is null)
            {
                understood += ArgumentBinder.Bind(ToolArguments.FromJson(random.Object()), new ToolDefinition(s_id, inputSchema: schema.Json), ArgumentKinds.None)
                    is { Reason: not DenyReasons.InvalidToolSchema } ? 1 : 0;
            }
        }

        Assert.InRange(understood, Cases / 20, Cases);
    }

    [Fact]
    public void Normal_forms_are_their_own_normal_forms()
    {
        string[] seeds =
        [
            "/data//x/./y\\z", "c:\\Temp\\..x", "HTTPS://User.Example.com:443/a/../b%2e?q=%2F#f", "http://0x7f.1:80/%7e", "http://[::FFFF:1.2.3.4]/", "Alice+x@M\u00DCLLER.example",
            "de89 3704-0044 0532 0130 00", "https://xn--bcher-kva.example/\u00E9?\u00E9", "gb82 west 1234 5698 7654 32",
        ];
        int found = 0;
        for (int seed = 0; seed < 10 * Cases; seed++)
        {
            string text = new RandomJson(seed).Damaged(seeds[seed % seeds.Length]);
            foreach (ArgumentKind kind in Enum.GetValues<ArgumentKind>())
            {
                if (NormalForm.TryGet(kind, text, out string? normal))
                {
                    found++;
                    Assert.True(NormalForm.TryGet(kind, normal, out string? again) && again == normal, $"seed {seed}: {kind} `{text}` → `{normal}` → `{again}`");
                }
            }
        }

        Assert.InRange(found, Cases, 50 * Cases);
    }

    private static ArgumentKinds Kinds(RandomJson random) =>
        ArgumentKinds.From(Enumerable.Range(0, 2).Select(_ => KeyValuePair.Create(random.Pointer(), random.Kind())).DistinctBy(kind => kind.Key));

    private static void AssertSame(int seed, BoundArguments expected, BindResult actual)
    {
        Assert.True(actual.IsBound, $"seed {seed}: {actual.Message}");
        Assert.Equal(expected.Digest, actual.Arguments.Digest);
        Assert.Equal(expected.Input, actual.Arguments.Input);
    }
}
