using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard;

/// <summary>
/// Keeps a policy bundle up to date. An edit is taken up whole or not at all: one that is broken or half copied leaves the last good
/// bundle in force, and <see cref="LoadError"/> and the log say why.
/// </summary>
public sealed class PolicyBundleProvider : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly ObligationRegistry _registry;
    private readonly ILogger _logger;
    private readonly TimeSpan? _retention;
    private RegisteredTools _tools;
    private readonly BundleWatcher? _watcher;
    private volatile State _state;

    /// <summary>Loads a bundle.</summary>
    /// <param name="folder">Its folder; a relative one is taken from the content root, else from <see cref="AppContext.BaseDirectory"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="logger">Hears of loads, refusals and warnings.</param>
    /// <exception cref="PolicyBundleException">The bundle is refused.</exception>
    /// <exception cref="ArgumentException">Two handlers want the same annotation, or one that is taken.</exception>
    public PolicyBundleProvider(string folder, BundleOptions? options = null, ILogger<PolicyBundleProvider>? logger = null)
    {
        options ??= new BundleOptions();
        _logger = logger ?? NullLogger<PolicyBundleProvider>.Instance;
        _registry = ObligationRegistry.With(options.Handlers);
        _folder = BundleFolder.Find(folder, options.ContentRoot);
        _retention = options.HistoryRetention;
        _tools = new RegisteredTools(options.Tools);
        _state = new State(BundleLoader.Load(BundleSnapshot.Read(_folder), _registry, _tools.All, _retention), Error: null);
        LogLoaded(Current);
        if (options.ReloadOnChange)
        {
            _watcher = new BundleWatcher(_folder, options.TimeProvider, () => Reload(), _logger);
        }
    }

    /// <summary>The last good bundle. A call takes it once and uses it from start to end.</summary>
    public PolicyBundle Current => _state.Bundle;

    /// <summary>Why the newest edit was refused, with its position; null where <see cref="Current"/> is what the folder holds.</summary>
    public string? LoadError => _state.Error;

    /// <summary>Reads the folder again, now. It does not throw: what is refused is in <see cref="LoadError"/>.</summary>
    /// <returns>Whether <see cref="Current"/> is now what the folder holds.</returns>
    public bool Reload()
    {
        lock (_gate)
        {
            try
            {
                Take(BundleSnapshot.Read(_folder));
                return true;
            }
            catch (PolicyBundleException exception)
            {
                Refuse(exception.Summary, exception);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A timer calls this too, where anything that escapes ends the process and with it the guard.
                Refuse($"the reload failed: {exception.Message}", exception);
            }

            return false;
        }
    }

    /// <summary>
    /// Adds tools that this process has, and holds the policies in force to them, as every bundle that is loaded from now on. Of several
    /// definitions with one id the last counts.
    /// </summary>
    /// <param name="tools">The tools. Those that are known as they are cost nothing.</param>
    /// <exception cref="PolicyBundleException">A policy does not fit them; every reason is in it. Nothing is added then.</exception>
    public void RegisterTools(IEnumerable<ToolDefinition> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ToolDefinition[] given = [.. tools];
        lock (_gate)
        {
            if (_tools.With(given) is not { } all)
            {
                return;
            }

            PolicyBundle bundle = Current;
            BundleDiagnostics diagnostics = new();
            BundleTyping.Check(bundle.AllPolicies, bundle.Catalog, bundle.Facts.All, bundle.Conditions.All, bundle.Schema, all.All, diagnostics);
            if (diagnostics.HasErrors)
            {
                throw new PolicyBundleException(_folder, diagnostics.All);
            }

            _tools = all;
            LogWarnings(bundle, diagnostics.All);
        }
    }

    /// <summary>Stops watching the folder; <see cref="Current"/> stays.</summary>
    public void Dispose() => _watcher?.Dispose();

    private void Take(BundleSnapshot snapshot)
    {
        PolicyBundle current = Current;
        if (current.IsReadFrom(snapshot))
        {
            _state = new State(current, Error: null);
            return;
        }

        current.RefuseVanishedFiles(snapshot);
        PolicyBundle next = BundleLoader.Load(snapshot, _registry, _tools.All, _retention);
        _state = new State(next, Error: null);
        LogLoaded(next);
    }

    private void Refuse(string error, Exception exception)
    {
        State before = _state;
        _state = before with { Error = error };
        if (before.Error != error)
        {
            _logger.BundleRefused(_folder, before.Bundle, error, exception);
        }
    }

    private void LogLoaded(PolicyBundle bundle)
    {
        _logger.BundleLoaded(bundle, _folder, bundle.Policies.Count, bundle.Catalog.Tools.Count);
        if (bundle.IsDevelopment)
        {
            _logger.BundleUnverified(bundle);
        }

        LogWarnings(bundle, bundle.Warnings);
    }

    private void LogWarnings(PolicyBundle bundle, IEnumerable<Cedar.Diagnostics.Diagnostic> warnings)
    {
        foreach (Cedar.Diagnostics.Diagnostic warning in warnings)
        {
            _logger.BundleWarning(bundle, warning.Help is null ? $"{warning}" : $"{warning}; {warning.Help}");
        }
    }

    private sealed record State(PolicyBundle Bundle, string? Error);
}
