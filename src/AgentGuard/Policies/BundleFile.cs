using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>One file of a bundle, as it was read.</summary>
internal sealed record BundleFile(string Name, byte[] Bytes)
{
    public const string Manifest = "bundle.json";
    public const string Tools = "tools.json";
    public const string Entities = "entities.json";
    public const string Facts = "facts.json";
    public const string Events = "events.dwschema";
    public const string Schema = "schema.cedarschema";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>As a manifest has it.</summary>
    public string Hash { get; } = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public bool IsPolicy => IsPolicyName(Name);

    public static bool IsPolicyName(string name) => name.EndsWith(".cedar", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text without a byte order mark; null where it is not UTF-8, which the diagnostics say.</summary>
    public SourceText? Decode(BundleDiagnostics diagnostics)
    {
        ReadOnlySpan<byte> bytes = Bytes;
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        try
        {
            return new SourceText(s_strict.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes), Name);
        }
        catch (DecoderFallbackException)
        {
            diagnostics.FileError(Name, "the file is not UTF-8", "save it as UTF-8");
            return null;
        }
    }
}
