namespace AgentGuard.Cli.Init;

/// <summary>Makes a bundle: reads the tools, writes the files where nobody sees them, proves them, and only then puts them into place.</summary>
internal sealed class InitRun(CliConsole console, InitOptions options)
{
    private const int MaxNameLength = 200;

    /// <summary>Makes the bundle, and says what is in it.</summary>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">There are no tools, or the folder cannot be written.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        CheckUser();
        string toolset = CheckToolset(options.Toolset ?? Path.GetFileName(Path.GetFullPath(options.Folder)).Replace('.', '-'));
        BundleFolderWriter writer = new(options.Folder, options.Force);
        ToolSource source = new(console, options);
        IReadOnlyList<ToolDefinition> tools = await source.ReadAsync(toolset, cancellationToken).ConfigureAwait(false);
        CheckToolsets(tools, toolset);
        string stage = writer.Stage();
        StarterBundle bundle;
        try
        {
            bundle = await MakeAsync(stage, tools, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            writer.Publish(stage);
        }
        finally
        {
            if (Directory.Exists(stage))
            {
                Directory.Delete(stage, recursive: true);
            }
        }

        InitReport report = new(options, bundle, [.. source.LeftOut, .. bundle.LeftOut]);
        report.Write(console);
        return ExitCode.Success;
    }

    private async Task<StarterBundle> MakeAsync(string stage, IReadOnlyList<ToolDefinition> tools, CancellationToken cancellationToken)
    {
        string folder = HiddenText.Shown(options.Folder, MaxNameLength);
        StarterBundle bundle = StarterBundle.Of(folder, options.User, tools);
        BundleFolderWriter.Write(stage, bundle.Files);
        BundleCheck check = BundleProof.Check(stage, bundle.Definitions);
        if (!check.IsSound)
        {
            bundle = WithoutMisfits(stage, folder, bundle, BundleProof.Fault(check));
        }

        await ProveDenialAsync(stage, folder, bundle, cancellationToken).ConfigureAwait(false);
        return bundle;
    }

    /// <summary>Writes the test that passes. That the calls are denied holds for each; for which reason is seen by playing it.</summary>
    private async Task ProveDenialAsync(string stage, string folder, StarterBundle bundle, CancellationToken cancellationToken)
    {
        foreach ((int Calls, string Reason) variant in FirstScenario.Variants)
        {
            bundle.Files[StarterFiles.Scenario] = FirstScenario.Of(folder, options.User, bundle.Tools, variant);
            BundleFolderWriter.Write(stage, bundle.Files);
            if (await BundleProof.PassesAsync(stage, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new CliException("the test that was made does not pass, so nothing is written", "this is a fault of agentguard, and worth a report");
    }

    /// <summary>The bundle without the tools for which it would not load: each is tried by itself.</summary>
    private StarterBundle WithoutMisfits(string stage, string folder, StarterBundle bundle, string fault)
    {
        List<LeftOutTool> misfits = [];
        List<ToolDefinition> fitting = [];
        foreach (ToolDefinition tool in bundle.Definitions)
        {
            BundleFolderWriter.Write(stage, StarterFiles.Of(folder, options.User, [StarterTool.Of(tool)]));
            BundleCheck alone = BundleProof.Check(stage, [tool]);
            if (alone.IsSound)
            {
                fitting.Add(tool);
            }
            else
            {
                misfits.Add(new LeftOutTool(HiddenText.Shown(tool.Id.ToString()), $"it does not fit Cedar: {HiddenText.Shown(BundleProof.Fault(alone), MaxNameLength)}"));
            }
        }

        if (misfits.Count == 0 || fitting.Count == 0)
        {
            throw new CliException($"the tools do not make a bundle: {HiddenText.Shown(fault, MaxNameLength)}");
        }

        StarterBundle rest = StarterBundle.Of(folder, options.User, fitting);
        BundleFolderWriter.Write(stage, rest.Files);
        BundleCheck check = BundleProof.Check(stage, rest.Definitions);
        return check.IsSound
            ? rest with { LeftOut = [.. bundle.LeftOut, .. misfits] }
            : throw new CliException($"the tools do not make a bundle: {HiddenText.Shown(BundleProof.Fault(check), MaxNameLength)}");
    }

    private void CheckUser()
    {
        string user = options.User;
        if (user.Trim() != user || user.Length is 0 or > MaxNameLength || HiddenText.Shown(user, MaxNameLength) != user)
        {
            throw new CliException($"nobody can be called `{HiddenText.Shown(user)}`", "say who the first user is with `--user <name>`, in visible characters");
        }
    }

    private static string CheckToolset(string toolset)
    {
        try
        {
            _ = new ToolId(toolset, "any");
        }
        catch (ArgumentException e)
        {
            throw new CliException($"`{HiddenText.Shown(toolset)}` cannot name a server: {e.Message.Split(" (Parameter", 2)[0]}", "give it a key with `--toolset <key>`");
        }

        // Each tool is in a group that is called as its toolset; policies that permit `read_only` must not be met by that.
        return toolset == ToolGroups.ReadOnly || ToolGroups.All.Contains(toolset)
            ? throw new CliException($"`{toolset}` is the name of a group of tools, so it cannot name a server", "give it another key with `--toolset <key>`")
            : toolset;
    }

    private void CheckToolsets(IReadOnlyList<ToolDefinition> tools, string toolset)
    {
        foreach (string named in tools.Select(static tool => tool.Id.Toolset).Distinct())
        {
            CheckToolset(named);
            if (options.Toolset is not null && named != toolset)
            {
                throw new CliException($"the file says itself that its tools are of `{named}`", "leave `--toolset` out");
            }
        }
    }
}
