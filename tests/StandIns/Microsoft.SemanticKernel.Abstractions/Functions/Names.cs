using System.Buffers;

namespace Microsoft.SemanticKernel;

internal static class Names
{
    private static readonly SearchValues<char> InPlugin = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> InFunction = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    public static string OfPlugin(string? name) => Check(name, InPlugin, "plugin name");

    public static string OfFunction(string? name) => Check(name, InFunction, "function name");

    public static string Sanitize(string name) =>
        string.Create(name.Length, name, static (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
            }
        });

    private static string Check(string? name, SearchValues<char> allowed, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name.AsSpan().ContainsAnyExcept(allowed)
            ? throw new ArgumentException($"A {kind} can contain only ASCII letters, digits, and underscores: '{name}' is not a valid name.", nameof(name))
            : name;
    }
}
