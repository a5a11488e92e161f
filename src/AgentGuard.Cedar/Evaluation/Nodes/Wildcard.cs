namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>
/// A pattern of <c>like</c>: what stands before the first and behind the last wildcard is at the ends of the text, and of the rest
/// each piece is taken where it is found first. Nothing is ever tried again, so matching takes time linear in the text.
/// </summary>
internal sealed class Wildcard
{
    // The vectorised search compares at most this many characters at each position; longer pieces get a search that is linear however they repeat.
    private const int Short = 32;

    private readonly string _prefix;
    private readonly string _suffix;
    private readonly string[] _middle;
    private readonly int[]?[] _borders;
    private readonly bool _isExact;

    public Wildcard(IReadOnlyList<string> pieces)
    {
        _prefix = pieces[0];
        _suffix = pieces[^1];
        _isExact = pieces.Count == 1;
        _middle = [.. pieces.Skip(1).Take(pieces.Count - 2).Where(piece => piece.Length > 0)];
        _borders = [.. _middle.Select(piece => piece.Length > Short ? Borders(piece) : null)];
    }

    public bool IsMatch(string text)
    {
        if (_isExact)
        {
            return text == _prefix;
        }

        if (text.Length < _prefix.Length + _suffix.Length
            || !text.AsSpan().StartsWith(_prefix)
            || !text.AsSpan().EndsWith(_suffix))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(_prefix.Length, text.Length - _prefix.Length - _suffix.Length);
        for (int i = 0; i < _middle.Length; i++)
        {
            int index = _borders[i] is { } borders ? IndexOf(rest, _middle[i], borders) : rest.IndexOf(_middle[i], StringComparison.Ordinal);
            if (index < 0)
            {
                return false;
            }

            rest = rest[(index + _middle[i].Length)..];
        }

        return true;
    }

    /// <summary>For each start of a piece, the length of its longest proper start that is also its end (Knuth, Morris, Pratt).</summary>
    private static int[] Borders(string piece)
    {
        int[] borders = new int[piece.Length];
        int length = 0;
        for (int i = 1; i < piece.Length; i++)
        {
            length = Extend(piece, borders, length, piece[i]);
            borders[i] = length;
        }

        return borders;
    }

    private static int IndexOf(ReadOnlySpan<char> text, string piece, int[] borders)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            length = Extend(piece, borders, length, text[i]);
            if (length == piece.Length)
            {
                return i + 1 - length;
            }
        }

        return -1;
    }

    private static int Extend(string piece, int[] borders, int length, char next)
    {
        while (length > 0 && piece[length] != next)
        {
            length = borders[length - 1];
        }

        return piece[length] == next ? length + 1 : length;
    }
}
