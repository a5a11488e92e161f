using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace AgentGuard.Cedar.Tests.Differential;

/// <summary>
/// The reference implementation, @cedar-policy/cedar-wasm in a process of node, asked line by line. It is there where `.ci/run` has
/// installed it, or where AGENTGUARD_CEDAR_WASM says.
/// </summary>
public sealed class CedarWasm : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(15));
    private readonly Process? _node;
    private readonly string _absence = "";

    public CedarWasm()
    {
        string package = Path.Combine(Folder, "node_modules", "@cedar-policy", "cedar-wasm", "nodejs");
        if (!Directory.Exists(package))
        {
            _absence = $"no @cedar-policy/cedar-wasm in {Folder}: install it there with npm, or set AGENTGUARD_CEDAR_WASM to its folder";
            return;
        }

        string script = Path.Combine(SharedData.Root(), "tests", "AgentGuard.Cedar.Tests", "Differential", "cedar-wasm.cjs");
        ProcessStartInfo start = new("node", [script, package])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            _node = Process.Start(start);
        }
        catch (Win32Exception fault)
        {
            _absence = $"node does not start: {fault.Message}";
        }
    }

    private static string Folder => Environment.GetEnvironmentVariable("AGENTGUARD_CEDAR_WASM") ?? Path.Combine(SharedData.Root(), "artifacts", "cedar-wasm");

    /// <summary>The version of the package.</summary>
    public string Version => Ask("getCedarSDKVersion", "null").GetString()!;

    /// <summary>Skips the test that asks where there is nobody to ask.</summary>
    public void SkipIfAbsent() => Skip.If(_node is null, _absence);

    /// <summary>Calls a function of the package.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="json">Its argument, on one line.</param>
    /// <returns>Its answer; of the type <c>thrown</c> where it has none.</returns>
    public JsonElement Ask(string function, string json)
    {
        _node!.StandardInput.Write($"{function}\t{json}\n");
        _node.StandardInput.Flush();
        string line = _node.StandardOutput.ReadLineAsync().WaitAsync(s_patience, _end.Token).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException("node has ended");
        using JsonDocument answer = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 2000 });
        return answer.RootElement.Clone();
    }

    /// <summary>Calls a function of the package with a text.</summary>
    public JsonElement AskText(string function, string text) => Ask(function, JsonSerializer.Serialize(text));

    /// <summary>Whether a function took what it was given.</summary>
    public static bool IsSuccess(JsonElement answer) => answer.GetProperty("type").GetString() == "success";

    public void Dispose()
    {
        _end.Dispose();
        if (_node is not null)
        {
            _node.Kill();
            _node.Dispose();
        }
    }
}
