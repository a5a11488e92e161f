using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cli.Explain;

/// <summary>Asks a guard over the policies to explain a call, and prints what it says.</summary>
internal sealed class ExplainRun(CliConsole console, ExplainOptions options)
{
    /// <returns>The exit code: a call that would be denied is explained as well as any.</returns>
    /// <exception cref="CliException">The folder or a file is not there, or nobody could act so.</exception>
    /// <exception cref="PolicyBundleException">The bundle has errors.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string path = Bundles.Find(options.Folder);
        string own = Path.Combine(path, ToolListing.FileName);
        IReadOnlyList<ToolDefinition> tools = options.Tools is not null ? ToolFile.Load(options.Tools) : File.Exists(own) ? ToolFile.Load(own) : [];
        ToolDefinition? tool = tools.FirstOrDefault(tool => tool.Id == options.Tool);
        using ToolCallGuard guard = ToolCallGuard.FromPolicies(path, guarded => Configure(guarded, tools));
        using AgentScope scope = Begin();
        foreach (string words in options.Said)
        {
            scope.Session.UserSaid(words);
        }

        ToolCallRequest request = new()
        {
            Tool = tool ?? new ToolDefinition(options.Tool),
            Arguments = ToolArguments.FromJson(options.Arguments == "-" ? await console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : options.Arguments),
            Scope = scope,
        };
        CallExplanation explanation = await guard.ExplainAsync(request, cancellationToken).ConfigureAwait(false);
        if (Note(guard.Policies.Current.Catalog, tool) is { } note)
        {
            console.Error.Write(new StyledText().Add("note:", Styles.Frame).Add($" {note}").EndLine());
        }

        if (options.Json)
        {
            console.Json(ExplainJson.Of(explanation));
        }
        else
        {
            ExplainText.Write(console, explanation);
        }

        return ExitCode.Success;
    }

    private string? Note(ToolCatalog catalog, ToolDefinition? definition)
    {
        if (!catalog.TryFind(options.Tool, out _))
        {
            return Suggestion.Closest(options.Tool.ToString(), catalog.Tools.Select(static tool => tool.Id.ToString())) is { } meant ? $"did you mean `{meant}`?" : null;
        }

        return definition is null
            ? $"`{options.Tool}` has no definition in {options.Tools ?? ToolListing.FileName}, so its arguments are held to no schema"
            : null;
    }

    private void Configure(AgentGuardOptions guarded, IReadOnlyList<ToolDefinition> tools)
    {
        guarded.ReloadOnChange = false;
        guarded.TimeProvider = options.At is { } at ? new FixedClock(at) : guarded.TimeProvider;
        foreach (ToolDefinition tool in tools)
        {
            guarded.Tools.Add(tool);
        }

        foreach ((string name, Value value) in options.Environment)
        {
            guarded.Environment[name] = value;
        }
    }

    private AgentScope Begin()
    {
        try
        {
            return AgentScope.Begin(CreateSession(), [.. options.Chain]);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message, "name first on whose behalf the call is made, then who acts: `--as user:alice --as agent:bot`");
        }
    }

    private GuardSession CreateSession()
    {
        try
        {
            return GuardSession.Create(options.Tenant, options.Session);
        }
        catch (ArgumentException e)
        {
            throw new CliException(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal), "a tenant is given with `--tenant`, and the id is the guard's own");
        }
    }
}
