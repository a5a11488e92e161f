using System.Text;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Json;

/// <summary>JSON that is not Cedar's: not JSON at all, of another shape, or more than is read.</summary>
public sealed class CedarJsonException : Exception
{
    private CedarJsonException(string message, string path, int line, int column, long offset, Exception? inner)
        : base(message, inner) => (Path, Line, Column, Offset) = (path, line, column, offset);

    /// <summary>A JSON pointer (RFC 6901) to what was being read; empty for the whole.</summary>
    public string Path { get; }

    /// <summary>The line, from 1; 0 where the fault has no place, as when there are too many bytes.</summary>
    public int Line { get; }

    /// <summary>The column in UTF-16 code units, from 1; 0 where the fault has no place.</summary>
    public int Column { get; }

    /// <summary>The offset in bytes, from 0.</summary>
    public long Offset { get; }

    internal static CedarJsonException Of(string fault) => new(fault, "", 0, 0, 0, null);

    /// <summary>A fault at an offset of a text.</summary>
    internal static CedarJsonException At(ReadOnlySpan<byte> json, long offset, string path, string fault, Exception? inner = null)
    {
        ReadOnlySpan<byte> before = json[..(int)Math.Min(offset, json.Length)];
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        string where = path.Length == 0 ? "" : $" at {path}";
        return new($"{VisibleText.Of(fault)}{VisibleText.Of(where)} (line {line}, column {column})", path, line, column, offset, inner);
    }
}
