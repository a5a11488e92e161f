namespace AgentGuard.Cedar.Diagnostics;

/// <summary>A named text that diagnostics point into.</summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    /// <summary>Holds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it, usually a file name; null for none.</param>
    public SourceText(string text, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        Name = name;
        List<int> starts = [0];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        _lineStarts = [.. starts];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What messages call it; null for none.</summary>
    public string? Name { get; }

    /// <summary>The line of an offset.</summary>
    /// <param name="offset">From 0 to the length of the text.</param>
    /// <returns>The line and the column in code units, both from 1.</returns>
    public (int Line, int Column) GetPosition(int offset)
    {
        int index = Array.BinarySearch(_lineStarts, offset);
        int line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - _lineStarts[line] + 1);
    }

    /// <summary>A line without its end.</summary>
    /// <param name="line">Its number, from 1.</param>
    internal SourceSpan GetLine(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] - 1 : Text.Length;
        return new SourceSpan(start, (end > start && Text[end - 1] == '\r' ? end - 1 : end) - start);
    }
}
